"""What a source reports and what the consumer gets of it. Paths are POSIX, relative to the root; "" is the root."""

from __future__ import annotations

from typing import Protocol

import msgspec

GIT = ".git"
GIT_STATE = ".git/HEAD"  # the one path that stands for the state of git, whichever of these files changed
GIT_STATE_FILES = frozenset({"HEAD", "index", "index.lock", "ORIG_HEAD", "packed-refs"})


class Touched(msgspec.Struct, frozen=True):
    """The file may have changed, appeared or vanished: read it again."""

    path: str


class Resync(msgspec.Struct, frozen=True):
    """Anything at and below the folder may have changed: list it again. It may be gone."""

    folder: str


class Degraded(msgspec.Struct, frozen=True):
    """Changes are found later than usual; the reason is fit to be shown."""

    reason: str


class RootGone(msgspec.Struct, frozen=True):
    """The watched folder was moved, deleted or unmounted."""


Event = Touched | Resync | Degraded | RootGone


class Batch(msgspec.Struct, frozen=True):
    """A settled change, each path once. Nothing says what happened to a path: the disk does."""

    paths: frozenset[str] = frozenset()
    resync: frozenset[str] = frozenset()  # topmost folders only
    notes: tuple[str, ...] = ()
    root_gone: bool = False


class Source(Protocol):
    """Where events come from. Everything it cannot watch is in `unwatched` and is polled."""

    def start(self) -> None: ...

    def stop(self) -> None: ...

    def refresh(self) -> None:
        """Applies the pruning rules again."""

    def is_alive(self) -> bool: ...

    def watches(self, folder: str) -> bool:
        """False where a `refresh` would bring a watch that is missing."""

    @property
    def watched(self) -> int:
        """How many watches the system holds for us."""

    @property
    def unwatched(self) -> frozenset[str]:
        """Topmost folders whose changes are not reported."""


def join(folder: str, name: str) -> str:
    return f"{folder}/{name}" if folder else name


def parent(path: str) -> str:
    return path.rpartition("/")[0]


def is_below(path: str, folder: str) -> bool:
    """True for the folder itself and everything under it."""
    return not folder or path == folder or path.startswith(folder + "/")


def topmost(folders: set[str]) -> frozenset[str]:
    """The folders that lie below no other one of them."""
    if "" in folders:
        return frozenset({""})
    return frozenset(folder for folder in folders if folders.isdisjoint(ancestors(folder)))


def ancestors(path: str) -> list[str]:
    """Every folder above the path, nearest first, without the root."""
    found = []
    while path := parent(path):
        found.append(path)
    return found
