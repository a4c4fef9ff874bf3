from __future__ import annotations

import os
import threading
import time
from pathlib import Path

import pytest

from healthtui.tree.watch.coalesce import BULK_PATHS, GIT_SECONDS, Inbox
from healthtui.tree.watch.events import Batch, Degraded, Resync, RootGone, Touched


@pytest.fixture
def git_lock(tmp_path: Path) -> Path:
    return tmp_path / "index.lock"


@pytest.fixture
def inbox(git_lock: Path) -> Inbox:
    return Inbox(git_lock)


def test_a_save_is_one_batch_with_each_path_once(inbox: Inbox) -> None:
    for path in ("a.ts.tmp", "a.ts.tmp", "a.ts.tmp", "a.ts", "a.ts"):
        inbox.put(Touched(path))
    assert inbox.next_batch(1) == Batch(paths=frozenset({"a.ts.tmp", "a.ts"}))
    assert inbox.next_batch(0) is None


def test_all_kinds_of_events_in_one_batch(inbox: Inbox) -> None:
    for event in (Touched("a"), Resync("src/x"), Resync("src"), Degraded("why"), RootGone()):
        inbox.put(event)
    assert inbox.next_batch(1) == Batch(frozenset({"a"}), frozenset({"src"}), ("why",), root_gone=True)


def test_much_at_once_waits_until_it_is_quiet(inbox: Inbox) -> None:
    for number in range(BULK_PATHS + 1):
        inbox.put(Touched(str(number)))
    late = threading.Timer(0.02, inbox.put, [Touched("late")])
    late.start()
    batch = inbox.next_batch(1)
    late.join()
    assert batch is not None and len(batch.paths) == BULK_PATHS + 2


def test_a_stream_without_a_pause_is_cut(inbox: Inbox) -> None:
    stop = threading.Event()

    def stream() -> None:
        while not stop.wait(0.005):
            inbox.put(Resync("src"))

    thread = threading.Thread(target=stream)
    thread.start()
    started = time.monotonic()
    batch = inbox.next_batch(1)
    stop.set()
    thread.join()
    assert batch is not None and time.monotonic() - started < 1


def test_a_working_git_is_waited_for(inbox: Inbox, git_lock: Path) -> None:
    git_lock.touch()
    inbox.put(Touched("first"))

    def finish() -> None:
        inbox.put(Touched("last"))
        git_lock.unlink()

    late = threading.Timer(0.15, finish)  # longer than any pause that counts as quiet
    late.start()
    batch = inbox.next_batch(1)
    late.join()
    assert batch is not None and batch.paths == {"first", "last"}


def test_a_lock_left_behind_delays_nothing(inbox: Inbox, git_lock: Path) -> None:
    git_lock.touch()
    os.utime(git_lock, (time.time() - GIT_SECONDS - 1,) * 2)
    inbox.put(Touched("a"))
    started = time.monotonic()
    assert inbox.next_batch(1) is not None
    assert time.monotonic() - started < 0.2


def test_closing_ends_every_wait(inbox: Inbox, git_lock: Path) -> None:
    git_lock.touch()
    inbox.put(Touched("a"))
    closing = threading.Timer(0.05, inbox.close)
    closing.start()
    started = time.monotonic()
    inbox.next_batch(60)
    closing.join()
    assert time.monotonic() - started < 0.5
