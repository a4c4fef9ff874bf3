"""How the real program feels, in a terminal of its own: the first frame, and rest.

    python benchmarks/first_frame.py REPOSITORY [--rounds 5]

Prints the time from the start of the process to the first frame with a card (that of the run before), beside what
`import textual.app` alone takes in the same run, and the share of a processor that it takes when nothing happens.
"""

from __future__ import annotations

import argparse
import fcntl
import os
import pty
import select
import signal
import struct
import subprocess
import sys
import tempfile
import termios
import time
from pathlib import Path
from statistics import median
from typing import Self

import psutil

_WIDTH, _HEIGHT = 36, 50
_QUESTION, _ANSWER = b"\x1b]11;?", b"\x1b]11;rgb:1010/1010/1414\x1b\\\x1b[?62;22c"  # the background, as a terminal tells it
LAST_RUN, LIVE, READING = b"last run", "● live".encode(), b"Reading"
_REST = 10.0  # seconds


class Terminal:
    """The program, and what it has written so far."""

    def __init__(self, repository: Path, cache: str, width: int = _WIDTH, height: int = _HEIGHT) -> None:
        self.written = b""
        self.started = time.perf_counter()
        size = struct.pack("HHHH", height, width, 0, 0)
        self.process_id, self._screen = pty.fork()
        if self.process_id == 0:
            fcntl.ioctl(0, termios.TIOCSWINSZ, size)
            os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # compiled, as an installed program is
            os.environ |= {"XDG_CACHE_HOME": cache, "TERM": "xterm-256color", "COLORTERM": "truecolor"}
            os.execv(sys.executable, [sys.executable, "-m", "healthtui.cli", str(repository)])
        fcntl.ioctl(self._screen, termios.TIOCSWINSZ, size)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        os.kill(self.process_id, signal.SIGKILL)  # how it ends is not measured
        os.close(self._screen)
        os.waitpid(self.process_id, 0)

    def press(self, key: bytes) -> None:
        os.write(self._screen, key)

    def hear(self, seconds: float) -> bytes:
        """What it writes next; nothing when it is silent for so long."""
        if not select.select([self._screen], [], [], seconds)[0]:
            return b""
        new = os.read(self._screen, 65536)
        if _QUESTION in new:
            self.press(_ANSWER)
        self.written += new
        return new

    def listen(self, seconds: float) -> None:
        """Takes what it writes for so long."""
        end = time.perf_counter() + seconds
        while (left := end - time.perf_counter()) > 0:
            self.hear(left)

    def until(self, word: bytes, seconds: float = 120.0) -> float:
        """Seconds from the start until a word is on the screen."""
        end = time.perf_counter() + seconds
        while word not in self.written:
            if time.perf_counter() > end:
                sys.exit(f"{word.decode()} was not shown in {seconds:.0f} s")
            self.hear(1.0)
        return time.perf_counter() - self.started


def floor() -> float:
    """Seconds that Python and Textual alone take."""
    start = time.perf_counter()
    subprocess.run([sys.executable, "-c", "import textual.app"], check=True)
    return time.perf_counter() - start


def first_frame(repository: Path, cache: str) -> float:
    with Terminal(repository, cache) as screen:
        return screen.until(LAST_RUN)


def share_at_rest(repository: Path, cache: str) -> float:
    """Percent of one processor, of all its processes."""
    with Terminal(repository, cache) as screen:
        screen.until(LIVE)
        while screen.hear(3.0):
            pass
        me = psutil.Process(screen.process_id)
        processes = [me, *me.children(recursive=True)]
        before, said = _used(processes), len(screen.written)
        screen.hear(_REST)
        print(f"bytes written at rest: {len(screen.written) - said}")
        return 100 * (_used(processes) - before) / _REST


def _used(processes: list[psutil.Process]) -> float:
    return sum(sum(one.cpu_times()[:2]) for one in processes if one.is_running())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("repository", type=Path)
    parser.add_argument("--rounds", type=int, default=5)
    arguments = parser.parse_args()
    repository = arguments.repository.resolve()
    with tempfile.TemporaryDirectory() as cache:
        print(f"{share_at_rest(repository, cache):.2f} % of a processor at rest (goal: 0)")
        rounds = [(floor(), first_frame(repository, cache)) for _ in range(arguments.rounds)]
    alone, frames = (median(times) for times in zip(*rounds, strict=True))
    ratio = median(frame / least for least, frame in rounds)
    print(f"import textual.app {alone:.2f} s · first frame {frames:.2f} s (goal: at most 0.5) · ratio {ratio:.2f}")


if __name__ == "__main__":
    main()
