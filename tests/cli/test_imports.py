"""What a command imports, it waits for: the slow libraries stay out until they are needed."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

SLOW = {"textual", "kingfisher_sdk", "git", "tree_sitter", "rich", "watchdog", "markdown_it"}
ENDING = "import atexit, sys; atexit.register(lambda: print(*{name.split('.')[0] for name in sys.modules}, file=sys.stderr))"
CALL = "from healthtui.cli import main; main()"


def imported(shared_cache: Path, *arguments: str, code: str = CALL) -> set[str]:
    """The top-level names of everything that a process has imported when it ends."""
    ran = subprocess.run(
        [sys.executable, "-c", f"{ENDING}; {code}", *arguments],
        env={
            "XDG_CACHE_HOME": str(shared_cache),
            "PYTHONPATH": str(Path.cwd()),
            "PATH": "/usr/bin:/bin",
            "HOME": str(shared_cache),
        },
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    return set(ran.stderr.split())


def test_the_command_line_itself_is_light(shared_cache: Path) -> None:
    assert imported(shared_cache, code="import healthtui.cli") & SLOW == set()


@pytest.mark.parametrize("arguments", [["--version"], ["--help"], ["report", "--help"]])
def test_help_waits_for_nothing(shared_cache: Path, arguments: list[str]) -> None:
    assert imported(shared_cache, *arguments) & SLOW == set()


@pytest.mark.parametrize("format_", ["terminal", "markdown", "json"])
def test_a_report_never_imports_the_screen(shared_cache: Path, tmp_path: Path, format_: str) -> None:
    (tmp_path / "package.json").write_text('{"name": "shop", "dependencies": {"express": "5"}}')
    (tmp_path / "app.js").write_text("const express = require('express');\nexpress().get('/', (req, res) => res.end());\n")
    names = imported(shared_cache, "report", str(tmp_path), "--format", format_)
    assert "tree_sitter" in names  # it did read
    assert names & {"textual", "watchdog"} == set()
