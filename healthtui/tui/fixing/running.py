"""A command that the user let run: in a process group of its own, with its last lines, until it ends or is stopped."""

from __future__ import annotations

import os
import re
import select
import signal
import subprocess
import threading
import time
from collections import deque
from collections.abc import Callable
from contextlib import ExitStack, suppress

from healthtui.tui.fixing.command import Command
from healthtui.tui.text import printable

_KEPT, _LONGEST = 200, 500  # lines, and bytes of one
_GRACE = 2.0  # seconds between asking it to end and ending it
_TURN = 0.1  # seconds between two looks at whether it ended
_ESCAPE = re.compile(r"\x1b\[[0-?]*[ -/]*[@-~]|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)?|\x1b[ -/]*[0-~]")
# no colours, no questions, no snapshot written, and npx fetches no package
_ENVIRONMENT = {"NO_COLOR": "1", "TERM": "dumb", "CI": "true", "npm_config_yes": "false"}


class Running:
    """`code` is None until it ends. `on_end` is called from another thread, once."""

    def __init__(self, command: Command, on_end: Callable[[Running], object]) -> None:
        """Raises `OSError` when it cannot be started."""
        self.command = command
        self.lines: deque[str] = deque(maxlen=_KEPT)
        self.code: int | None = None
        self.is_stopped = False
        self._on_end = on_end
        self._started, self._ended, self._kill_at = time.monotonic(), 0.0, float("inf")
        self._output, theirs = os.pipe()
        try:
            self._process = self._start(theirs)
        except OSError:
            os.close(self._output)
            raise
        finally:
            os.close(theirs)
        self._thread = threading.Thread(target=self._follow, name="healthtui-command", daemon=True)
        self._thread.start()

    def _start(self, pipe: int) -> subprocess.Popen[bytes]:
        """A session of its own: it has no terminal to write to, and its whole group can be ended."""
        command, env = self.command, {key: value for key, value in os.environ.items() if key != "FORCE_COLOR"}
        with ExitStack() as files:
            output = files.enter_context((command.folder / command.output).open("wb")) if command.output else pipe
            return subprocess.Popen(
                command.words,
                cwd=command.folder,
                env=env | _ENVIRONMENT,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=pipe,
                start_new_session=True,
            )

    @property
    def seconds(self) -> float:
        return (self._ended or time.monotonic()) - self._started

    def stop(self) -> None:
        """Asks it to end, and ends it when it does not."""
        if self.code is None and not self.is_stopped:
            self.is_stopped, self._kill_at = True, time.monotonic() + _GRACE
            self._signal(signal.SIGTERM)

    def close(self) -> None:
        """It has ended when this returns."""
        if self.code is None:
            self.stop()
            self._thread.join(_GRACE / 2)
            self._signal(signal.SIGKILL)
            self._thread.join(_GRACE / 2)

    def _signal(self, sent: signal.Signals) -> None:
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(self._process.pid, sent)

    def _follow(self) -> None:
        rest = b""
        while data := self._read():
            rest = self._take(rest + data)
        self._take(rest + b"\n")
        os.close(self._output)
        code = self._process.wait()
        self._signal(signal.SIGKILL)  # what it left behind
        self._ended, self.code = time.monotonic(), code
        self._on_end(self)

    def _read(self) -> bytes:
        """What it says next; nothing once it ended, though a process that it left behind may go on saying more."""
        while True:
            has_ended = self._process.poll() is not None
            if select.select([self._output], [], [], 0 if has_ended else _TURN)[0]:
                data = os.read(self._output, 65536)
                if data or has_ended:
                    return data
                time.sleep(_TURN)  # it closed its output and goes on
            elif has_ended:
                return b""
            if time.monotonic() > self._kill_at:
                self._signal(signal.SIGKILL)

    def _take(self, data: bytes) -> bytes:
        """Keeps the whole lines; gives what is left. A carriage return ends a line: progress is redrawn that way."""
        *lines, rest = re.split(rb"[\r\n]+", data)
        if len(rest) > 65536:
            lines, rest = [*lines, rest], b""
        said = (plain(line[:_LONGEST]) for line in lines)
        self.lines.extend(line for line in said if line)
        return rest


def plain(line: bytes) -> str:
    """A line as letters alone."""
    return printable(_ESCAPE.sub("", line.decode("utf-8", "replace")).expandtabs(4).rstrip())
