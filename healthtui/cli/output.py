"""How commands speak: results on stdout, all else on stderr; a reader that leaves early is no error."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from healthtui.report.text import plain

if TYPE_CHECKING:
    from rich.console import Console


def say(text: str = "") -> bool:
    """Prints a line of output; False when nobody reads it any more."""
    try:
        print(_carried(text), flush=True)
    except BrokenPipeError:
        silence()
        return False
    return True


def complain(text: str) -> None:
    """A line about what is going on, in one line whatever it quotes."""
    print(_carried(f"healthtui: {plain(text)}"), file=sys.stderr)


def note_no_backend() -> None:
    """A Node.js repository without a server has a report, and no score: a gate on the score fails."""
    complain("no backend is here that could be judged, so there is no score")


def silence() -> None:
    """Nobody reads stdout any more: what still comes goes nowhere, also at exit."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    os.close(nowhere)


def console() -> Console:
    """stdout for rich."""
    from rich.console import Console

    class Quiet(Console):
        def on_broken_pipe(self) -> None:
            self.quiet = True
            silence()

    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(errors="replace")
    return Quiet(highlight=False)


def is_screen() -> bool:
    """Whether a live screen can be shown."""
    return sys.stdin.isatty() and sys.stdout.isatty() and os.environ.get("TERM") != "dumb"


def _carried(text: str) -> str:
    """What the encoding of stdout cannot carry becomes a question mark."""
    encoding = sys.stdout.encoding or "utf-8"
    return text.encode(encoding, "replace").decode(encoding)
