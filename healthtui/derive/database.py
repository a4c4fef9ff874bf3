"""Memoised queries that record what they read: the heart of "incremental by construction".

An *input* is a value under a key, set from outside. A *query* is a function of the database and hashable arguments;
it reads inputs (absent ones included) and other queries, and its reads are recorded.

A change is pushed up from the inputs. A query has a *height*: it stands above all that it read, and inputs stand at 0.
What read something that has changed waits to be run again, and the lowest comes first, so that all below a query is
settled before it runs and each runs once. Where a value comes out equal the change stops: nothing above it is looked at,
however much there is. A query that raises is remembered as having raised, so that whoever caught it is asked again when
what it read changes.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable
from heapq import heappop, heappush
from itertools import count
from typing import Any, Concatenate, ParamSpec, TypeVar

from healthtui.derive.turns import turns

P = ParamSpec("P")
R = TypeVar("R")
Key = Hashable


class _Absent:
    """The value of what is not there; equal to nothing but itself."""


ABSENT = _Absent()
_RUNNING = _Absent()
_NO_FLOOR = 1 << 30


class _Raised:
    """The outcome of a query that raised; equal to no other, as nobody knows what it would have said."""

    __slots__ = ("error", "traceback")

    def __init__(self, error: Exception) -> None:
        self.error, self.traceback = error, error.__traceback__

    def again(self) -> Exception:
        """The same error, as it was: each raise would add to its traceback."""
        return self.error.with_traceback(self.traceback)


class _Memo:
    """What is known of a query; `is_waiting` where something that it read has changed, or was never known."""

    __slots__ = ("height", "is_waiting", "key", "reads", "value")

    def __init__(self, key: tuple[Any, ...]) -> None:
        self.key = key
        self.value: Any = ABSENT
        self.reads: dict[Key, None] = {}
        self.height = 1
        self.is_waiting = True


class Database:
    """Inputs, and what was computed from them. Not safe for use by two threads at once."""

    def __init__(self) -> None:
        self.runs = 0  # query runs since the start, for tests and benchmarks
        self._inputs: dict[Key, Any] = {}
        self._memos: dict[Key, _Memo] = {}
        self._readers: defaultdict[Key, set[Key]] = defaultdict(set)
        self._stack: list[_Memo] = []  # queries that run
        self._queue: list[tuple[int, int, _Memo]] = []  # those that wait, as a heap: height, order, memo
        self._order = count()
        self._floor = _NO_FLOOR  # the height of the query that is run again: all below it is settled
        self._checked: set[Key] = set()  # queries above the floor that are settled nevertheless
        self._looped: set[Key] = set()  # queries that led back to themselves: any change may end that
        self._asked: set[Key] = set()  # queries asked from outside any other since `forget`
        self._asked_before: set[Key] = set()
        self._left: set[Key] = set()  # what its last reader reads no more

    def set(self, key: Key, value: Any) -> bool:  # noqa: ANN401 - a value of any input
        """Sets an input; `ABSENT` removes it. True when that changed it."""
        if self._inputs.get(key, ABSENT) == value:
            return False
        if value is ABSENT:
            del self._inputs[key]
        else:
            self._inputs[key] = value
        self._run_again(self._readers.get(key, ()))
        self._run_again(self._looped)
        return True

    def get(self, key: Key, default: Any = None) -> Any:  # noqa: ANN401 - a value of any input
        """Reads an input; inside a query its absence is recorded too."""
        if self._stack:
            self._stack[-1].reads[key] = None
        return self._inputs.get(key, default)

    def reads(self, key: Key) -> bool:
        """Whether the query that runs has read an input already; outside of any there is nothing to record."""
        return not self._stack or key in self._stack[-1].reads

    def query(self, function: Callable[..., Any], arguments: tuple[Hashable, ...]) -> Any:  # noqa: ANN401
        """The value of a query, from memory where nothing that it read has changed."""
        key = (function, *arguments)
        if not self._stack:
            self._asked.add(key)
            self._settle()
        memo = self._memos.get(key)
        if memo is None:
            memo = self._memos[key] = _Memo(key)
            self._run(memo)
        elif memo.height > self._floor or memo.is_waiting:
            self._settle_early(memo)
        if memo.value is _RUNNING:
            self._looped.add(self._stack[-1].key)
            raise RecursionError(f"{function.__name__} leads back to itself")
        if self._stack:
            reader = self._stack[-1]
            reader.reads[key] = None
            if reader.height <= memo.height:
                reader.height = memo.height + 1
        if isinstance(memo.value, _Raised):
            raise memo.value.again()
        return memo.value

    def _run_again(self, keys: Iterable[Key]) -> None:
        """Queues queries, in their turn."""
        for key in keys:
            memo = self._memos[key]
            if not memo.is_waiting:
                memo.is_waiting = True
                self._enqueue(memo)

    def _enqueue(self, memo: _Memo) -> None:
        heappush(self._queue, (memo.height, next(self._order), memo))

    def _settle(self) -> None:
        """Runs all again that waits, from the lowest up."""
        while self._queue:
            self._floor, _, memo = heappop(self._queue)
            if memo.height > self._floor:
                self._enqueue(memo)  # it was lifted since
            elif memo.is_waiting:
                self._run(memo)
        self._floor = _NO_FLOOR
        self._checked.clear()

    def _settle_early(self, memo: _Memo) -> None:
        """Settles a query out of turn, as a lower one that is run again asks it now: looks through what it read, in that
        order, for what has changed or is to be run again, as then it is, too."""
        if memo.key in self._checked or memo.value is _RUNNING:
            return
        for read in () if memo.is_waiting else memo.reads:
            below = self._memos.get(read)
            if below is not None and (below.height > self._floor or below.is_waiting):
                self._settle_early(below)
                if memo.is_waiting or below.value is _RUNNING:
                    memo.is_waiting = True
                    break
        if memo.is_waiting:
            self._run(memo)
        self._checked.add(memo.key)

    def _run(self, memo: _Memo) -> None:
        """Runs a query; those that read it are to be run again where its value is another than before."""
        turns.wait()
        function, *arguments = memo.key
        was, read_before, height = memo.value, memo.reads, memo.height
        memo.value, memo.reads, memo.height = _RUNNING, {}, 1
        self._looped.discard(memo.key)
        self._stack.append(memo)
        try:
            value = function(self, *arguments)
        except Exception as error:  # noqa: BLE001 - raised again by whoever asks
            value = _Raised(error)
        finally:
            self._stack.pop()
        self.runs += 1
        memo.is_waiting = False
        memo.value = was if was == value else value
        self._note_reads(memo.key, read_before, memo.reads)
        if memo.height > height and memo.key in self._readers:
            self._lift_readers(memo.key)
        if memo.value is not was:
            self._run_again(self._readers.get(memo.key, ()))

    def _note_reads(self, key: Key, before: dict[Key, None], now: dict[Key, None]) -> None:
        for read in before.keys() - now.keys() if before else ():
            self._leave(read, key)
        for read in now.keys() - before.keys() if before else now:
            self._readers[read].add(key)

    def _leave(self, read: Key, reader: Key) -> None:
        readers = self._readers[read]
        readers.discard(reader)
        if not readers:
            del self._readers[read]
            self._left.add(read)

    def _lift_readers(self, key: Key) -> None:
        """Keeps every reader above what it reads; none reads what it is read by."""
        todo = [key]
        while todo:
            read = todo.pop()
            least = self._memos[read].height + 1
            if key in self._readers.get(read, ()):
                self._looped.add(key)
                del self._memos[key].reads[read]
                self._leave(read, key)
            for reader in self._readers.get(read, ()):
                if (memo := self._memos[reader]).height < least:
                    memo.height = least
                    todo.append(reader)

    def forget(self) -> None:
        """Drops the queries that none reads any more, and that nobody outside has asked since the last call."""
        todo = [*self._left, *(self._asked_before - self._asked)]
        while todo:
            key = todo.pop()
            if key in self._memos and key not in self._asked and key not in self._readers:
                memo = self._memos.pop(key)
                memo.is_waiting = False
                self._looped.discard(key)
                for read in memo.reads:
                    self._leave(read, key)
                todo += memo.reads
        self._left.clear()
        self._asked_before, self._asked = self._asked, set()


def query(function: Callable[Concatenate[Database, P], R]) -> Callable[Concatenate[Database, P], R]:
    """Makes a function of the database a memoised query. Its arguments are hashable and given by position; its value
    is never changed after, compares by value, and does not depend on anything that is not read through the database.
    Queries may not call each other in a cycle: solve a cycle inside one query."""

    def ask(db: Database, /, *arguments: P.args, **_: P.kwargs) -> R:
        value: R = db.query(function, arguments)
        return value

    ask.__name__, ask.__doc__, ask.__module__ = function.__name__, function.__doc__, function.__module__
    return ask
