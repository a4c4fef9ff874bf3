"""Follows the files of the settings, from threads that sleep until one of them changes."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path

from watchdog.events import (
    EVENT_TYPE_CLOSED_NO_WRITE,
    EVENT_TYPE_MODIFIED,
    EVENT_TYPE_OPENED,
    FileSystemEvent,
    FileSystemEventHandler,
)
from watchdog.observers import Observer
from watchdog.observers.api import ObservedWatch

_SETTLE = 0.1  # seconds of quiet after a change: editors save in several steps
_STOP = None
_QUIET = (EVENT_TYPE_OPENED, EVENT_TYPE_CLOSED_NO_WRITE)


class Follower(FileSystemEventHandler):
    """Calls `on_change` from its own thread when a `.toml` of the folders changes, whether these are there yet or not.

    A folder that is missing is awaited in its nearest parent that is there.
    """

    def __init__(self, folders: Iterable[Path], on_change: Callable[[], None]) -> None:
        self._folders = [Path(folder).absolute() for folder in folders]
        self._on_change = on_change
        self._events: queue.SimpleQueue[FileSystemEvent | None] = queue.SimpleQueue()
        self._observer = Observer()
        self._watches: dict[Path, ObservedWatch] = {}
        self._thread = threading.Thread(target=self._run, name="healthtui-settings", daemon=True)

    def start(self) -> None:
        self._observer.start()
        self._arm()
        self._thread.start()

    def stop(self) -> None:
        self._events.put(_STOP)
        self._observer.stop()

    def on_any_event(self, event: FileSystemEvent) -> None:
        is_quiet = event.event_type in _QUIET or (event.is_directory and event.event_type == EVENT_TYPE_MODIFIED)
        if not is_quiet and self._concerns(event):
            self._events.put(event)

    def _concerns(self, event: FileSystemEvent) -> bool:
        """A settings file, or a folder on the way to one."""
        paths = [Path(str(path)) for path in (event.src_path, event.dest_path) if path]
        is_file = any(path.suffix == ".toml" and path.parent in self._folders for path in paths)
        return is_file or any(folder.is_relative_to(path) for folder in self._folders for path in paths)

    def _run(self) -> None:
        while self._is_told():
            self._arm()
            self._on_change()

    def _is_told(self) -> bool:
        """Waits for a change, and until it has settled; False at the end."""
        event = self._events.get()
        with suppress(queue.Empty):
            while event is not _STOP:
                self._forget(event)
                event = self._events.get(timeout=_SETTLE)
            return False
        return True

    def _forget(self, event: FileSystemEvent) -> None:
        """A watch ends with its folder; another one of that name needs a new watch."""
        if event.event_type in ("deleted", "moved") and (watch := self._watches.pop(Path(str(event.src_path)), None)):
            self._observer.unschedule(watch)

    def _arm(self) -> None:
        """Watches what is there now. Where the system gives no watch, settings hold from the next start."""
        wanted = {_nearest(folder) for folder in self._folders}
        for path in self._watches.keys() - wanted:
            self._observer.unschedule(self._watches.pop(path))
        for path in wanted - self._watches.keys():
            with suppress(OSError):
                self._watches[path] = self._observer.schedule(self, str(path))


def _nearest(folder: Path) -> Path:
    for path in (folder, *folder.parents):
        with suppress(OSError):  # what lies in a folder that may not be looked into
            if path.is_dir():
                return path
    return folder
