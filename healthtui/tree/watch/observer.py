"""watchdog's own observer behind a filter, where one watch covers a whole tree (macOS, Windows)."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from watchdog.events import (
    DirCreatedEvent,
    DirDeletedEvent,
    DirMovedEvent,
    FileClosedEvent,
    FileCreatedEvent,
    FileDeletedEvent,
    FileModifiedEvent,
    FileMovedEvent,
    FileSystemEvent,
    FileSystemEventHandler,
)
from watchdog.observers import Observer
from watchdog.observers.api import BaseObserver

from healthtui.tree.watch.events import (
    GIT_STATE,
    GIT_STATE_FILES,
    Degraded,
    Event,
    Resync,
    RootGone,
    Touched,
    ancestors,
)
from healthtui.tree.watch.polling import IsPruned

KINDS: list[type[FileSystemEvent]] = [
    FileClosedEvent, FileCreatedEvent, FileModifiedEvent, FileDeletedEvent, FileMovedEvent,
    DirCreatedEvent, DirDeletedEvent, DirMovedEvent,
]  # fmt: skip


class ObserverSource(FileSystemEventHandler):
    """The system reports everything; what lies in a pruned folder is dropped first."""

    watched = 1

    def __init__(self, root: Path, is_pruned: IsPruned, emit: Callable[[Event], None]) -> None:
        self._root = str(root)
        self._is_pruned = is_pruned
        self._emit = emit
        self._pruned: dict[str, bool] = {}  # folder → pruned itself
        self._observer: BaseObserver | None = None
        self.unwatched: frozenset[str] = frozenset()

    def start(self) -> None:
        observer = _observer(self._emit)
        observer.schedule(self, self._root, recursive=True, event_filter=KINDS)
        try:
            observer.start()
        except OSError as error:
            self.unwatched = frozenset({""})
            self._emit(Degraded(f"Changes cannot be watched ({error}); the files are checked once a second instead."))
            return
        self._observer = observer

    def stop(self) -> None:
        if self._observer is not None:
            self._observer.stop()
            self._observer.join()

    def refresh(self) -> None:
        self._pruned.clear()

    def is_alive(self) -> bool:
        return self._observer is None or self._observer.is_alive()

    def watches(self, folder: str) -> bool:  # noqa: ARG002 - one watch covers all
        return True

    def on_any_event(self, event: FileSystemEvent) -> None:
        for path in (event.src_path, event.dest_path):
            if path:
                self._report(_relative(os.fsdecode(path), self._root), event.is_directory)

    def _report(self, path: str, is_folder: bool) -> None:
        if not path:
            if not Path(self._root).is_dir():
                self._emit(RootGone())
        elif path.startswith(".git/"):
            if path[len(".git/") :] in GIT_STATE_FILES:
                self._emit(Touched(GIT_STATE))
        elif not any(map(self._is_pruned_folder, ancestors(path))):
            if not is_folder:
                self._emit(Touched(path))
            elif not self._is_pruned_folder(path):
                self._emit(Resync(path))

    def _is_pruned_folder(self, folder: str) -> bool:
        if folder not in self._pruned:
            name = folder.rpartition("/")[2]
            self._pruned[folder] = name == ".git" or self._is_pruned(folder, name)
        return self._pruned[folder]


def _relative(path: str, root: str) -> str:
    return path[len(root) :].replace(os.sep, "/").strip("/")


def _observer(emit: Callable[[Event], None]) -> BaseObserver:
    if sys.platform != "darwin":
        return Observer()
    from watchdog.observers.fsevents import FSEventsEmitter

    class LossReportingEmitter(FSEventsEmitter):
        """watchdog drops the system's word that events were lost."""

        def queue_events(self, timeout: float, events: list[Any]) -> None:
            if any(event.must_scan_subdirs or event.is_user_dropped or event.is_kernel_dropped for event in events):
                emit(Resync(""))
            super().queue_events(timeout, events)

    observer = Observer()
    observer._emitter_class = LossReportingEmitter
    return observer
