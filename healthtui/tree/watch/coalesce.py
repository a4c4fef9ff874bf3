"""Many events into one settled batch: a save arrives at once, a branch switch arrives as one."""

from __future__ import annotations

import time
from pathlib import Path
from queue import Empty, SimpleQueue

from healthtui.tree.watch.events import Batch, Degraded, Event, Resync, RootGone, Touched, topmost

LINGER_SECONDS = 0.002  # one save of an editor is several events within this time
BULK_PATHS = 64
QUIET_SECONDS = 0.05
BULK_SECONDS = 0.25
GIT_SECONDS = 2.0  # an older lock was left behind by a crash or guards an open editor: nobody waits for it


class Inbox:
    """Takes events from any thread; one thread takes batches out."""

    def __init__(self, git_lock: Path) -> None:
        self._events: SimpleQueue[Event | None] = SimpleQueue()
        self._git_lock = git_lock
        self._is_closed = False

    def put(self, event: Event) -> None:
        self._events.put(event)

    def wake(self) -> None:
        """Makes a waiting `next_batch` return None."""
        self._events.put(None)

    def close(self) -> None:
        """No batch waits for quiet any more."""
        self._is_closed = True
        self.wake()

    def next_batch(self, timeout: float) -> Batch | None:
        """Waits for an event, then until the change has settled. None after the timeout (seconds) or a `wake`."""
        pending: set[Event] = set()
        if not self._take(pending, timeout):
            return None
        deadline = time.monotonic() + LINGER_SECONDS
        while self._take(pending, deadline - time.monotonic()):
            pass
        if _is_bulk(pending) or self._is_git_working():
            self._settle(pending)
        return _batch(pending)

    def _settle(self, pending: set[Event]) -> None:
        """Waits until nothing happens for a moment; longer while git works, which pauses between its files."""
        started = time.monotonic()
        deadline = started + BULK_SECONDS
        while not self._is_closed and (left := deadline - time.monotonic()) > 0:
            is_quiet = not self._take(pending, min(QUIET_SECONDS, left))
            if self._is_git_working():
                deadline = min(time.monotonic() + BULK_SECONDS, started + GIT_SECONDS)
            elif is_quiet:
                return

    def _take(self, pending: set[Event], timeout: float) -> bool:
        """Adds the next event, waiting at most `timeout` seconds. False when there is none, or a `wake`."""
        try:
            event = self._events.get(timeout=max(timeout, 0.0))
        except Empty:
            return False
        if event is None:
            return False
        pending.add(event)
        return True

    def _is_git_working(self) -> bool:
        try:
            return abs(time.time() - self._git_lock.stat().st_mtime) < GIT_SECONDS
        except OSError:
            return False


def _is_bulk(events: set[Event]) -> bool:
    return len(events) > BULK_PATHS or any(isinstance(event, Resync) for event in events)


def _batch(events: set[Event]) -> Batch:
    return Batch(
        paths=frozenset(event.path for event in events if isinstance(event, Touched)),
        resync=topmost({event.folder for event in events if isinstance(event, Resync)}),
        notes=tuple(sorted(event.reason for event in events if isinstance(event, Degraded))),
        root_gone=any(isinstance(event, RootGone) for event in events),
    )
