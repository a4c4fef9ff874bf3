"""The watcher: a source of events, a sweep behind it, and one thread that delivers settled batches."""

from __future__ import annotations

import logging
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

from healthtui.tree.watch.choice import polling_reason
from healthtui.tree.watch.coalesce import Inbox
from healthtui.tree.watch.events import GIT, Batch, Event, RootGone, Source, Touched, parent
from healthtui.tree.watch.polling import IsPruned, PollingSource, Sweep

VERIFY_SECONDS = 30.0  # between two sweeps of what is watched
FIRST_SECONDS = 2.0  # the sweep that later ones compare with keeps out of the way of the start
POLL_SECONDS = 1.0  # between two sweeps of what cannot be watched
STOP_SECONDS = 1.0  # a batch being worked on is waited for no longer
POLL_COST = 20  # and a sweep takes at most a twentieth of the time

logging.getLogger("watchdog").addHandler(logging.NullHandler())  # its warnings would be written across the screen


class Watcher:
    """Tells of changes under `root` by calling `on_batch` on the watcher's own thread.

    `is_pruned(relative path, name)` says that a folder is left out, with all below it; it is called on
    any thread and must not wait for one that is in `refresh`.
    After a batch with `root_gone` the watcher has finished: stop it, and start another when the folder is back."""

    def __init__(self, root: Path, is_pruned: IsPruned, on_batch: Callable[[Batch], None]) -> None:
        self._root = root.resolve()
        git_dir = find_git_dir(self._root)
        self._on_batch = on_batch
        self._inbox = Inbox(git_dir / "index.lock")
        self._sweep = Sweep(self._root, git_dir, is_pruned)
        self._source = choose_source(self._root, git_dir, is_pruned, self._inbox.put)
        self._thread = threading.Thread(target=self._run, name="watcher", daemon=True)
        self._stopping = threading.Event()
        self._root_id = _identity(self._root)
        self._has_swept = False
        self._verify_at = time.monotonic() + FIRST_SECONDS
        self._poll_at = 0.0

    def start(self) -> None:
        """Everything that changes after this returns is told."""
        if self._root_id is None:
            self._inbox.put(RootGone())
        else:
            self._source.start()
            if self._source.unwatched:
                self._look()
        self._thread.start()

    def stop(self) -> None:
        """No batch begins after this returns. May be called by `on_batch` itself."""
        self._stopping.set()
        self._inbox.close()
        self._source.stop()
        if self._thread.is_alive() and self._thread is not threading.current_thread():
            self._thread.join(STOP_SECONDS)

    def refresh(self) -> None:
        """To be called when the answers of `is_pruned` have changed. Folders newly watched come as `resync`."""
        self._source.refresh()

    def verify(self) -> None:
        """Sweeps now, as when the user comes back to the terminal."""
        self._verify_at = 0.0
        self._inbox.wake()

    @property
    def watched(self) -> int:
        """How many watches the system holds for us."""
        return self._source.watched

    def _run(self) -> None:
        while not self._stopping.is_set():
            batch = self._inbox.next_batch(self._next_look() - time.monotonic())
            if self._stopping.is_set():
                return
            if batch is not None:
                self._sweep.remember(batch, self._stopping.is_set)
                self._on_batch(batch)
                if batch.root_gone:
                    self._source.stop()
                    return
            elif time.monotonic() >= self._next_look():
                self._look()

    def _next_look(self) -> float:
        return min(self._verify_at, self._poll_at) if self._source.unwatched else self._verify_at

    def _look(self) -> None:
        """Sweeps what is due. What it finds goes the way of every event."""
        if _identity(self._root) != self._root_id:
            self._inbox.put(RootGone())
            return
        if not self._source.is_alive():
            self._source.stop()
            self._source = PollingSource("The watch has failed: the files are checked once a second.", self._inbox.put)
            self._source.start()
        started = time.monotonic()
        is_whole = started >= self._verify_at or not self._has_swept
        changed: set[str] = set()
        for folder in [""] if is_whole else self._source.unwatched:
            changed |= self._sweep.look(folder, self._stopping.is_set)
        if self._has_swept:
            self._tell(changed)
        self._has_swept = True
        ended = time.monotonic()
        self._poll_at = ended + max(POLL_SECONDS, (ended - started) * POLL_COST)
        if is_whole:
            self._verify_at = ended + VERIFY_SECONDS

    def _tell(self, changed: set[str]) -> None:
        for path in changed:
            self._inbox.put(Touched(path))
        if not all(self._source.watches(folder) for folder in set(map(parent, changed))):
            self._source.refresh()


def choose_source(root: Path, git_dir: Path, is_pruned: IsPruned, emit: Callable[[Event], None]) -> Source:
    if reason := polling_reason(root):
        return PollingSource(reason, emit)
    if sys.platform == "linux":
        from healthtui.tree.watch.inotify import InotifySource

        return InotifySource(root, git_dir, is_pruned, emit)
    from healthtui.tree.watch.observer import ObserverSource

    return ObserverSource(root, is_pruned, emit)


def find_git_dir(root: Path) -> Path:
    """Where HEAD and index lie, for a folder inside a work tree too; a place without them outside git."""
    try:
        for folder in (root, *root.parents):
            git = folder / GIT
            if git.is_dir():
                return git.resolve()
            if git.is_file():  # a linked work tree
                with git.open(encoding="utf-8", errors="surrogateescape") as pointer:
                    return (folder / pointer.readline(4096).removeprefix("gitdir:").strip()).resolve()
    except (OSError, ValueError):  # unreadable; a NUL in the pointer
        pass
    return root / GIT


def _identity(folder: Path) -> tuple[int, int] | None:
    try:
        found = folder.stat()
    except OSError:
        return None
    return (found.st_dev, found.st_ino)
