"""Functions that make two or more writes, and the transactions that they are in."""

from __future__ import annotations

from healthtui.derive.data.calls import calls_in
from healthtui.derive.data.placement import is_in_repository_class, is_repository_module
from healthtui.derive.data.sql import statement_of
from healthtui.derive.data.transactions import cover_of
from healthtui.derive.data.units import Units, is_unit_of_work, name_of, queries_in, units_of
from healthtui.derive.database import Database, query
from healthtui.derive.evaluation.evaluate import Evaluator
from healthtui.derive.evaluation.values import Attribute, FunctionValue, ParameterValue, Unknown, options_of
from healthtui.derive.evaluation.written import dotted, method_of
from healthtui.derive.inputs import ModuleIndex, index_of
from healthtui.derive.libraries.transactions import KEEPS, NOT_COUNTED, REPOSITORIES, WRITING_METHODS
from healthtui.facts.base import Place
from healthtui.facts.data import MultiWrite
from healthtui.facts.source import Call, Member

_DEFINES = {"create", "drop", "alter", "call"}
_RUN_SQL = {"query", "exec", "execute", "run", "raw", "none", "any", "unsafe"}


@query
def multi_writes_in(db: Database, path: str) -> tuple[MultiWrite, ...]:
    """The functions of a file, in the order of place."""
    index = index_of(db, path)
    found: list[MultiWrite] = []
    for root, numbers in _writes_by_root(db, path).items() if index else ():
        assert index is not None
        function = index.module.functions[root]
        together = _together(db, path, numbers)
        if len(together) > 1 and not NOT_COUNTED.search(function.name):
            place = Place(path, function.line, function.column)
            found.append(MultiWrite(place, function.name or "the handler", len(together), _covered(db, path, numbers)))
    return tuple(sorted(found, key=lambda one: one.place))


def _covered(db: Database, path: str, numbers: list[int]) -> str:
    """The transaction that holds the writes of a function: all of them, or two at least."""
    covers = [cover_of(db, path, number) for number in numbers]
    inside = [one for one in covers if one is not None]
    for one in inside:
        if inside.count(one) > 1:
            return one.by
    return ""


def _together(db: Database, path: str, numbers: list[int]) -> list[int]:
    """Writes of which each can run along with each other one."""
    units = units_of(db, path)
    found: list[int] = []
    for number in numbers:
        if not any(units.is_never_both(number, one) for one in found):
            found.append(number)
    return found


@query
def own_writes_in(db: Database, path: str) -> tuple[tuple[int, int], ...]:
    """The writes of a file that its own statements make: the call, and the function that it belongs to."""
    index = index_of(db, path)
    if index is None or not any(writes for _, writes in queries_in(db, path)):
        return ()
    units, evaluator = units_of(db, path), Evaluator(db)
    calls = index.module.calls
    chains = {units.chains.first(number): number for number, is_write in queries_in(db, path) if is_write}
    writes = [number for number in chains.values() if not _defines(evaluator, path, calls[number])]
    return tuple((number, units.root(calls[number].function)) for number in writes)


def _defines(evaluator: Evaluator, path: str, call: Call) -> bool:
    """Whether SQL makes tables rather than rows."""
    if name_of(call) not in _RUN_SQL:
        return False
    return (statement_of(evaluator, path, call).split(maxsplit=1) or [""])[0].lower() in _DEFINES


@query
def direct_writes_in(db: Database, path: str) -> tuple[tuple[int, int], ...]:
    """The same, with the calls of writing methods of repository classes."""
    index = index_of(db, path)
    if index is None:
        return ()
    found = dict(own_writes_in(db, path))
    units = units_of(db, path)
    for number, target in calls_in(db, path):
        if number not in found and _is_of_repository(db, target) and _writes_itself(db, target):
            found[number] = units.root(index.module.calls[number].function)
    for number in _named_writes(db, path):
        found.setdefault(number, units.root(index.module.calls[number].function))
    return tuple(sorted(found.items()))


def _is_of_repository(db: Database, target: FunctionValue) -> bool:
    index = index_of(db, target.path)
    return index is not None and (is_repository_module(target.path) or is_in_repository_class(index, target.index))


def _writes_itself(db: Database, target: FunctionValue) -> bool:
    """Whether a method writes, or calls one of its own kind that does: `create` of a base class."""
    if target.index in dict(own_writes_in(db, target.path)).values():
        return True
    inner = [one for number, one in calls_in(db, target.path) if _is_made_by(db, target, number)]
    return any(one.index in dict(own_writes_in(db, one.path)).values() for one in inner)


def _is_made_by(db: Database, function: FunctionValue, number: int) -> bool:
    index = index_of(db, function.path)
    return index is not None and index.module.calls[number].function == function.index


@query
def _named_writes(db: Database, path: str) -> tuple[int, ...]:
    """Calls such as `this.orderRepository.save(order)` of a repository that is known by an interface only."""
    index = index_of(db, path)
    evaluator, found = Evaluator(db), list[int]()
    for number, call in enumerate(index.module.calls if index else ()):
        if index is None or not isinstance(call.callee, Member) or not WRITING_METHODS.match(call.callee.name):
            continue
        is_repository = REPOSITORIES.search(dotted(index, call.callee.of)) or _is_of_unit(index, call)
        if call.callee.name != "create" and is_repository:
            values = options_of(evaluator.callee(path, call))
            if all(isinstance(one, Unknown) or (isinstance(one, Attribute) and _is_given(one)) for one in values):
                found.append(number)
    return tuple(found)


def _is_of_unit(index: ModuleIndex, call: Call) -> bool:
    """`orders.save(order)` in `unitOfWork.run(async ({ orders }) => …)`, `em.persist(order)` in `em.transactional(…)`: what a
    unit of work hands to its callback."""
    root = dotted(index, call.callee).partition(".")[0]
    function = call.function
    while function >= 0:
        declared = index.module.functions[function]
        if any(root == one.name or root in one.keys for one in declared.parameters[:1]):
            taker = index.module.calls[declared.passed_to] if declared.passed_to >= 0 else None
            keeps = taker is not None and name_of(taker) == "transactional" and method_of(call) in KEEPS
            return taker is not None and (keeps or is_unit_of_work(index, taker))
        function = declared.parent
    return False


def _is_given(value: Attribute) -> bool:
    return isinstance(value.of, ParameterValue | Unknown)


def _writes_by_root(db: Database, path: str) -> dict[int, list[int]]:
    """The writes of each function of a file, those included that a function makes which it calls."""
    index = index_of(db, path)
    if index is None:
        return {}
    found = dict(direct_writes_in(db, path))
    units = units_of(db, path)
    for number, target in calls_in(db, path):
        if number not in found and target.index in dict(direct_writes_in(db, target.path)).values():
            found[number] = units.root(index.module.calls[number].function)
    by_root: dict[int, list[int]] = {}
    for number, root in sorted(found.items()):
        if root >= 0 and not _is_compensation(index, units, number):
            by_root.setdefault(root, []).append(number)
    return by_root


def _is_compensation(index: ModuleIndex, units: Units, number: int) -> bool:
    """Whether a write stands in what `.catch` is given: the one before it did not succeed."""
    takers = units.takers(index.module.calls[number].function)
    return any(name_of(index.module.calls[one]) == "catch" for one in takers)
