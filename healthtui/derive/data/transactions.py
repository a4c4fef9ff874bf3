"""The transaction that a write is in: its function's own, a decorator's, one that it is given, or every caller's."""

from __future__ import annotations

from typing import NamedTuple

from healthtui.derive.data.access import data_access_in
from healthtui.derive.data.calls import callers_by_function, calls_in
from healthtui.derive.data.units import Units, is_unit_of_work, name_of, units_of
from healthtui.derive.database import Database, query
from healthtui.derive.evaluation.values import FunctionValue
from healthtui.derive.evaluation.written import dotted, method_of
from healthtui.derive.inputs import ModuleIndex, index_of
from healthtui.derive.libraries.transactions import (
    BY_SESSION,
    DECORATORS,
    GIVEN_NAMES,
    GIVEN_TYPES,
    INTERCEPTORS,
    OPENING_SQL,
    OPENS,
    RUNS,
)
from healthtui.derive.repository.packages import home_of
from healthtui.facts.source import Array, Call, CallRef, Choice, Expression, FunctionRef, Literal, Member, Name, Object, Spread

MAX_LEVELS = 3  # of callers of callers
MAX_NESTED = 300


class Cover(NamedTuple):
    """A transaction: `at` is the call that runs it, -1 where it spans the function."""

    by: str
    at: int = -1


def cover_of(db: Database, path: str, number: int) -> Cover | None:
    """The transaction that a call is in, or None."""
    todo = [(path, number, 0)]
    first: Cover | None = None
    for where, at, level in todo:
        own = _own_cover(db, where, at)
        if level == 0:
            first = own
        if own is not None:
            continue
        index = index_of(db, where)
        root = units_of(db, where).root(index.module.calls[at].function) if index else -1
        callers = _callers(db, FunctionValue(where, root)) if root >= 0 and level < MAX_LEVELS else ()
        if not callers:
            return None
        todo += [(*one, level + 1) for one in callers if (*one, level + 1) not in todo]
    return first or Cover("its callers")


@query
def _callers(db: Database, function: FunctionValue) -> tuple[tuple[str, int], ...]:
    return tuple(callers_by_function(db, home_of(db, function.path)).get(function, ()))


def _own_cover(db: Database, path: str, number: int) -> Cover | None:
    index = index_of(db, path)
    if index is None:
        return None
    units = units_of(db, path)
    call = index.module.calls[number]
    root = units.root(call.function)
    if root < 0:
        return None
    if by := _decorated(index, root) or _given(index, units, root):
        return Cover(by)
    wrappers = _wrappers_called(db, path)
    for taker in units.around(call.function):
        taken = index.module.calls[taker]
        if RUNS.search(name_of(taken)) or taker in wrappers or is_unit_of_work(index, taken):
            return Cover(name_of(taken), taker) if _has_session(db, path, index, units, root) else None
    opened = _opened(index, units, root, call)
    return Cover(opened) if opened and _has_session(db, path, index, units, root) else None


def _calls_of(index: ModuleIndex, units: Units, root: int) -> list[Call]:
    return [one for one in index.module.calls if one.function >= root and units.root(one.function) == root]


def _opened(index: ModuleIndex, units: Units, root: int, write: Call) -> str:
    """What opens a transaction for the rest of a function: `queryRunner.startTransaction()`, `BEGIN`, a list of writes."""
    for call in _calls_of(index, units, root):
        name = name_of(call)
        takes_function = any(isinstance(one, FunctionRef) for one in call.arguments)
        if OPENS.match(name) and not takes_function:
            is_list = bool(call.arguments) and name in ("$transaction", "batch")
            if not is_list or not write.is_awaited:
                return name
        if _begins(call):
            return "BEGIN"
    return ""


@query
def _wrappers_called(db: Database, path: str) -> frozenset[int]:
    """The calls of a file that give a callback to a function which opens a transaction."""
    index = index_of(db, path)
    found: set[int] = set()
    for number, target in calls_in(db, path):
        takes_function = index and any(isinstance(one, FunctionRef) for one in index.module.calls[number].arguments)
        if takes_function and _opens(db, target):
            found.add(number)
    return frozenset(found)


def _begins(call: Call) -> bool:
    return bool(call.arguments) and isinstance(one := call.arguments[0], Literal) and bool(OPENING_SQL.match(str(one.value)))


def _opens(db: Database, function: FunctionValue) -> bool:
    index = index_of(db, function.path)
    for call in index.module.calls if index else ():
        if call.function == function.index and (RUNS.search(name_of(call)) or OPENS.match(name_of(call)) or _begins(call)):
            return True
    return False


def _decorated(index: ModuleIndex, root: int) -> str:
    """`@Transactional()` on a method or its class; an interceptor that opens a transaction for each request."""
    owner = index.module.functions[root].owner
    if owner < 0:
        return ""
    declared = index.module.classes[owner]
    method = next((one for one in declared.members if one.function == root), None)
    for one in (*(method.decorators if method else ()), *declared.decorators):
        name = dotted(index, one)
        if DECORATORS.search(name):
            return f"@{name.removesuffix('()')}"
        if name == "UseInterceptors()" and isinstance(one, CallRef):
            taken = [dotted(index, given) for given in index.module.calls[one.index].arguments]
            if found := next((text for text in taken if INTERCEPTORS.search(text)), ""):
                return found
    return ""


def _given(index: ModuleIndex, units: Units, root: int) -> str:
    """A transaction that the function is given, always, and hands to its writes."""
    function = index.module.functions[root]
    for one in function.parameters:
        named = {one.name, *one.keys} & GIVEN_NAMES or ({one.name} if GIVEN_TYPES.search(one.type) else set[str]())
        is_optional = one.default is not None or bool(dict(one.key_defaults).keys() & named) or "undefined" in one.type
        if named and not is_optional and any(_mentions(index, call, named) for call in _calls_of(index, units, root)):
            return next(iter(sorted(named)))
    return ""


def _has_session(db: Database, path: str, index: ModuleIndex, units: Units, root: int) -> bool:
    """MongoDB's writes are in a transaction only where they are given its session."""
    if not any(one.library in BY_SESSION for one in data_access_in(db, path)):
        return True
    return any(_mentions_session(call) for call in _calls_of(index, units, root) if not call.is_new)


def _mentions_session(call: Call) -> bool:
    if method_of(call) in ("endSession", "session"):
        return method_of(call) == "session"
    return any("session" in name.lower() for argument in call.arguments for name in _names_in(argument))


def _mentions(index: ModuleIndex, call: Call, named: set[str]) -> bool:
    if dotted(index, call.callee).partition(".")[0].removesuffix("()") in named:
        return True
    return any(name in named for argument in call.arguments for name in _names_in(argument))


def _names_in(expression: Expression) -> list[str]:
    """The names in a value, keys of its objects included."""
    todo: list[Expression] = [expression]
    found: list[str] = []
    for one in todo:
        if len(todo) > MAX_NESTED:
            break
        match one:
            case Name(name):
                found.append(name)
            case Member(of, name):
                found.append(name)
                todo.append(of)
            case Spread(of):
                todo.append(of)
            case Array(items) | Choice(items):
                todo += items
            case Object(entries):
                found += [key for key, _ in entries]
                todo += [value for _, value in entries]
    return found
