"""The card in a real terminal: a pseudo-terminal of our own."""

from __future__ import annotations

import os
import pty
import select
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

SHOW = "from healthtui.tui import run; from screenshots.acme import AcmeSource, acme; raise SystemExit(run(AcmeSource(acme())))"


LAST = b"\x1b[23;2t"  # the title is the one before


@contextmanager
def shown(setup: str = "", **env: str) -> Iterator[tuple[subprocess.Popen[bytes], int]]:
    """The process, and our end of its terminal."""
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-c", setup + SHOW],
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        env={**os.environ, "TERM": "xterm-256color", "COLUMNS": "80", "LINES": "24"} | env,
        start_new_session=True,
    )
    os.close(theirs)
    try:
        yield process, ours
    finally:
        process.kill()
        process.wait()
        os.close(ours)


def test_it_shows_takes_a_key_and_leaves_the_terminal_as_it_was(own: Path) -> None:
    with shown() as (process, terminal):
        first = _read_until(terminal, b"\x1b]2;75 B acme-api\x07")
        assert b"\x1b[?1000h" in first, "the mouse is ours"
        os.write(terminal, b"q")
        last = _read_until(terminal, LAST)
        assert b"\x1b[?1049l" in last, "out of the alternate screen, and the title is back"
        assert process.wait(timeout=10) == 0


@pytest.mark.parametrize(("number", "code"), [(signal.SIGTERM, 143), (signal.SIGHUP, 129)])
def test_a_signal_leaves_the_terminal_as_it_was(own: Path, number: signal.Signals, code: int) -> None:
    with shown() as (process, terminal):
        _read_until(terminal, b"\x1b]2;75 B acme-api\x07")
        process.send_signal(number)
        assert b"\x1b[?1049l" in _read_until(terminal, LAST)
        assert process.wait(timeout=10) == code


def test_an_error_leaves_the_terminal_as_it_was(own: Path) -> None:
    broken = "from healthtui.tui.board.screen import CardScreen; CardScreen.action_pause = lambda self: 1 / 0\n"
    with shown(broken) as (process, terminal):
        _read_until(terminal, b"\x1b]2;75 B acme-api\x07")
        os.write(terminal, b"p")
        assert b"\x1b[?1049l" in _read_until(terminal, LAST)
        assert process.wait(timeout=10) == 1


def test_the_mouse_is_left_to_the_terminal_where_the_settings_say_so(own: Path) -> None:
    (own / "config.toml").write_text("mouse = false")
    with shown() as (_, terminal):
        assert b"\x1b[?1000h" not in _read_until(terminal, b"\x1b]2;75 B acme-api\x07")


def test_sixteen_colours_are_the_terminals_own(own: Path) -> None:
    with shown(TERM="xterm", COLORTERM="") as (_, terminal):
        drawn = _read_until(terminal, b"\x1b]2;75 B acme-api\x07") + _read_until(terminal, b"Help")
        assert b"\x1b[38;2;" not in drawn and b"\x1b[48;" not in drawn


def _read_until(terminal: int, wanted: bytes, seconds: float = 20.0) -> bytes:
    seen, end = b"", time.monotonic() + seconds
    while wanted not in seen and time.monotonic() < end:
        if select.select([terminal], [], [], 0.2)[0]:
            seen += os.read(terminal, 65536)
    assert wanted in seen, seen[-400:]
    return seen
