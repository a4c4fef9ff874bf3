"""What HealthTUI finds on this machine, and what it would miss."""

from __future__ import annotations

import os
import platform
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING

import click

from healthtui import __version__
from healthtui.cli import options
from healthtui.cli.output import console, is_screen

if TYPE_CHECKING:
    from healthtui.config import Problem
    from healthtui.tui.look.settings import ScreenSettings

_WATCHES = Path("/proc/sys/fs/inotify/max_user_watches")
_FEW_WATCHES = 65_536


@dataclass(frozen=True, slots=True)
class _Finding:
    is_fine: bool
    name: str
    detail: str


@click.command("doctor")
@options.folder
def command(path: Path) -> None:
    """Lists what is there on this machine.

    Programs, the secret engine, limits, the terminal, the cache folder, and the settings of a folder and your own.
    """
    from rich.text import Text

    from healthtui.report.signs import InSigns, choose_glyphs
    from healthtui.tui.look.settings import read_settings, root_of

    out, root = console(), root_of(path)
    settings = read_settings(root)
    choose_glyphs(settings.config.glyphs)
    for finding in (*_findings(out.color_system or "none", out.width), *_settings(root, settings)):
        mark = Text("✓ fine   ", style="green") if finding.is_fine else Text("▲ look at", style="yellow")
        out.print(InSigns(Text.assemble(mark, f" {finding.name:<14}", finding.detail)))


def _findings(colours: str, width: int) -> Iterator[_Finding]:
    yield _Finding(True, "healthtui", f"{__version__}, Python {platform.python_version()}, {sys.platform}")
    yield _program("git", "without it there is no history, and ignore rules are read by hand")
    yield _program("node", "only needed to run your own tools")
    yield _program("npm", "only needed by `healthtui audit`")
    yield _secret_engine()
    yield from _watching()
    screen = "live card" if is_screen() else "plain report"
    encoding = sys.stdout.encoding or "unknown"
    term = os.environ.get("TERM", "not set")
    yield _Finding(True, "terminal", f"{screen}; TERM {term}, colours {colours}, {width} columns, {encoding}")
    yield _cache()


def _program(name: str, otherwise: str) -> _Finding:
    path = shutil.which(name)
    if path is None:
        return _Finding(False, name, f"not found: {otherwise}")
    try:
        done = subprocess.run([path, "--version"], capture_output=True, text=True, timeout=10, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return _Finding(False, name, f"{path} does not answer")
    return _Finding(done.returncode == 0, name, f"{done.stdout.strip()} ({path})")


def _secret_engine() -> _Finding:
    package = "kingfisher-secret-scanner"
    try:
        import kingfisher_sdk  # noqa: F401 - whether its native part loads here
    except (ImportError, OSError) as error:
        return _Finding(False, "secret engine", f"{package} does not load: {error}")
    try:
        return _Finding(True, "secret engine", f"{package} {version(package)}")
    except PackageNotFoundError:
        return _Finding(True, "secret engine", package)


def _watching() -> Iterator[_Finding]:
    """Linux alone has a limit that a large repository reaches."""
    try:
        watches = int(_WATCHES.read_text(encoding="ascii"))
    except (OSError, ValueError):
        return
    advice = "" if watches >= _FEW_WATCHES else "; raise fs.inotify.max_user_watches if folders stay unseen"
    yield _Finding(watches >= _FEW_WATCHES, "inotify", f"{watches} watches for each user{advice}")


def _settings(root: Path, settings: ScreenSettings) -> Iterator[_Finding]:
    """Which files are followed, and each setting that is not."""
    from healthtui.config import FILE, user_path
    from healthtui.tui.text import printable

    files = [file for file in (user_path(), root / FILE) if file.is_file()]
    theme = f"theme {settings.config.theme}, signs {settings.config.glyphs}"
    yield _Finding(True, "settings", f"{' and '.join(map(str, files)) or 'no file, all at their defaults'}; {theme}")
    wrong = dict.fromkeys((*settings.problems, *_wrong_of_the_score(root)))
    yield from (_Finding(False, "setting", printable(str(problem))) for problem in wrong)


def _wrong_of_the_score(root: Path) -> list[Problem]:
    """What a scan would say of the repository's settings."""
    from healthtui.engine.loader import load_checks
    from healthtui.live.settings import read_settings
    from healthtui.scorecard.ruler import expired
    from healthtui.tree.base import TreeError
    from healthtui.tree.working import open_working_tree

    try:
        settings = read_settings(open_working_tree(root), load_checks())
    except TreeError:  # whoever scans is told
        return []
    return [*settings.problems, *expired(settings.config, date.today())]


def _cache() -> _Finding:
    from platformdirs import user_cache_path

    folder = user_cache_path("healthtui")
    nearest = next(parent for parent in (folder, *folder.parents) if parent.exists())
    if not os.access(nearest, os.W_OK):
        return _Finding(False, "cache folder", f"{folder} cannot be written: every scan reads everything")
    from healthtui.engine.cache_limit import KEPT_DAYS, MOST_BYTES

    size = sum(file.stat().st_size for file in folder.rglob("*") if file.is_file()) if folder.exists() else 0
    limit = f"once a day it is cut to {MOST_BYTES / 1e6:.0f} MB, and to {KEPT_DAYS} days"
    return _Finding(size <= MOST_BYTES, "cache folder", f"{folder}, {size / 1e6:.1f} MB; {limit}; safe to delete")
