"""The program in a real terminal, driven by keys."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

pytestmark = pytest.mark.skipif(shutil.which("tmux") is None, reason="tmux is not installed")
SHOW = "from healthtui.tui import run; from screenshots.acme import AcmeSource, acme; raise SystemExit(run(AcmeSource(acme())))"


class Terminal:
    """A tmux server of its own, with the card in its only pane."""

    def __init__(self, width: int, height: int, editor: Path) -> None:
        self._socket = f"healthtui-{os.getpid()}-{time.monotonic_ns()}"
        shown = shlex.join([sys.executable, "-c", SHOW])
        self(
            "new-session",
            "-d",
            "-x",
            str(width),
            "-y",
            str(height),
            "-e",
            f"EDITOR={editor}",
            f"env -u COLUMNS -u LINES {shown}; sleep 60",
        )
        self.pane = self("display-message", "-p", "#{pane_id}")

    def __call__(self, *arguments: str) -> str:
        done = subprocess.run(
            ["tmux", "-L", self._socket, "-f", "/dev/null", *arguments], capture_output=True, text=True, timeout=10, check=False
        )
        return done.stdout.rstrip("\n")

    @property
    def text(self) -> str:
        return self("capture-pane", "-p", "-t", self.pane)

    def press(self, *keys: str) -> None:
        self("send-keys", "-t", self.pane, *keys)

    def until(self, text: str, *, is_there: bool = True) -> str:
        for _ in range(200):
            if (text in (seen := self.text)) is is_there:
                return seen
            time.sleep(0.1)
        raise AssertionError(f"{text!r} {'never came' if is_there else 'stayed'}:\n{self.text}")


@pytest.fixture(params=[(36, 50), (120, 40)], ids=["sidebar", "full"])
def terminal(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Terminal]:
    editor = tmp_path / "vim"
    editor.write_text('#!/bin/sh\necho "edits $*"\nexec sleep 30\n')
    editor.chmod(0o755)
    width, height = request.param
    made = Terminal(width, height, editor)
    yield made
    made("kill-server")


def test_a_day_with_the_card(terminal: Terminal) -> None:
    terminal.until("FIX FIRST")
    terminal.press("n")
    terminal.press("Enter")
    terminal.until("esc Back")
    assert "CORS is open to every origin" in terminal.text
    terminal.press("Escape")
    terminal.until("f Filter")
    terminal.press("/")
    terminal.until("inverts")
    terminal.press("-l", "pagin")
    terminal.until("Thin controllers", is_there=False)
    assert "Pagination" in terminal.text
    terminal.press("Escape")
    terminal.until("f Filter")
    terminal.press("p")
    terminal.until("3 wait")
    terminal.press("?")
    terminal.until("type to find a key")
    terminal.press("Escape")
    terminal.until("type to find a key", is_there=False)
    terminal.press("G")
    terminal.press("u")
    terminal.until("↵ Run")
    assert "npx jest --coverage" in terminal.text
    terminal.press("Escape")
    terminal.until("↵ Run", is_there=False)
    terminal.press("q")
    terminal.until("FIX FIRST", is_there=False)


def test_the_mouse_is_given_back_and_taken_again(terminal: Terminal) -> None:
    terminal.until("FIX FIRST")
    assert terminal("display-message", "-p", "-t", terminal.pane, "#{mouse_any_flag}") == "1"
    terminal.press("m")
    terminal.until("the terminal's")
    assert terminal("display-message", "-p", "-t", terminal.pane, "#{mouse_any_flag}") == "0"
    terminal.press("m")
    terminal.until("the card's")
    assert terminal("display-message", "-p", "-t", terminal.pane, "#{mouse_any_flag}") == "1"


def test_the_title_says_score_and_grade(terminal: Terminal) -> None:
    terminal.until("FIX FIRST")
    assert terminal("display-message", "-p", "-t", terminal.pane, "#{pane_title}") == "75 B acme-api"


def test_an_editor_opens_beside_the_sidebar_and_in_place_of_a_wide_card(terminal: Terminal) -> None:
    terminal.until("FIX FIRST")
    terminal.press("o")
    if terminal("display-message", "-p", "#{window_width}") == "120":
        terminal.until("edits +18 /srv/acme-api/src/app.ts")
        return
    for _ in range(100):
        panes = terminal("list-panes", "-F", "#{pane_id}").split()
        if len(panes) == 2:
            break
        time.sleep(0.1)
    (other,) = {*panes} - {terminal.pane}
    while "edits +18" not in terminal("capture-pane", "-p", "-t", other):
        time.sleep(0.1)
    assert "▲" in terminal.text, "the card stays"
