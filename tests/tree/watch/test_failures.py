"""What the system may refuse or lose."""

from __future__ import annotations

import ctypes
import errno
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, cast

import pytest

from healthtui.tree.watch import watcher

if TYPE_CHECKING:
    from healthtui.tree.watch.inotify import InotifySource
    from tests.tree.watch.conftest import Recorder

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="inotify")


def source_of(recorder: Recorder) -> InotifySource:
    return cast("InotifySource", recorder.watcher._source)


class Refusals:
    """Lets the system calls of inotify fail as the kernel would."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        from watchdog.observers import inotify_c

        self.is_refused: Callable[[bytes], bool] = lambda path: False
        self.error = errno.ENOSPC
        self.add_watch = inotify_c.inotify_add_watch
        monkeypatch.setattr(inotify_c, "inotify_add_watch", self._add_watch)

    def _add_watch(self, fd: int, path: bytes, mask: int) -> int:
        if self.is_refused(path):
            ctypes.set_errno(self.error)
            return -1
        return self.add_watch(fd, path, mask)


@pytest.fixture
def refusals(monkeypatch: pytest.MonkeyPatch) -> Refusals:
    monkeypatch.setattr(watcher, "POLL_SECONDS", 0.02)
    return Refusals(monkeypatch)


def test_folders_above_the_limit_are_polled(refusals: Refusals, record: type[Recorder], watched_root: Path) -> None:
    refusals.is_refused = lambda path: path.endswith(b"/src")
    recorder = record(watched_root)
    recorder.until(lambda: recorder.notes)
    assert recorder.watcher.watched == 1
    assert "sysctl fs.inotify.max_user_watches=" in recorder.notes[0]
    (watched_root / "src" / "routes" / "x.ts").write_text("1")
    recorder.until(lambda: "src/routes/x.ts" in recorder.paths)
    assert len(recorder.notes) == 1


def test_a_raised_limit_is_used_after_a_refresh(refusals: Refusals, record: type[Recorder], watched_root: Path) -> None:
    refusals.is_refused = lambda path: path.endswith(b"/src")
    recorder = record(watched_root)
    refusals.is_refused = lambda path: False
    recorder.watcher.refresh()
    assert recorder.watcher.watched == 3


def test_the_limit_reached_while_watching(refusals: Refusals, watch: Recorder) -> None:
    refusals.is_refused = lambda path: path.endswith(b"/late")
    (watch.root / "late").mkdir()
    watch.until(lambda: watch.notes and "late" in watch.resync)
    (watch.root / "late" / "x.ts").write_text("1")
    watch.until(lambda: "late/x.ts" in watch.paths)


def test_no_inotify_at_all(
    refusals: Refusals, record: type[Recorder], watched_root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse() -> int:
        ctypes.set_errno(errno.EMFILE)
        return -1

    monkeypatch.setattr("watchdog.observers.inotify_c.inotify_init", refuse)
    recorder = record(watched_root)
    recorder.until(lambda: recorder.notes)
    assert "sysctl fs.inotify.max_user_instances=" in recorder.notes[0]
    recorder.fence()
    recorder.watcher.refresh()
    assert recorder.watcher.watched == 0


def test_an_unreadable_folder_is_watched_once_it_can_be_read(refusals: Refusals, watch: Recorder) -> None:
    refusals.is_refused, refusals.error = lambda path: path.endswith(b"/closed"), errno.EACCES
    (watch.root / "closed").mkdir()
    watch.until(lambda: "closed" in watch.resync)
    watch.watcher.verify()
    watch.fence()
    assert watch.watcher.watched == 3 and not watch.notes
    refusals.is_refused = lambda path: False
    (watch.root / "closed" / "x.ts").write_text("1")
    watch.watcher.verify()
    watch.until(lambda: "closed/x.ts" in watch.paths)
    watch.until(lambda: watch.watcher.watched == 4)


def test_events_lost_by_the_kernel(watch: Recorder) -> None:
    """The reader is held up until the kernel's queue of events is full; the last folder is created unseen."""
    limit = int(Path("/proc/sys/fs/inotify/max_queued_events").read_text())
    if limit > 20_000:
        pytest.skip("the queue is too long to be filled in a test")
    names = [str(watch.root / "src" / f"{number}") for number in (1, 2)]
    with source_of(watch)._lock:
        for number in range(limit + 4_000):
            os.close(os.open(names[number % 2], os.O_CREAT | os.O_WRONLY))
        (watch.root / "unseen").mkdir()
    watch.until(lambda: "" in watch.resync)
    (watch.root / "unseen" / "x.ts").write_text("1")
    watch.until(lambda: "unseen/x.ts" in watch.paths)


def test_an_overflow_asks_for_everything(watch: Recorder) -> None:
    source_of(watch).on_queue_overflow()
    watch.until(lambda: watch.resync == {""})


def test_an_error_in_a_callback_costs_only_a_resync(record: type[Recorder], watched_root: Path) -> None:
    faults = ["fault"]

    def is_pruned(path: str, name: str) -> bool:
        if name in faults:
            faults.clear()
            raise ValueError(path)
        return False

    recorder = record(watched_root, is_pruned)
    (watched_root / "fault").mkdir()
    recorder.until(lambda: "" in recorder.resync)
    recorder.fence()


def test_a_dead_reader_is_replaced_by_polling(refusals: Refusals, watch: Recorder) -> None:
    watch.watcher.verify()
    watch.fence()
    reader = source_of(watch)._reader
    assert reader is not None
    reader.stop()
    reader.join()
    watch.watcher.verify()
    watch.until(lambda: watch.notes)
    (watch.root / "src" / "app.ts").write_text("22")
    watch.until(lambda: "src/app.ts" in watch.paths)
