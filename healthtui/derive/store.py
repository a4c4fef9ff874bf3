"""Puts what was read of the files into the database, by kind and path."""

from __future__ import annotations

from bisect import insort
from typing import Any

import msgspec

from healthtui.derive.database import ABSENT, Database
from healthtui.derive.inputs import PackedModule
from healthtui.facts.base import Fact, Unreadable
from healthtui.facts.source import Module


class FileFacts(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """All read facts of one file: for each kind by name its facts, encoded."""

    content_id: str
    kinds: dict[str, bytes]


class FactStore:
    """The inputs of a database, changed file by file. `settle` publishes the lists of paths once a batch is in."""

    def __init__(self, db: Database, kinds: tuple[type[Fact], ...]) -> None:
        self.db = db
        self.contents: dict[str, str] = {}
        self._names: dict[str, tuple[str, ...]] = {}  # of the kinds of facts that each path has
        every: tuple[type[Fact], ...] = (*kinds, Unreadable)
        self._kinds = {kind.__name__: kind for kind in every}
        self._decoders = {name: msgspec.msgpack.Decoder(tuple[kind, ...]) for name, kind in self._kinds.items()}  # type: ignore[valid-type]
        self._paths: dict[type[Fact], list[str]] = {kind: [] for kind in self._kinds.values()}
        self._unsettled = False

    def put(self, path: str, facts: FileFacts, modified: int) -> None:
        """Adds or replaces a file; `modified` is in nanoseconds, 0 where it is not known."""
        self.contents[path] = facts.content_id
        before, self._names[path] = self._names.get(path, ()), tuple(facts.kinds)
        self.db.set(("exists", path), True)
        self.db.set(("content", path), facts.content_id)
        self.db.set(("modified", path), modified)
        for name in dict.fromkeys((*before, *facts.kinds)):
            self._put_kind(path, self._kinds[name], facts.kinds.get(name))

    def mistake_in(self, facts: FileFacts) -> Unreadable | None:
        """What keeps a file from being read as what it is; that it is too large is no mistake in it."""
        packed = facts.kinds.get(Unreadable.__name__)
        found: tuple[Unreadable, ...] = self._decoders[Unreadable.__name__].decode(packed) if packed else ()
        return next((one for one in found if not one.is_too_large), None)

    def _put_kind(self, path: str, kind: type[Fact], packed: bytes | None) -> None:
        key, paths = (kind, path), self._paths[kind]
        is_new = self.db.get(key, ABSENT) is ABSENT
        if packed is None:
            if not is_new:
                self.db.set(key, ABSENT)
                paths.remove(path)
                self._unsettled = True
            return
        if is_new:
            insort(paths, path)
            self._unsettled = True
        value: Any = PackedModule(packed) if kind is Module else self._decoders[kind.__name__].decode(packed)
        self.db.set(key, value)

    def remove(self, path: str) -> None:
        """Removes a file, if it is there."""
        if self.contents.pop(path, None) is None:
            return
        for name in ("exists", "content", "modified"):
            self.db.set((name, path), ABSENT)
        for name in self._names.pop(path):
            self._put_kind(path, self._kinds[name], None)

    def settle(self) -> None:
        """Publishes the lists of paths: call once after each batch."""
        if not self._unsettled:
            return
        self._unsettled = False
        for kind, paths in self._paths.items():
            self.db.set(("paths", kind), tuple(paths))
