"""Which function of the repository calls which, as far as names are followed."""

from __future__ import annotations

from healthtui.derive.database import Database, query
from healthtui.derive.evaluate import Evaluator
from healthtui.derive.inputs import index_of
from healthtui.derive.packages import request_path_files
from healthtui.derive.values import FunctionValue, options_of
from healthtui.facts.source import Member, Name


@query
def calls_in(db: Database, path: str) -> tuple[tuple[int, FunctionValue], ...]:
    """The calls of a file whose callee is a function of the repository, by their index."""
    index = index_of(db, path)
    evaluator = Evaluator(db)
    found: list[tuple[int, FunctionValue]] = []
    for number, call in enumerate(index.module.calls if index else ()):
        if isinstance(call.callee, Name | Member) and not call.in_decorator and not call.is_new:
            values = options_of(evaluator.callee(path, call))
            found += [(number, value) for value in values if isinstance(value, FunctionValue)]
    return tuple(found)


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
