"""Functions with the callbacks that run where they stand, and which of their lines never run together."""

from __future__ import annotations

from collections.abc import Iterator

from healthtui.derive.data.access import data_access_in
from healthtui.derive.data.calls import calls_in
from healthtui.derive.data.chains import Chains, calls_within
from healthtui.derive.data.placement import FLOWS, IMMEDIATE, ITERATIONS
from healthtui.derive.database import Database, query
from healthtui.derive.evaluation.written import dotted, method_of
from healthtui.derive.inputs import ModuleIndex, index_of
from healthtui.derive.libraries.transactions import RUNS, UNITS_OF_WORK
from healthtui.facts.source import Alternative, Array, Call, Choice, Expression, FunctionRef, Member, Name, Object


class Units:
    """The functions of one file: `root` says to which one a callback belongs."""

    def __init__(self, db: Database, path: str, index: ModuleIndex) -> None:
        self.index = index
        self._running = running_calls(db, path)
        self.chains = Chains(index)
        self._steps = dict(_steps(index))
        self._choices = [sides for choice in _choices(index) if len(sides := _sides(choice, self.chains)) > 1]

    def root(self, function: int) -> int:
        """The function that a callback belongs to: itself where it is run by somebody else, later."""
        while function >= 0:
            declared, taker = self.index.module.functions[function], self._taker(function)
            if taker < 0 or declared.parent < 0 or not self._runs_here(taker):
                return function
            function = declared.parent
        return function

    def _taker(self, function: int) -> int:
        """The call that a function is given to, in a list of steps too: `async.waterfall([first, second])`; or -1."""
        return self._steps.get(function, self.index.module.functions[function].passed_to)

    def _runs_here(self, number: int) -> bool:
        if is_unit_of_work(self.index, self.index.module.calls[number]):
            return True
        name = name_of(self.index.module.calls[number])
        return name in ITERATIONS or name in FLOWS or name in IMMEDIATE or bool(RUNS.search(name)) or number in self._running

    def takers(self, function: int) -> list[int]:
        """The calls that take the callbacks around a place, innermost first, up to the function that they belong to."""
        found: list[int] = []
        root = self.root(function)
        while function != root:
            found.append(self._taker(function))
            function = self.index.module.functions[function].parent
        return found

    def around(self, function: int) -> list[int]:
        """The same, and the call that the function itself is given to: `const publish = db.transaction((post) => …)`."""
        own = self._taker(self.root(function))
        return [*self.takers(function), *([own] if own >= 0 else [])]

    def is_never_both(self, one: int, other: int) -> bool:
        """Whether two calls stand in branches of which only one runs."""
        calls = self.index.module.calls
        first, second = sorted((calls[one].line, calls[other].line))
        if any(self._parts(alternative, first, second) for alternative in self.index.module.alternatives):
            return True
        firsts = self.chains.first(one), self.chains.first(other)
        return any(
            firsts[0] in side and firsts[1] in rest
            for sides in self._choices
            for side in sides
            for rest in sides
            if side is not rest
        )

    def _parts(self, one: Alternative, first: int, second: int) -> bool:
        functions = self.index.module.functions
        until = one.until or (functions[one.function].end_line if one.function >= 0 else second)
        return one.line <= first <= one.end_line < second <= until


def _steps(index: ModuleIndex) -> Iterator[tuple[int, int]]:
    """The functions in lists and objects of steps, each with the call that runs them."""
    for number, call in enumerate(index.module.calls):
        for given in call.arguments[:1] if name_of(call) in FLOWS else ():
            match given:
                case Array(items):
                    steps = [*items]
                case Object(entries):
                    steps = [it for _, one in entries for it in (one.items if isinstance(one, Array) else (one,))]
                case _:
                    steps = []
            yield from ((one.index, number) for one in steps if isinstance(one, FunctionRef))


@query
def running_calls(db: Database, path: str) -> frozenset[int]:
    """The calls of a file that run the callbacks they are given at once: queries, and functions that are waited for."""
    index = index_of(db, path)
    calls = index.module.calls if index else ()
    waited = {number for number, _ in calls_in(db, path) if calls[number].is_awaited or calls[number].is_returned}
    return frozenset(waited | dict(queries_in(db, path)).keys())


@query
def queries_in(db: Database, path: str) -> tuple[tuple[int, bool], ...]:
    """The data-access calls of a file by number, each link of a chain, and whether they write."""
    index = index_of(db, path)
    places = {(one.place.line, one.place.column): one.is_write for one in data_access_in(db, path)}
    calls = index.module.calls if index else ()
    return tuple((number, places[at]) for number, call in enumerate(calls) if (at := (call.line, call.column)) in places)


@query
def units_of(db: Database, path: str) -> Units:
    """The units of a file that is there, made once: every write of it asks."""
    index = index_of(db, path)
    assert index is not None
    return Units(db, path, index)


def is_unit_of_work(index: ModuleIndex, call: Call) -> bool:
    return bool(UNITS_OF_WORK.search(dotted(index, call.callee)))


def name_of(call: Call) -> str:
    """What is called, without what it is called on."""
    return call.callee.id if isinstance(call.callee, Name) else method_of(call)


def _choices(index: ModuleIndex) -> list[Choice]:
    module = index.module
    todo: list[Expression] = [one.value for one in module.bindings] + [one.value for one in module.assignments]
    todo += [value for function in module.functions for value in function.returns]
    todo += [argument for call in module.calls for argument in call.arguments]
    found: list[Choice] = []
    while todo:
        match todo.pop():
            case Choice(options) as one:
                found.append(one)
                todo += options
            case Array(items):
                todo += items
            case Object(entries):
                todo += [value for _, value in entries]
            case Member(of, _):
                todo.append(of)
    return found


def _sides(choice: Choice, chains: Chains) -> list[set[int]]:
    """The calls of each option, as the first calls of their chains."""
    sides = [{chains.first(number) for number in calls_within(one)} for one in choice.options]
    return [one for one in sides if one]
