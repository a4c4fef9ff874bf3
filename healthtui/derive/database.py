"""Memoised queries that record what they read: the heart of "incremental by construction".

An *input* is a value under a key, set from outside. A *query* is a function of the database and hashable arguments;
it reads inputs (absent ones included) and other queries, and its reads are recorded. When an input changes, the queries
that may depend on it are marked; one is run again only when something that it read has really changed, and stops the
change where its own value comes out equal. A query that raises is remembered as having raised, so that whoever caught
it is asked again when what it read changes.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable
from typing import Any, Concatenate, ParamSpec, TypeVar, cast

from healthtui.derive.turns import turns

P = ParamSpec("P")
R = TypeVar("R")
Key = Hashable
_FEW_MEMOS = 10_000  # not worth a search for what is no longer used


class _Absent:
    """The value of what is not there; equal to nothing but itself."""


ABSENT = _Absent()


class _Raised:
    """The outcome of a query that raised; equal to no other, as nobody knows what it would have said."""

    __slots__ = ("error", "traceback")

    def __init__(self, error: Exception) -> None:
        self.error, self.traceback = error, error.__traceback__

    def again(self) -> Exception:
        """The same error, as it was: each raise would add to its traceback."""
        return self.error.with_traceback(self.traceback)


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
        self._dirty: dict[Key, dict[Key, None]] = {}  # marked queries, each with those of its reads that were marked or set
        self._stack: list[dict[Key, None]] = []
        self._asked: set[Key] = set()  # queries asked from outside any other
        self._kept = _FEW_MEMOS

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

    def reads(self, key: Key) -> bool:
        """Whether the query that runs has read an input already; outside of any there is nothing to record."""
        return not self._stack or key in self._stack[-1]

    def query(self, function: Callable[..., Any], arguments: tuple[Hashable, ...]) -> Any:  # noqa: ANN401
        """The value of a query, from memory where nothing that it read has changed."""
        key = (function, *arguments)
        if self._stack:
            self._stack[-1][key] = None
        else:
            self._asked.add(key)
        memo = self._current(key)
        if isinstance(memo.value, _Raised):
            raise memo.value.again()
        return memo.value

    def _current(self, key: Key) -> _Memo:
        """The memo of a query, run (again) where that is needed."""
        memo = self._memos.get(key)
        if memo is not None and (key not in self._dirty or self._is_current(key, memo)):
            return memo
        return self._run(key, memo or _Memo())

    def _is_current(self, key: Key, memo: _Memo) -> bool:
        """Whether everything that a marked memo read has come out equal."""
        for read in self._dirty[key]:  # the others stand as they were: there are often thousands of them
            if read in memo.reads:
                known = self._memos.get(read)
                if known is not None and read in self._dirty:
                    known = self._current(read)
                if (known.changed if known is not None else self._changed.get(read, 0)) > memo.verified:
                    return False
        memo.verified = self.revision
        del self._dirty[key]
        return True

    def _run(self, key: Key, memo: _Memo) -> _Memo:
        turns.wait()
        function, *arguments = cast("tuple[Any, ...]", key)
        reads: dict[Key, None] = {}
        self._stack.append(reads)
        try:
            value = function(self, *arguments)
        except Exception as error:  # noqa: BLE001 - raised again by whoever asks
            value = _Raised(error)
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
        self._dirty.pop(key, None)
        return memo

    def _mark(self, key: Key) -> None:
        todo = [key]
        while todo:
            read = todo.pop()
            for reader in self._readers.get(read, ()):
                if reader in self._dirty:
                    self._dirty[reader][read] = None
                else:
                    self._dirty[reader] = {read: None}
                    todo.append(reader)

    def forget(self) -> None:
        """Drops the memos that were of no use to anything asked since the last call, once there may be many of them."""
        if len(self._memos) > 2 * self._kept:
            used = self._used()
            self._kept = max(len(used), _FEW_MEMOS)
            for key in self._memos.keys() - used.keys():
                for read in self._memos.pop(key).reads:
                    self._readers[read].discard(key)
                self._dirty.pop(key, None)
            self._readers = defaultdict(set, {key: readers for key, readers in self._readers.items() if readers})
        self._asked.clear()

    def _used(self) -> dict[Key, None]:
        used: dict[Key, None] = {}
        todo = list(self._asked)
        while todo:
            key = todo.pop()
            if key not in used and key in self._memos:
                used[key] = None
                todo += self._memos[key].reads
        return used


def query(function: Callable[Concatenate[Database, P], R]) -> Callable[Concatenate[Database, P], R]:
    """Makes a function of the database a memoised query. Its arguments are hashable and given by position; its value
    is never changed after, compares by value, and does not depend on anything that is not read through the database.
    Queries may not call each other in a cycle: solve a cycle inside one query."""

    def ask(db: Database, /, *arguments: P.args, **_: P.kwargs) -> R:
        value: R = db.query(function, arguments)
        return value

    ask.__name__, ask.__doc__, ask.__module__ = function.__name__, function.__doc__, function.__module__
    return ask
