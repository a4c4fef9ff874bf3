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
@click.argument("folder", required=False, metavar="[FOLDER]", type=click.Path(path_type=Path))
@click.option("--report", "wants_report", is_flag=True, help="Print its report instead of opening the card.")
def command(folder: Path | None, wants_report: bool) -> int:
    """Opens a small sample backend; its TOUR.md mends its faults one by one.

    It is written into a new FOLDER, and stays there; without one it lies in a temporary folder until you quit.
    """
    if folder is not None:
        if folder.exists():
            raise click.ClickException(f"{folder} is there already; open it with: healthtui {folder}")
        return _open(folder, wants_report)
    with tempfile.TemporaryDirectory(prefix="healthtui-demo-") as parent:
        complain("the sample backend lies in a temporary folder until you quit; to keep it: healthtui demo FOLDER")
        return _open(Path(parent) / _NAME, wants_report)


def _open(folder: Path, wants_report: bool) -> int:
    from healthtui.cli import live

    try:
        copy_sample(folder)
    except OSError as error:
        raise click.ClickException(f"{folder} cannot be written: {error.strerror}") from error
    complain(f"the sample backend is in {folder}; edit it and watch the card")
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
