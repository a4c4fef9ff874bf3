"""The way of macOS and Windows, on whatever system this is."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from healthtui.tree.watch import watcher
from healthtui.tree.watch.observer import ObserverSource

if TYPE_CHECKING:
    from tests.tree.watch.conftest import Recorder


@pytest.fixture
def observed(watched_root: Path, record: type[Recorder], monkeypatch: pytest.MonkeyPatch) -> Recorder:
    monkeypatch.setattr(watcher, "choose_source", lambda root, git_dir, is_pruned, emit: ObserverSource(root, is_pruned, emit))
    (watched_root / ".git" / "refs").mkdir(parents=True)
    (watched_root / "node_modules" / "deep").mkdir(parents=True)
    return record(watched_root)


def test_saves_and_removals(observed: Recorder) -> None:
    temporary = observed.root / "src" / "app.ts.tmp"
    temporary.write_text("2")
    temporary.replace(observed.root / "src" / "app.ts")
    observed.until(lambda: "src/app.ts" in observed.paths)
    observed.batches.clear()
    (observed.root / "src" / "app.ts").unlink()
    observed.until(lambda: "src/app.ts" in observed.paths)


def test_folders_are_listed_again(observed: Recorder) -> None:
    (observed.root / "src").rename(observed.root / "lib")
    observed.until(lambda: {"src", "lib"} <= observed.resync)


def test_pruned_folders_and_most_of_git_are_dropped(observed: Recorder) -> None:
    (observed.root / "node_modules" / "deep" / "x.js").write_text("1")
    (observed.root / "node_modules" / "new").mkdir()
    (observed.root / ".git" / "refs" / "x").write_text("1")
    (observed.root / ".git" / "HEAD").write_text("1")
    observed.until(lambda: ".git/HEAD" in observed.paths)
    observed.fence()
    assert observed.paths == {".git/HEAD", "fence"} and not observed.resync


def test_a_lost_root(observed: Recorder) -> None:
    observed.root.rename(observed.root.with_name("moved"))
    observed.watcher.verify()
    observed.until(lambda: observed.is_root_gone)
