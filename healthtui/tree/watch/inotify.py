"""A recursive watch of the folders that matter, on watchdog's reader of inotify (Linux).

watchdog's own recursive watch cannot leave folders out, hides reached limits and lost events, holds a move back for
half a second, and its thread can die of a KeyError. Its reader below that, `InotifyFD`, has none of this.
"""

from __future__ import annotations

import errno
import logging
import os
import threading
import warnings
from collections.abc import Callable, Iterable
from pathlib import Path

from watchdog.observers.inotify_c import CallbackId, InotifyEvent, InotifyFD, Mask, WatchDescriptor
from watchdog.observers.inotify_c import InotifyConstants as In

from healthtui.tree.watch.events import (
    GIT,
    GIT_STATE,
    GIT_STATE_FILES,
    Degraded,
    Event,
    Resync,
    RootGone,
    Touched,
    is_below,
    join,
    topmost,
)
from healthtui.tree.watch.polling import IsPruned, kept

logger = logging.getLogger(__name__)

MASK = Mask(
    In.IN_CLOSE_WRITE | In.IN_CREATE | In.IN_DELETE | In.IN_MOVED_FROM | In.IN_MOVED_TO
    | In.IN_DELETE_SELF | In.IN_MOVE_SELF
    | In.IN_ONLYDIR | In.IN_DONT_FOLLOW | In.IN_EXCL_UNLINK
)  # fmt: skip
GONE = In.IN_DELETE_SELF | In.IN_MOVE_SELF | In.IN_UNMOUNT
LIMITS = {
    errno.ENOSPC: ("inotify watches", "fs.inotify.max_user_watches", 524288),
    errno.EMFILE: ("inotify instances", "fs.inotify.max_user_instances", 1024),
}

warnings.filterwarnings("ignore", message="Callback with id", category=RuntimeWarning)  # a folder is watched again


class InotifySource:
    """One thread, one inotify instance, one watch a folder. It is watchdog's `WatchCallback` itself."""

    def __init__(self, root: Path, git_dir: Path, is_pruned: IsPruned, emit: Callable[[Event], None]) -> None:
        self._root = str(root)
        self._git_dir = str(git_dir)
        self._is_pruned = is_pruned
        self._emit = emit
        self._reader: InotifyFD | None = None
        self._lock = threading.RLock()  # `refresh` runs on another thread than the callbacks
        self._folder_of: dict[WatchDescriptor, str] = {}
        self._watch_of: dict[str, WatchDescriptor] = {}
        self._unwatched: set[str] = set()
        self._is_limit_told = False

    def start(self) -> None:
        try:
            self._reader = InotifyFD()
        except OSError as error:
            self._leave_to_polling("", error)
            return
        self._reader.start()
        with self._lock:
            self._watch(GIT)
            self._cover("")

    def stop(self) -> None:
        reader = self._reader
        with self._lock:  # its number may soon belong to another file
            self._reader = None
        if reader is not None:
            reader.stop()
            reader.join()

    def refresh(self) -> None:
        with self._lock:
            before = set(self._watch_of) | self._unwatched
            self._unwatched.clear()
            covered = self._cover("")
            self._watch(GIT)
            self._drop(before - covered - {GIT})
        for folder in topmost(covered - before):
            self._emit(Resync(folder))

    def is_alive(self) -> bool:
        return self._reader is None or self._reader.is_alive()

    def watches(self, folder: str) -> bool:
        return folder in self._watch_of or any(is_below(folder, top) for top in self.unwatched)

    @property
    def watched(self) -> int:
        return len(self._watch_of)

    @property
    def unwatched(self) -> frozenset[str]:
        with self._lock:
            return topmost(self._unwatched)

    def _cover(self, top: str) -> set[str]:
        """Watches the folder and those below it. Each is watched before it is listed, so that nothing slips between."""
        covered: set[str] = set()
        pending = [top]
        while pending:
            folder = pending.pop()
            if self._watch(folder):
                covered.add(folder)
                pending += kept(folder, _subfolders(self._path(folder)), self._is_pruned)
        return covered

    def _watch(self, folder: str) -> bool:
        if self._reader is None:
            return False
        try:
            watch = self._reader.add_callback(os.fsencode(self._path(folder)), MASK, self, CallbackId(id(self)))
        except OSError as error:
            if error.errno in LIMITS:
                self._leave_to_polling(folder, error)
            return False  # else it is gone again, or no folder
        if watch == -1:  # unreadable: watchdog does not raise it; the sweep sees it become readable
            return False
        self._record(folder, watch)
        return True

    def _record(self, folder: str, watch: WatchDescriptor) -> None:
        if self._watch_of.get(folder, watch) != watch:
            self._drop([folder])  # another folder, that has this name no more
        earlier = self._folder_of.get(watch)
        if earlier is not None and self._watch_of.get(earlier) == watch:
            del self._watch_of[earlier]  # this folder, under the name it had
        self._folder_of[watch] = folder
        self._watch_of[folder] = watch

    def _leave_to_polling(self, folder: str, error: OSError) -> None:
        self._unwatched.add(folder)
        if not self._is_limit_told:
            self._is_limit_told = True
            self._emit(Degraded(limit_sentence(error)))

    def _drop(self, folders: Iterable[str]) -> None:
        watches = [self._watch_of.pop(folder) for folder in folders if folder in self._watch_of]
        for watch in watches:
            self._folder_of.pop(watch, None)
        if self._reader is not None:
            self._reader.remove_callbacks([(watch, CallbackId(id(self))) for watch in watches])

    def _path(self, folder: str) -> str:
        if folder == GIT:
            return self._git_dir
        return join(self._root, folder) if folder else self._root

    def on_event(self, event: InotifyEvent) -> None:
        try:
            with self._lock:
                self._handle(event)
        except Exception:  # anything that leaves a callback kills the reader's thread
            logger.exception("inotify event %r", event)
            self._emit(Resync(""))

    def on_watch_deleted(self, wd: WatchDescriptor) -> None:
        with self._lock:
            folder = self._folder_of.pop(wd, None)
            if folder is not None and self._watch_of.get(folder) == wd:
                del self._watch_of[folder]

    def on_queue_overflow(self) -> None:
        try:
            self.refresh()  # folders may have come while events were lost
        except Exception:  # as above
            logger.exception("inotify overflow")
        self._emit(Resync(""))

    def _handle(self, event: InotifyEvent) -> None:
        folder = self._folder_of.get(event.wd)
        if folder is None:
            return
        name = os.fsdecode(event.name)
        if not name:
            if folder == "" and event.mask & GONE:
                self._emit(RootGone())
        elif folder == GIT:
            if name in GIT_STATE_FILES:
                self._emit(Touched(GIT_STATE))
        elif not event.mask & In.IN_ISDIR:
            self._emit(Touched(join(folder, name)))
        elif name == GIT:
            self._watch(GIT)
            self._emit(Touched(GIT_STATE))
        elif kept(folder, [name], self._is_pruned):
            self._handle_folder(join(folder, name), event.mask)

    def _handle_folder(self, folder: str, mask: int) -> None:
        if mask & (In.IN_CREATE | In.IN_MOVED_TO):
            self._cover(folder)
        elif mask & In.IN_MOVED_FROM:  # the watches went with it
            self._drop([known for known in self._watch_of if is_below(known, folder)])
        self._emit(Resync(folder))


def limit_sentence(error: OSError) -> str:
    """What the user is told, with the limit and how to raise it."""
    if error.errno not in LIMITS:
        return f"Changes cannot be watched ({error.strerror}); the files are checked once a second instead."
    what, setting, advised = LIMITS[error.errno]
    try:
        value = " = " + Path("/proc/sys", *setting.split(".")).read_text().strip()
    except OSError:
        value = ""
    return (
        f"The limit of {what} is reached ({setting}{value}); what is not watched is checked once a second instead. "
        f"Raise it with: sudo sysctl {setting}={advised}"
    )


def _subfolders(path: str) -> list[str]:
    try:
        with os.scandir(path) as entries:
            return [entry.name for entry in entries if entry.is_dir(follow_symlinks=False)]
    except OSError:
        return []
