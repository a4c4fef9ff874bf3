"""Memoised queries that record what they read: the heart of "incremental by construction".

An *input* is a value under a key, set from outside. A *query* is a function of the database and hashable arguments;
it reads inputs (absent ones included) and other queries, and its reads are recorded. When an input changes, the queries
that may depend on it are marked; one is run again only when something that it read has really changed, and stops the
change where its own value comes out equal.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable
from typing import Any, Concatenate, ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")
Key = Hashable


class _Absent:
    """The value of what is not there; equal to nothing but itself."""


ABSENT = _Absent()


class _Memo:
    __slots__ = ("changed", "reads", "value", "verified")

    def __init__(self) -> None:
        self.value: Any = ABSENT
        self.reads: dict[Key, None] = {}
        self.changed = self.verified = 0


class Database:
    """Inputs, and what was computed from them. Not safe for use by two threads at once."""

    def __init__(self) -> None:
        self.revision = 1
        self.runs = 0  # query runs since the start, for tests and benchmarks
        self._inputs: dict[Key, Any] = {}
        self._changed: dict[Key, int] = {}
        self._memos: dict[Key, _Memo] = {}
        self._readers: defaultdict[Key, set[Key]] = defaultdict(set)
        self._dirty: set[Key] = set()
        self._stack: list[dict[Key, None]] = []

    def set(self, key: Key, value: Any) -> bool:  # noqa: ANN401 - a value of any input
        """Sets an input; `ABSENT` removes it. True when that changed it."""
        if self._inputs.get(key, ABSENT) == value:
            return False
        if value is ABSENT:
            del self._inputs[key]
        else:
            self._inputs[key] = value
        self.revision += 1
        self._changed[key] = self.revision
        self._mark(key)
        return True

    def get(self, key: Key, default: Any = None) -> Any:  # noqa: ANN401 - a value of any input
        """Reads an input; inside a query its absence is recorded too."""
        if self._stack:
            self._stack[-1][key] = None
        return self._inputs.get(key, default)

    def query(self, function: Callable[..., Any], arguments: tuple[Hashable, ...]) -> Any:  # noqa: ANN401
        """The value of a query, from memory where nothing that it read has changed."""
        key = (function, *arguments)
        if self._stack:
            self._stack[-1][key] = None
        memo = self._memos.get(key)
        if memo is not None and (key not in self._dirty or self._is_current(key, memo)):
            return memo.value
        return self._run(key, memo or _Memo(), function, arguments)

    def _is_current(self, key: Key, memo: _Memo) -> bool:
        """Whether everything that a marked memo read has come out equal."""
        for read in memo.reads:
            if read in self._memos:
                if read in self._dirty:
                    self._stack.append({})
                    try:
                        self.query(read[0], read[1:])  # type: ignore[index]
                    finally:
                        self._stack.pop()
                changed = self._memos[read].changed
            else:
                changed = self._changed.get(read, 0)
            if changed > memo.verified:
                return False
        memo.verified = self.revision
        self._dirty.discard(key)
        return True

    def _run(self, key: Key, memo: _Memo, function: Callable[..., Any], arguments: tuple[Hashable, ...]) -> Any:  # noqa: ANN401
        reads: dict[Key, None] = {}
        self._stack.append(reads)
        try:
            value = function(self, *arguments)
        finally:
            self._stack.pop()
        self.runs += 1
        for read in memo.reads.keys() - reads.keys():
            self._readers[read].discard(key)
        for read in reads.keys() - memo.reads.keys():
            self._readers[read].add(key)
        if memo.value != value:
            memo.value, memo.changed = value, self.revision
        memo.reads, memo.verified = reads, self.revision
        self._memos[key] = memo
        self._dirty.discard(key)
        return memo.value

    def _mark(self, key: Key) -> None:
        todo = [key]
        while todo:
            for reader in self._readers.get(todo.pop(), ()):
                if reader not in self._dirty:
                    self._dirty.add(reader)
                    todo.append(reader)


def query(function: Callable[Concatenate[Database, P], R]) -> Callable[Concatenate[Database, P], R]:
    """Makes a function of the database a memoised query. Its arguments are hashable and given by position; its value
    is never changed after, compares by value, and does not depend on anything that is not read through the database.
    Queries may not call each other in a cycle: solve a cycle inside one query."""

    def ask(db: Database, /, *arguments: P.args, **_: P.kwargs) -> R:
        value: R = db.query(function, arguments)
        return value

    ask.__name__, ask.__doc__, ask.__module__ = function.__name__, function.__doc__, function.__module__
    return ask
