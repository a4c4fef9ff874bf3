"""The command line as a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(scope="session")
def shared_cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A cache folder for all processes: the secret engine is slow to load its rules without one."""
    return tmp_path_factory.mktemp("cache")


@pytest.fixture(scope="session")
def on_terminal(shared_cache: Path) -> Callable[..., tuple[str, str]]:
    """Runs `healthtui ARGUMENTS` and gives what a terminal shows, and what went into a pipe: stderr is on the terminal, and
    stdout is unless it is `piped`."""

    def run(*arguments: str, env: dict[str, str] | None = None, piped: bool = False) -> tuple[str, str]:
        ours, theirs = os.openpty()
        process = subprocess.Popen(
            [sys.executable, "-m", "healthtui.cli", *arguments],
            env=os.environ | {"XDG_CACHE_HOME": str(shared_cache), "TERM": "xterm", "PYTHONIOENCODING": "utf-8"} | (env or {}),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE if piped else theirs,
            stderr=theirs,
        )
        os.close(theirs)
        shown = b""
        while chunk := read_terminal(ours):
            shown += chunk
        os.close(ours)
        output, _ = process.communicate(timeout=60)
        return shown.decode().replace("\r\n", "\n"), (output or b"").decode()

    return run


def read_terminal(terminal: int) -> bytes:
    """What is on a terminal; nothing when its other end is closed, which Linux calls an error."""
    try:
        return os.read(terminal, 65_536)
    except OSError:
        return b""


@pytest.fixture(scope="session")
def healthtui(shared_cache: Path) -> Run:
    """Runs `healthtui ARGUMENTS`; `env` adds to the environment."""

    def run(*arguments: str, env: dict[str, str] | None = None, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
        places = {"XDG_CACHE_HOME": str(shared_cache), "PYTHONPATH": str(Path.cwd()), "PYTHONIOENCODING": "utf-8"}
        return subprocess.run(
            [sys.executable, "-m", "healthtui.cli", *arguments],
            env=os.environ | places | (env or {}),
            cwd=cwd,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=60,
            check=False,
        )

    return run
