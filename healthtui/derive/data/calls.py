"""Which function of the repository calls which, as far as names are followed."""

from __future__ import annotations

import re

from healthtui.derive.database import Database, query
from healthtui.derive.evaluation.callers import arguments_given
from healthtui.derive.evaluation.evaluate import Evaluator, callee_of
from healthtui.derive.evaluation.values import UNKNOWN, Attribute, FunctionValue, ParameterValue, Value, options_of
from healthtui.derive.inputs import index_of
from healthtui.derive.repository.packages import request_path_files
from healthtui.facts.source import FunctionRef, Member, Name, Object, Require

_FACTORY = re.compile(r"^(?:make|create|build|new|init|setup)[A-Z]|[a-z]Factory$")


@query
def calls_in(db: Database, path: str) -> tuple[tuple[int, FunctionValue], ...]:
    """The calls of a file whose callee is a function of the repository, by their index."""
    index = index_of(db, path)
    evaluator = Evaluator(db)
    found: list[tuple[int, FunctionValue]] = []
    for number, call in enumerate(index.module.calls if index else ()):
        if isinstance(call.callee, Name | Member | Require) and not call.in_decorator and not call.is_new:
            for value in options_of(callee_of(db, path, call)):
                one = _of_factory(evaluator, value) if isinstance(value, Attribute) else value
                found += [(number, one)] if isinstance(one, FunctionValue) else []
    return tuple(found)


def _of_factory(evaluator: Evaluator, value: Attribute) -> Value:
    """What `orders.add` stands for in `makeCheckout({ orders })`, where all who make one give the same."""
    if not isinstance(value.of, ParameterValue) or not _is_factory(evaluator.db, value.of):
        return UNKNOWN
    found = {evaluator.member(one, value.name) for one in arguments_given(evaluator.db, value.of)}
    return found.pop() if len(found) == 1 else UNKNOWN


def _is_factory(db: Database, parameter: ParameterValue) -> bool:
    """By its name, or because it returns an object of functions: `module.exports = ({ orders }) => ({ add() { … } })`."""
    index = index_of(db, parameter.path)
    declared = index.module.functions[parameter.function] if index else None
    if declared is None:
        return False
    made = [value for one in declared.returns if isinstance(one, Object) for _, value in one.entries]
    return bool(_FACTORY.search(declared.name)) or any(isinstance(one, FunctionRef) for one in made)


@query
def edges_in(db: Database, path: str) -> tuple[tuple[int, FunctionValue], ...]:
    """Which function of a file calls which function of the repository."""
    index = index_of(db, path)
    calls = index.module.calls if index else ()
    return tuple(dict.fromkeys((calls[number].function, target) for number, target in calls_in(db, path)))


@query
def callers_by_function(db: Database, package: str) -> dict[FunctionValue, list[tuple[str, int]]]:
    """The calls (path, index) of each function in the request-path code of a package."""
    found: dict[FunctionValue, list[tuple[str, int]]] = {}
    for path in request_path_files(db, package):
        for number, target in calls_in(db, path):
            found.setdefault(target, []).append((path, number))
    return found


def inside(db: Database, function: FunctionValue) -> set[int]:
    """A function, and the callbacks that it passes on: what it only returns or names is not run by it."""
    index = index_of(db, function.path)
    within = {function.index}
    functions = index.module.functions if index else ()
    for number in range(function.index + 1, len(functions)):
        if functions[number].parent in within and functions[number].passed_to >= 0:
            within.add(number)
    return within
