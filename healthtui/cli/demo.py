"""A sample backend to try the card on."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

import click

from healthtui.cli.output import complain

_NAME = "acme-api"
_LAST = "coverage"  # written last: a coverage report that is older than its code would not count
_IDENTITY = (
    *("-c", "user.name=Acme", "-c", "user.email=dev@acme.example", "-c", "commit.gpgsign=false"),
    *("-c", "core.hooksPath=/dev/null", "-c", "init.defaultBranch=main", "-c", "init.templateDir="),
)


@click.command("demo")
@click.option("--report", "wants_report", is_flag=True, help="Print its report instead of opening the card.")
def command(wants_report: bool) -> int:
    """Opens a small sample backend.

    It lies in a temporary folder, which is removed at the end.
    """
    from healthtui.cli import live

    with tempfile.TemporaryDirectory(prefix="healthtui-demo-") as parent:
        folder = Path(parent) / _NAME
        copy_sample(folder)
        complain(f"the sample backend is in {folder} until you quit; edit it and watch the card")
        return live.print_card(folder) if wants_report else live.show(folder)


def copy_sample(folder: Path) -> None:
    """Writes the sample as a git repository with one commit; without git as a plain folder."""
    _copy(files("healthtui") / "demo", folder)
    git = shutil.which("git")
    if git is None:
        complain("git is not installed: the sample is a plain folder")
        return
    for step in (("init", "--quiet"), ("add", "--all"), ("commit", "--quiet", "--message", "The first version")):
        subprocess.run([git, *_IDENTITY, *step], cwd=folder, env=_environment(), check=True, stdin=subprocess.DEVNULL)


def _environment() -> dict[str, str]:
    """Without the user's own git: neither a repository named by GIT_DIR nor any setting."""
    plain = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    return plain | {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}


def _copy(source: Traversable, target: Path) -> None:
    """Packaging drops or obeys some names with a leading dot: they are stored as `dot_name`."""
    target.mkdir(parents=True)
    for entry in sorted(source.iterdir(), key=lambda entry: (entry.name == _LAST, entry.name)):
        name = entry.name.replace("dot_", ".", 1) if entry.name.startswith("dot_") else entry.name
        if entry.is_dir():
            _copy(entry, target / name)
        else:
            (target / name).write_bytes(entry.read_bytes())
