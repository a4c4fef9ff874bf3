"""The stat sweep: finds what no event told of: hard links, mapped files, lost events, folders that are not watched."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from stat import S_ISDIR

from healthtui.tree.watch.events import GIT, GIT_STATE, Batch, Degraded, Event, is_below, join, parent

IsPruned = Callable[[str, str], bool]
Stamp = tuple[int, int, int, int]  # mtime_ns, ctime_ns, size, inode
Folder = dict[str, Stamp]  # file name → stamp


class Sweep:
    """What is on disk as of the last look. Files are compared by stamp, never read."""

    def __init__(self, root: Path, git_dir: Path, is_pruned: IsPruned) -> None:
        self._root = str(root)
        self._is_pruned = is_pruned
        self._git_files = (git_dir / "HEAD", git_dir / "index")
        self._folders: dict[str, Folder] = {}
        self._git_stamps: list[Stamp | None] = []

    def look(self, top: str, is_cancelled: Callable[[], bool]) -> set[str]:
        """The paths that changed at or below `top` since the last look there."""
        if top == GIT:
            return self._look_at_git()
        before = {folder: files for folder, files in self._folders.items() if is_below(folder, top)}
        changed: set[str] = set()
        for folder, files in walk(self._root, top, self._is_pruned):
            if is_cancelled():
                return changed
            changed |= _differences(folder, before.pop(folder, {}), files)
            self._folders[folder] = files
        for folder, files in before.items():
            changed |= _differences(folder, files, {})
            del self._folders[folder]
        if not top:
            changed |= self._look_at_git()
        return changed

    def remember(self, batch: Batch, is_cancelled: Callable[[], bool]) -> None:
        """Takes in what is about to be delivered, so that the next look does not report it again.

        Called before delivery: a file that changes later differs from what is remembered here."""
        for folder in batch.resync:
            self.look(folder, is_cancelled)
        for path in batch.paths:
            if path == GIT_STATE:
                self._look_at_git()
                continue
            files = self._folders.setdefault(parent(path), {})
            stamp = _stamp(f"{self._root}/{path}")
            name = path.rpartition("/")[2]
            if stamp is None:
                files.pop(name, None)
            else:
                files[name] = stamp

    def _look_at_git(self) -> set[str]:
        before, self._git_stamps = self._git_stamps, [_stamp(str(path)) for path in self._git_files]
        return {GIT_STATE} if before != self._git_stamps else set()


class PollingSource:
    """Watches nothing: the whole tree is left to the sweep."""

    watched = 0
    unwatched = frozenset({""})

    def __init__(self, reason: str, emit: Callable[[Event], None]) -> None:
        self._reason = reason
        self._emit = emit

    def start(self) -> None:
        self._emit(Degraded(self._reason))

    def stop(self) -> None: ...

    def refresh(self) -> None: ...

    def is_alive(self) -> bool:
        return True

    def watches(self, folder: str) -> bool:  # noqa: ARG002 - the shape of a source
        return True


def walk(root: str, top: str, is_pruned: IsPruned) -> Iterator[tuple[str, Folder]]:
    """Every folder from `top` down that is not pruned, with its files. An unreadable folder is empty."""
    pending = [top]
    while pending:
        folder = pending.pop()
        subfolders, files = list_folder(root, folder)
        yield folder, files
        pending += kept(folder, subfolders, is_pruned)


def list_folder(root: str, folder: str) -> tuple[list[str], Folder]:
    """The names of the folders in it, and its files. A symbolic link is a file wherever it leads."""
    subfolders: list[str] = []
    files: Folder = {}
    try:
        with os.scandir(join(root, folder) if folder else root) as entries:
            for entry in entries:
                if entry.is_dir(follow_symlinks=False):
                    subfolders.append(entry.name)
                elif stamp := _stamp(entry.path):
                    files[entry.name] = stamp
    except OSError:
        return [], {}
    return subfolders, files


def kept(folder: str, names: Iterable[str], is_pruned: IsPruned) -> list[str]:
    """The paths of the subfolders that are watched. git's own folder never is."""
    return [path for name in names if name != GIT and not is_pruned(path := join(folder, name), name)]


def _stamp(file: str) -> Stamp | None:
    """None for a folder, and where nothing is."""
    try:
        found = os.lstat(file)
    except OSError:
        return None
    if S_ISDIR(found.st_mode):
        return None
    return (found.st_mtime_ns, found.st_ctime_ns, found.st_size, found.st_ino)


def _differences(folder: str, before: Folder, now: Folder) -> set[str]:
    if before == now:
        return set()
    return {join(folder, name) for name, _ in before.items() ^ now.items()}
