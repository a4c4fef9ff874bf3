"""Arguments and options that commands share."""

from __future__ import annotations

from pathlib import Path

import click

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
folder = click.argument("path", default=".", metavar="[PATH]", type=click.Path(exists=True, file_okay=False, path_type=Path))
persona = click.option("--persona", type=_FILE, metavar="FILE", help="A persona of your own instead of the built-in one.")
revision = click.option("--at", metavar="REV", help="A commit, branch or tag instead of the files on disk.")
