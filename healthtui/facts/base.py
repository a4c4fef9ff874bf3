"""What every fact is made of."""

from __future__ import annotations

import msgspec


class Fact(msgspec.Struct, frozen=True, gc=False, array_like=True, tag=True):
    """A read fact: plain, frozen, comparable, and small on the wire."""


class Place(msgspec.Struct, frozen=True, gc=False, array_like=True, order=True):
    """A place in the repository: POSIX path from its root; line and column count from 1, 0 for the whole file."""

    path: str
    line: int = 0
    column: int = 0


class Unreadable(Fact, frozen=True):
    """A file that its reader could not read, or not wholly: the reason, fit to be shown, and the line where it is known."""

    reader: str
    reason: str
    line: int = 0
    is_too_large: bool = False
