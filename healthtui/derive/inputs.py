"""What derivations may read: facts of files by kind, which paths exist, and facts that other derivations made.

Everything goes through the database, so that the engine knows what depends on what. A derivation is declared with
`derives(Kind)` and yields all facts of that kind in one package; what it needs file by file it puts in queries of its own.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from functools import cached_property
from posixpath import dirname
from typing import Any, NamedTuple, TypeVar

import msgspec
from msgspec.structs import replace

from healthtui.derive.database import Database, query
from healthtui.facts.base import Fact
from healthtui.facts.derived import Derived
from healthtui.facts.source import Assignment, Binding, Call, Export, Module, Outline

F = TypeVar("F", bound=Fact)
D = TypeVar("D", bound=Derived)
T = TypeVar("T")

_DERIVATIONS: dict[type[Derived], Callable[[Database, str], tuple[Any, ...]]] = {}
_decode_module = msgspec.msgpack.Decoder(Module).decode


class Surface(NamedTuple):
    """What a source file exports, by name."""

    names: dict[str, tuple[Export, ...]]
    has_commonjs: bool


class ModuleIndex:
    """A source module with its names looked up fast; scopes are function indices, -1 for the file."""

    def __init__(self, module: Module) -> None:
        self.module = module
        self.bindings: defaultdict[tuple[int, str], list[Binding]] = defaultdict(list)
        for binding in module.bindings:
            self.bindings[binding.function, binding.name].append(binding)
        self.imports = _grouped(module.imports, lambda one: one.local)
        self.exports = _grouped(module.exports, lambda one: one.name)
        self.functions = {(fn.parent, fn.name): i for i, fn in enumerate(module.functions) if fn.name and fn.owner < 0}
        self.classes = {(one.function, one.name): i for i, one in enumerate(module.classes) if one.name}
        self._assigned = _grouped(module.assignments, lambda one: one.target)
        self.calls_in = _positions(module.calls)

    @cached_property
    def surface(self) -> Surface:
        """The exports without their lines."""
        names = {name: tuple(replace(one, line=0) for one in found) for name, found in self.exports.items()}
        return Surface(names, any(one.commonjs for one in self.module.exports))

    def assigned(self, target: str) -> list[Assignment]:
        return self._assigned.get(target, [])

    def owner_of(self, function: int) -> int:
        """The class whose method holds a function, at any depth; -1 if none."""
        while function >= 0:
            if (one := self.module.functions[function]).owner >= 0:
                return one.owner
            function = one.parent
        return -1


def _grouped(items: Iterable[T], key: Callable[[T], str]) -> dict[str, list[T]]:
    found: defaultdict[str, list[T]] = defaultdict(list)
    for item in items:
        found[key(item)].append(item)
    return dict(found)


def _positions(calls: tuple[Call, ...]) -> dict[int, list[int]]:
    """The indices of the calls that each function makes itself."""
    found: defaultdict[int, list[int]] = defaultdict(list)
    for number, call in enumerate(calls):
        found[call.function].append(number)
    return dict(found)


class PackedModule:
    """A source module as bytes, decoded when it is first asked for; equal when the bytes are."""

    __slots__ = ("_index", "packed")

    def __init__(self, packed: bytes) -> None:
        self.packed = packed
        self._index: ModuleIndex | None = None

    def __eq__(self, other: object) -> bool:
        return isinstance(other, PackedModule) and self.packed == other.packed

    def __hash__(self) -> int:
        return hash(self.packed)

    def unpack(self) -> ModuleIndex:
        if self._index is None:
            self._index = ModuleIndex(_decode_module(self.packed))
        return self._index


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
    index = index_of(db, path)
    return index.module if index is not None else None


def index_of(db: Database, path: str) -> ModuleIndex | None:
    """The same, with its names looked up fast."""
    packed: PackedModule | None = db.get((Module, path))
    return packed.unpack() if packed is not None else None


@query
def modules_in(db: Database, path: str) -> tuple[str, ...]:
    """The modules that a source file names. What a whole package names is asked of these: they stay equal while a file
    only grows, which its outline does not."""
    return tuple(module for outline in facts_in(db, Outline, path) for module in outline.modules)


def exists(db: Database, path: str) -> bool:
    """Whether the tree has the file."""
    return bool(db.get(("exists", path), False))


def folders_up(path: str) -> Iterable[str]:
    """The folder of a path and those above it, nearest first; the root is ""."""
    folder = dirname(path)
    while True:
        yield folder
        if not folder:
            return
        folder = dirname(folder)


def derives(
    kind: type[D],
) -> Callable[[Callable[[Database, str], tuple[D, ...]]], Callable[[Database, str], tuple[D, ...]]]:
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


def is_derived(kind: type[Derived]) -> bool:
    """Whether anything derives a kind."""
    return kind in _DERIVATIONS
