from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from healthtui.tree.watch import watcher

if TYPE_CHECKING:
    from tests.tree.watch.conftest import Recorder


@pytest.fixture
def polled(watched_root: Path, record: type[Recorder], monkeypatch: pytest.MonkeyPatch) -> Recorder:
    monkeypatch.setenv("HEALTHTUI_POLL", "1")
    monkeypatch.setattr(watcher, "POLL_SECONDS", 0.02)
    (watched_root / ".git").mkdir()
    (watched_root / ".git" / "HEAD").write_text("ref: refs/heads/main\n")
    return record(watched_root)


def test_it_says_why_and_is_silent_about_what_was_there(polled: Recorder) -> None:
    polled.fence()
    assert polled.watcher.watched == 0
    assert len(polled.notes) == 1 and "HEALTHTUI_POLL" in polled.notes[0]
    assert polled.paths == {"fence"}


def test_changes_additions_and_removals_are_found(polled: Recorder) -> None:
    (polled.root / "src" / "app.ts").write_text("22")
    (polled.root / "new" / "deep").mkdir(parents=True)
    (polled.root / "new" / "deep" / "x.ts").write_text("1")
    polled.until(lambda: polled.paths == {"src/app.ts", "new/deep/x.ts"})
    polled.batches.clear()
    shutil.rmtree(polled.root / "new")
    (polled.root / "src").rename(polled.root / "lib")
    polled.until(lambda: polled.paths == {"src/app.ts", "lib/app.ts", "new/deep/x.ts"})


def test_a_change_that_keeps_time_and_size_is_found(polled: Recorder) -> None:
    file = polled.root / "src" / "app.ts"
    before = file.stat()
    file.write_text("2")
    os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))
    polled.until(lambda: polled.paths == {"src/app.ts"})


def test_git_is_polled_and_pruned_folders_are_not(polled: Recorder) -> None:
    (polled.root / "node_modules").mkdir()
    (polled.root / "node_modules" / "x.js").write_text("1")
    (polled.root / ".git" / "HEAD").write_text("ref: refs/heads/other\n")
    polled.until(lambda: ".git/HEAD" in polled.paths)
    polled.fence()
    assert polled.paths == {".git/HEAD", "fence"}


def test_a_lost_root_is_found(polled: Recorder) -> None:
    polled.root.rename(polled.root.with_name("moved"))
    polled.until(lambda: polled.is_root_gone)
