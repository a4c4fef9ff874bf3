"""What derivations may read: facts of files by kind, which paths exist, and facts that other derivations made.

Everything goes through the database, so that the engine knows what depends on what. A derivation is declared with
`derives(Kind)` and yields all facts of that kind in one package; what it needs file by file it puts in queries of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from posixpath import dirname
from typing import Any, TypeVar

import msgspec

from healthtui.derive.database import Database, query
from healthtui.facts.backend import Derived
from healthtui.facts.base import Fact
from healthtui.facts.source import Module

F = TypeVar("F", bound=Fact)
D = TypeVar("D", bound=Derived)

_DERIVATIONS: dict[type[Derived], Callable[[Database, str], tuple[Any, ...]]] = {}
_decode_module = msgspec.msgpack.Decoder(Module).decode


class PackedModule:
    """A source module as bytes, decoded when it is first asked for; equal when the bytes are."""

    __slots__ = ("_module", "packed")

    def __init__(self, packed: bytes) -> None:
        self.packed = packed
        self._module: Module | None = None

    def __eq__(self, other: object) -> bool:
        return isinstance(other, PackedModule) and self.packed == other.packed

    def __hash__(self) -> int:
        return hash(self.packed)

    def unpack(self) -> Module:
        if self._module is None:
            self._module = _decode_module(self.packed)
        return self._module


def facts_in(db: Database, kind: type[F], path: str) -> tuple[F, ...]:
    """The read facts of one kind in one file; () when the file is not there or has none."""
    found: tuple[F, ...] = db.get((kind, path), ())
    return found


def paths_with(db: Database, kind: type[Fact]) -> tuple[str, ...]:
    """The paths, in order, of all files that have read facts of a kind."""
    paths: tuple[str, ...] = db.get(("paths", kind), ())
    return paths


def all_facts(db: Database, kind: type[F]) -> Iterable[tuple[str, F]]:
    """Every read fact of a kind with its path, over the whole repository."""
    for path in paths_with(db, kind):
        for fact in facts_in(db, kind, path):
            yield path, fact


def module_of(db: Database, path: str) -> Module | None:
    """The source module of a file, or None when it is not there or was not read."""
    packed: PackedModule | None = db.get((Module, path))
    return packed.unpack() if packed is not None else None


def exists(db: Database, path: str) -> bool:
    """Whether the tree has the file."""
    return bool(db.get(("exists", path), False))


def all_paths(db: Database) -> tuple[str, ...]:
    """Every path of the tree, in order. Depends on each creation and removal: ask `exists` where that is enough."""
    paths: tuple[str, ...] = db.get(("paths",), ())
    return paths


def folders_up(path: str) -> Iterable[str]:
    """The folder of a path and those above it, nearest first; the root is ""."""
    folder = dirname(path)
    while True:
        yield folder
        if not folder:
            return
        folder = dirname(folder)


def derives(kind: type[D]) -> Callable[[Callable[[Database, str], tuple[D, ...]]], Callable[[Database, str], tuple[D, ...]]]:
    """Declares the derivation of a kind: (database, package path) → its facts in the order of place."""

    def declare(function: Callable[[Database, str], tuple[D, ...]]) -> Callable[[Database, str], tuple[D, ...]]:
        memoised = query(function)
        _DERIVATIONS[kind] = memoised
        return memoised

    return declare


def derived(db: Database, kind: type[D], package: str) -> tuple[D, ...]:
    """All derived facts of a kind in a package."""
    facts: tuple[D, ...] = _DERIVATIONS[kind](db, package)
    return facts
