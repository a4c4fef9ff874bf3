"""Regular files beneath one folder, never through a symbolic link."""

from __future__ import annotations

import os
from pathlib import Path
from stat import S_ISDIR, S_ISREG

from healthtui.tree.base import Entry, TreeError

LARGEST = 64 * 1024 * 1024
_NO_NAMES = frozenset({"", ".", "..", ".git"})
_FLAGS = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)


class Disk:
    """Paths are POSIX and relative to the root. What a link points to, inside, is a file of its own."""

    def __init__(self, root: Path) -> None:
        self.root = str(root)
        self._prefix = self.root.rstrip("/") + "/"

    def full(self, path: str) -> str:
        return self._prefix + path

    def entry(self, path: str, known: set[str], is_tracked: bool = False, is_ignored: bool = False) -> Entry | None:
        """The file now, or None when it is gone or no regular file. `known`: folders already found to be real."""
        if not self._is_beneath(path, known):
            return None
        try:
            status = os.lstat(self._prefix + path)
        except (OSError, ValueError):
            return None
        if not S_ISREG(status.st_mode):
            return None
        stamp = (status.st_mtime_ns, status.st_size, status.st_ino)
        return Entry(path, status.st_size, stamp, "", is_tracked, is_ignored)

    def read(self, path: str) -> bytes:
        """Raises `FileNotFoundError`: gone or no regular file; `TreeError`: too large or cannot be read."""
        entry = self.entry(path, set())
        if entry is None:
            raise FileNotFoundError(path)
        if entry.size > LARGEST:
            raise TreeError(f"{path}: larger than {LARGEST >> 20} MB")
        try:
            return self._bytes(path)
        except FileNotFoundError:
            raise
        except OSError as error:
            raise TreeError(f"{path}: cannot be read: {error.strerror}") from None

    def _bytes(self, path: str) -> bytes:
        descriptor = os.open(self._prefix + path, _FLAGS)
        with os.fdopen(descriptor, "rb", buffering=0) as file:
            if not S_ISREG(os.fstat(descriptor).st_mode):
                raise FileNotFoundError(path)
            return file.readall()

    def _is_beneath(self, path: str, known: set[str]) -> bool:
        """Whether every folder on the way is the tree's own: git lists `a/b` also when `a` became a link elsewhere."""
        folder, _, name = path.rpartition("/")
        if name in _NO_NAMES:
            return False
        if not folder or folder in known:
            return True
        parts = folder.split("/")
        if not _NO_NAMES.isdisjoint(parts):
            return False
        for length in range(1, len(parts) + 1):
            above = "/".join(parts[:length])
            if above not in known:
                if not _is_folder(self._prefix + above):
                    return False
                known.add(above)
        return True


def _is_folder(path: str) -> bool:
    try:
        return S_ISDIR(os.lstat(path).st_mode)
    except (OSError, ValueError):
        return False
