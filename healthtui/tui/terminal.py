"""What Textual leaves to us: the background colour, the clipboard without OSC 52, the window's title."""

from __future__ import annotations

import asyncio
import os
import re
import select
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping
from contextlib import suppress

from healthtui.tui.late_answer import late_answer
from healthtui.tui.look.theme import ANSI_DARK, ANSI_LIGHT, DARK, LIGHT
from healthtui.tui.text import printable

_QUESTION = b"\x1b]11;?\x1b\\\x1b[c"  # the background, then the attributes, which every terminal answers
_COLOUR = re.compile(rb"\x1b\]11;rgb:([0-9a-fA-F]+)/([0-9a-fA-F]+)/([0-9a-fA-F]+)")
_ATTRIBUTES = re.compile(rb"\x1b\[\?[\d;]*c")
_LONGEST = 1.0  # seconds that an answer may take that comes in pieces
_CLIPBOARDS = (("pbcopy",), ("wl-copy",), ("xclip", "-selection", "clipboard"), ("clip.exe",))


def fitting_theme() -> str:
    """The theme that fits the terminal: light or dark as its background is, of its own palette where that is all it has."""
    from rich.console import Console

    is_limited = Console().color_system == "standard"
    if is_light():
        return ANSI_LIGHT if is_limited else LIGHT
    return ANSI_DARK if is_limited else DARK


def is_light(wait: float = 0.3) -> bool:
    """Whether the terminal's background is light; no answer within `wait` seconds is dark."""
    try:
        import termios
        import tty

        terminal = os.open("/dev/tty", os.O_RDWR | os.O_NOCTTY)
    except (ImportError, OSError):
        return False
    try:
        before = termios.tcgetattr(terminal)
        try:
            tty.setcbreak(terminal)
            os.write(terminal, _QUESTION)
            answer = _read_answer(terminal, wait)
            if not _ATTRIBUTES.search(answer):
                late_answer.expect()
            return is_light_answer(answer)
        finally:
            termios.tcsetattr(terminal, termios.TCSANOW, before)
    except termios.error:
        return False
    finally:
        os.close(terminal)


def _read_answer(terminal: int, wait: float) -> bytes:
    """What has begun to come is read to its end: the rest would be taken for keys."""
    answer, end = b"", time.monotonic() + _LONGEST
    while not _ATTRIBUTES.search(answer):
        left = min(wait, end - time.monotonic())
        if left <= 0 or not select.select([terminal], [], [], left)[0] or not (new := os.read(terminal, 1024)):
            break
        answer += new
    return answer


def is_light_answer(answer: bytes) -> bool:
    """`ESC ] 11 ; rgb:ffff/ffff/ffff`: each part one to four hexadecimal digits."""
    if not (found := _COLOUR.search(answer)):
        return False
    red, green, blue = (int(part, 16) / (16 ** len(part) - 1) for part in found.groups())
    return bool(0.2126 * red + 0.7152 * green + 0.0722 * blue > 0.5)


def can_browse(env: Mapping[str, str]) -> bool:
    """Whether there is a desktop here, on which a browser opens beside us and not over us."""
    if "SSH_CONNECTION" in env:
        return False
    return sys.platform in ("darwin", "win32") or bool(env.get("DISPLAY") or env.get("WAYLAND_DISPLAY"))


def copy_with_tool(text: str) -> None:
    """For terminals that ignore OSC 52, macOS Terminal among them."""
    for command in _CLIPBOARDS:
        if shutil.which(command[0]):
            try:
                subprocess.run(command, input=text.encode(), timeout=1, check=False, capture_output=True)
            except (OSError, subprocess.TimeoutExpired):
                continue
            return


def leave_on_signals(leave: Callable[[int], object]) -> None:
    """Ends as a user's `q` does, with the terminal as it was; within the running loop."""
    for number in (getattr(signal, name, None) for name in ("SIGTERM", "SIGHUP")):
        with suppress(NotImplementedError, RuntimeError):  # Windows has neither
            if number is not None:
                asyncio.get_running_loop().add_signal_handler(number, leave, 128 + number)


def end_within(seconds: float, code: int) -> None:
    """Ends the process by then, whatever is stuck: a terminal that is gone takes no more output, and Textual waits for it."""
    guard = threading.Timer(seconds, os._exit, (code,))
    guard.daemon = True
    guard.start()


def mouse_sequence(is_ours: bool) -> str:
    """Clicks, movements, and the form in which they are told."""
    return "".join(f"\x1b[?{mode}{'h' if is_ours else 'l'}" for mode in (1000, 1003, 1015, 1006))


def title_sequence(title: str) -> str:
    return f"\x1b]2;{printable(title)}\x07"


def keep_title() -> None:
    _tell("\x1b[22;2t")


def restore_title() -> None:
    _tell("\x1b[23;2t")


def _tell(sequence: str) -> None:
    if sys.__stderr__ is not None and sys.__stderr__.isatty():
        sys.__stderr__.write(sequence)
        sys.__stderr__.flush()
