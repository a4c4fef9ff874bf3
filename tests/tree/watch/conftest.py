"""A watcher that records what it tells. Nothing waits a fixed time: conditions are awaited with a generous limit."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from healthtui.tree.watch import Batch, Watcher

LIMIT_SECONDS = 10.0


def is_pruned(path: str, name: str) -> bool:
    return name in {"node_modules", "dist"}


class Recorder:
    """A started watcher and what it told."""

    def __init__(self, root: Path, pruned: Callable[[str, str], bool] = is_pruned) -> None:
        self.root = root
        self.batches: list[Batch] = []
        self.watcher = Watcher(root, pruned, self.batches.append)
        self.watcher.start()

    @property
    def paths(self) -> set[str]:
        return {path for batch in self.batches for path in batch.paths}

    @property
    def resync(self) -> set[str]:
        return {folder for batch in self.batches for folder in batch.resync}

    @property
    def notes(self) -> list[str]:
        return [note for batch in self.batches for note in batch.notes]

    @property
    def is_root_gone(self) -> bool:
        return any(batch.root_gone for batch in self.batches)

    def until(self, condition: Callable[[], object]) -> None:
        deadline = time.monotonic() + LIMIT_SECONDS
        while not condition():
            assert time.monotonic() < deadline, f"this did not happen; told were {self.batches}"
            time.sleep(0.005)

    def fence(self) -> None:
        """Returns when everything done before has been told: events keep their order."""
        fence = self.root / "fence"
        fence.write_text("")
        self.until(lambda: "fence" in self.paths)


@pytest.fixture
def watched_root(tmp_path: Path) -> Path:
    root = tmp_path / "repo"
    (root / "src" / "routes").mkdir(parents=True)
    (root / "src" / "app.ts").write_text("1")
    return root


@pytest.fixture
def record() -> Iterator[type[Recorder]]:
    """Starts a watcher with `record(root)`, and stops it after the test."""
    started: list[Recorder] = []

    class Stopped(Recorder):
        def __init__(self, root: Path, pruned: Callable[[str, str], bool] = is_pruned) -> None:
            super().__init__(root, pruned)
            started.append(self)

    yield Stopped
    for recorder in started:
        recorder.watcher.stop()


@pytest.fixture
def watch(watched_root: Path, record: type[Recorder]) -> Recorder:
    return record(watched_root)
