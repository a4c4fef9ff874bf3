"""Real git repositories to look at."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from healthtui.tree.working import open_working_tree

Run = Callable[..., str]
_IDENTITY = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}


@pytest.fixture(autouse=True)
def no_settings_of_this_machine(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in [name for name in os.environ if name.startswith("GIT_")]:
        monkeypatch.delenv(name)
    for name, value in _IDENTITY.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "no-config"))


@pytest.fixture
def plain_git() -> Run:
    """Git as anyone runs it: what a repository's configuration names is run."""

    def run(folder: Path, *arguments: str) -> str:
        identity = ("-c", "user.name=A", "-c", "user.email=a@example.test", "-c", "protocol.file.allow=always")
        done = subprocess.run(["git", *identity, *arguments], cwd=folder, capture_output=True, check=False)
        return os.fsdecode(done.stdout)

    return run


@pytest.fixture
def repo(tmp_path: Path, plain_git: Run) -> Path:
    """A repository without commits."""
    folder = tmp_path / "repo"
    folder.mkdir()
    plain_git(folder, "init", "-q", "-b", "main")
    return folder


@pytest.fixture
def commit_all(plain_git: Run) -> Callable[[Path], str]:
    def commit(folder: Path) -> str:
        plain_git(folder, "add", "-A")
        plain_git(folder, "commit", "-qm", "all")
        return plain_git(folder, "rev-parse", "HEAD").strip()

    return commit


def write(root: Path, files: dict[str, str]) -> None:
    for path, text in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text)


@pytest.fixture(name="write")
def write_fixture() -> Callable[[Path, dict[str, str]], None]:
    return write


@pytest.fixture
def agrees_one_by_one() -> Callable[[Path], None]:
    """Asserts that `entry` says of every path on disk what the listing says."""

    def check(root: Path) -> None:
        tree = open_working_tree(root)
        entries = {entry.path: entry for entry in tree.entries()}
        on_disk = {Path(folder, name) for folder, _, names in os.walk(root) for name in names}
        paths = {path.relative_to(root).as_posix() for path in on_disk if ".git" not in path.parts}
        assert {path: tree.entry(path) for path in paths} == {path: entries.get(path) for path in paths}

    return check
