"""A tree: a set of paths with bytes and a content id."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

import msgspec


class TreeError(Exception):
    """A tree cannot be read; the message is fit to be shown."""


class Entry(msgspec.Struct, frozen=True, gc=False):
    """A file: POSIX path from the root. `stamp` changes when the file may have changed; equal stamps are not proof."""

    path: str
    size: int
    stamp: tuple[int, int, int]  # (mtime_ns, size, inode) on disk; (0, size, 0) in a commit
    content_id: str  # the git blob id where it is known without reading, or ""
    is_tracked: bool
    is_ignored: bool  # an ignored report that is looked up by name (coverage/, junit.xml): evidence, never source


class Repository(msgspec.Struct, frozen=True):
    """Where the tree comes from. `commit` and `branch` are "" outside git; `notes` are things to say."""

    name: str
    root: str
    commit: str
    branch: str
    is_dirty: bool
    is_git: bool
    notes: tuple[str, ...] = ()


class Tree(Protocol):
    def repository(self) -> Repository: ...

    def entries(self) -> Iterable[Entry]:
        """Every file: tracked, and untracked but not ignored, and reports known by name. Raises `TreeError`."""

    def entry(self, path: str) -> Entry | None:
        """One file as it is now, or None when it is gone, ignored, or no regular file."""

    def read(self, path: str) -> bytes:
        """The bytes. Raises `FileNotFoundError`, or `TreeError` where it is too large or cannot be read."""


def content_id(data: bytes) -> str:
    """The git blob id (SHA-1) of the bytes, so that a working file and a committed blob share the cache."""
    from hashlib import sha1

    return sha1(b"blob %d\0" % len(data) + data, usedforsecurity=False).hexdigest()
