"""A scan as commands run it: what is wrong with the settings is said, and how far it is, where somebody watches."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from healthtui.cli.output import complain

if TYPE_CHECKING:
    from healthtui.live.settings import Settings
    from healthtui.scorecard.model import Scorecard

_SILENT_SECONDS = 0.5  # a scan that takes no longer shows nothing
_BETWEEN_SECONDS = 0.1
_ERASED = "\r\x1b[K"


def scanned(path: Path, at: str | None = None, persona: Path | None = None, *, is_gated: bool = False) -> Scorecard:
    """The scorecard. Raises as `scan` does, and `ClickException` where a gate would be judged by other settings than are
    written."""
    from healthtui.live.scan import scan

    def follow(settings: Settings) -> None:
        from healthtui.report.signs import choose_glyphs

        choose_glyphs(settings.glyphs)
        for problem in settings.problems:
            complain(str(problem))
        if is_gated and not settings.is_sound:
            raise click.ClickException("no gate is judged by other settings than your team's: mend them first")

    with _progress() as progress:
        return scan(path, at, persona, progress.show, follow)


class _Progress:
    def __init__(self, is_shown: bool) -> None:
        self._is_shown = is_shown
        self._next = time.monotonic() + _SILENT_SECONDS
        self._is_there = False

    def show(self, done: int, total: int) -> None:
        is_soon = time.monotonic() < self._next and done < total
        if not self._is_shown or is_soon:
            return
        self._next = time.monotonic() + _BETWEEN_SECONDS
        self._say(f"reading {done:,} of {total:,} files" if done < total else "judging, and reading the history")
        self._is_there = True

    def erase(self) -> None:
        if self._is_there:
            self._say("")

    def _say(self, text: str) -> None:
        print(_ERASED + text, end="", file=sys.stderr, flush=True)


@contextmanager
def _progress() -> Iterator[_Progress]:
    """One line on stderr that is gone in the end; nothing where stderr is no terminal."""
    progress = _Progress(sys.stderr.isatty() and os.environ.get("TERM") != "dumb")
    try:
        yield progress
    finally:
        progress.erase()
