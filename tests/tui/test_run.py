"""The card in a real terminal: a pseudo-terminal of our own."""

from __future__ import annotations

import os
import pty
import select
import subprocess
import sys
import time
from pathlib import Path

SHOW = "from healthtui.tui import run; from screenshots.acme import AcmeSource, acme; raise SystemExit(run(AcmeSource(acme())))"


def test_it_shows_takes_a_key_and_leaves_the_terminal_as_it_was(own: Path) -> None:
    ours, theirs = pty.openpty()
    env = {**os.environ, "TERM": "xterm-256color", "COLUMNS": "80", "LINES": "24"}
    process = subprocess.Popen(
        [sys.executable, "-c", SHOW], stdin=theirs, stdout=theirs, stderr=theirs, env=env, start_new_session=True
    )
    os.close(theirs)
    try:
        _read_until(ours, b"\x1b]2;75 B acme-api\x07")
        os.write(ours, b"q")
        last = _read_until(ours, b"\x1b[23;2t")
        assert b"\x1b[?1049l" in last, "out of the alternate screen, and the title is back"
        assert process.wait(timeout=10) == 0
    finally:
        process.kill()
        process.wait()
        os.close(ours)


def _read_until(terminal: int, wanted: bytes, seconds: float = 20.0) -> bytes:
    seen, end = b"", time.monotonic() + seconds
    while wanted not in seen and time.monotonic() < end:
        if select.select([terminal], [], [], 0.2)[0]:
            seen += os.read(terminal, 65536)
    assert wanted in seen, seen[-400:]
    return seen
