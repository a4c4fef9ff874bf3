"""git at work, a root that is lost, and the end of watching."""

from __future__ import annotations

import os
import shutil
import subprocess
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from healthtui.tree.watch import Watcher

if TYPE_CHECKING:
    from tests.tree.watch.conftest import Recorder


def git(root: Path, *arguments: str) -> None:
    environment = {**os.environ, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
    identity = ["-c", "user.name=a", "-c", "user.email=a@example.com"]
    subprocess.run(["git", *identity, *arguments], cwd=root, env=environment, check=True, capture_output=True)


@pytest.fixture
def branched_root(watched_root: Path) -> Path:
    """A repository whose branch `other` differs in 300 files."""
    git(watched_root, "init", "-q", "-b", "main")
    for content, branch in (("1", "main"), ("2", "other")):
        for number in range(300):
            (watched_root / "src" / f"file{number}.ts").write_text(content)
        git(watched_root, "add", "-A")
        git(watched_root, "checkout", "-q", "-B", branch)
        git(watched_root, "commit", "-q", "-m", content)
    git(watched_root, "checkout", "-q", "main")
    return watched_root


def test_a_branch_switch_is_one_settled_change(record: type[Recorder], branched_root: Path) -> None:
    recorder = record(branched_root)
    git(branched_root, "checkout", "-q", "other")
    recorder.until(lambda: len(recorder.paths) == 301)
    assert ".git/HEAD" in recorder.paths
    assert len(recorder.batches) <= 3


def test_a_commit_in_a_linked_work_tree_is_seen(record: type[Recorder], branched_root: Path, tmp_path: Path) -> None:
    git(branched_root, "worktree", "add", "-q", "../linked", "other")
    recorder = record(tmp_path / "linked")
    git(tmp_path / "linked", "commit", "-q", "--allow-empty", "-m", "3")
    recorder.until(lambda: ".git/HEAD" in recorder.paths)


@pytest.mark.parametrize("pointer", [b"", b"gitdir: \0", b"gitdir: ../nowhere\n", b"\xff" * 100_000])
def test_a_broken_pointer_to_git_is_no_git(record: type[Recorder], watched_root: Path, pointer: bytes) -> None:
    (watched_root / ".git").write_bytes(pointer)
    record(watched_root).fence()


@pytest.mark.parametrize("lose", [shutil.rmtree, lambda root: root.rename(root.with_name("moved"))])
def test_the_root_is_lost(watch: Recorder, lose: Callable[[Path], object]) -> None:
    lose(watch.root)
    watch.until(lambda: watch.is_root_gone)


def test_the_folder_above_is_moved(watch: Recorder, tmp_path: Path) -> None:
    """inotify does not tell; the sweep does."""
    tmp_path.rename(tmp_path.with_name(tmp_path.name + "-moved"))
    watch.watcher.verify()
    watch.until(lambda: watch.is_root_gone)


def test_a_root_that_never_was(record: type[Recorder], tmp_path: Path) -> None:
    recorder = record(tmp_path / "nowhere")
    recorder.until(lambda: recorder.is_root_gone)


def test_stop_leaves_no_thread(record: type[Recorder], watched_root: Path) -> None:
    before = threading.active_count()
    recorder = record(watched_root)
    started = time.monotonic()
    recorder.watcher.stop()
    assert time.monotonic() - started < 1
    assert threading.active_count() == before


def test_the_consumer_may_stop_the_watcher(watched_root: Path) -> None:
    before = threading.active_count()
    watching: list[Watcher] = []
    has_stopped = threading.Event()

    def stop(batch: object) -> None:
        watching[0].stop()
        has_stopped.set()

    watching.append(Watcher(watched_root, lambda path, name: False, stop))
    watching[0].start()
    (watched_root / "x.ts").write_text("1")
    assert has_stopped.wait(10)
    watching[0].stop()
    assert threading.active_count() == before


def test_an_idle_watcher_uses_no_processor_time(watch: Recorder) -> None:
    watch.fence()
    before = time.process_time()
    threading.Event().wait(0.3)
    assert time.process_time() - before < 0.03
