"""Who calls a function of the repository, and what its parameters are given."""

from __future__ import annotations

from healthtui.derive.database import Database, query
from healthtui.derive.evaluation.evaluate import Evaluator, Given, callee_of
from healthtui.derive.evaluation.pieces import call_at, parameter_count
from healthtui.derive.evaluation.values import ClassValue, FunctionValue, Literally, ParameterValue, Value, options_of
from healthtui.derive.inputs import index_of
from healthtui.derive.repository.packages import home_of, request_path_files
from healthtui.facts.source import Array, Member, Name, Require

MAX_CALLERS = 50


@query
def local_calls(db: Database, path: str) -> tuple[tuple[FunctionValue, int], ...]:
    """The calls of a file whose callee is a function or class of the repository, by their index."""
    index = index_of(db, path)
    found: list[tuple[FunctionValue, int]] = []
    evaluator = Evaluator(db)
    for number, call in enumerate(index.module.calls if index else ()):
        if isinstance(call.callee, Name | Member | Require) and not call.in_decorator:
            found += [(one, number) for value in options_of(callee_of(db, path, call)) if (one := _function(evaluator, value))]
    return tuple(found)


def _function(evaluator: Evaluator, value: Value) -> FunctionValue | None:
    if isinstance(value, ClassValue):
        value = evaluator.class_member(value.path, value.index, "constructor")
    return value if isinstance(value, FunctionValue) else None


@query
def _calls_by_function(db: Database, package: str) -> dict[FunctionValue, list[tuple[str, int]]]:
    found: dict[FunctionValue, list[tuple[str, int]]] = {}
    for path in request_path_files(db, package):
        for function, number in local_calls(db, path):
            found.setdefault(function, []).append((path, number))
    return found


def callers(db: Database, function: FunctionValue, at_most: int = MAX_CALLERS) -> list[tuple[str, int]]:
    """The calls (path, index) of a function within its package, at most so many that it stays quick."""
    package = home_of(db, function.path)
    return _calls_by_function(db, package).get(function, [])[:at_most]


def given_in_call(evaluator: Evaluator, function: FunctionValue, path: str, number: int) -> Given:
    """What the parameters of a function stand for in one call; the last takes what is left, as a list."""
    call, count = call_at(evaluator.db, path, number), parameter_count(evaluator.db, function.path, function.index)
    if call is None or not count:
        return {}
    values = [evaluator.argument(path, call, at) for at in range(min(count, len(call.arguments)))]
    if len(call.arguments) > count:
        values[-1] = Literally(path, Array(call.arguments[count - 1 :]), call.function, call.owner)
    return {(function.path, function.index, at): value for at, value in enumerate(values)}


def arguments_given(db: Database, parameter: ParameterValue) -> list[Value]:
    """What the callers give for a parameter, each as far as it is known."""
    found: list[Value] = []
    for path, number in callers(db, FunctionValue(parameter.path, parameter.function)):
        if call := call_at(db, path, number):
            value = Evaluator(db).argument(path, call, parameter.position)
            found += options_of(Evaluator(db).member(value, parameter.key) if parameter.key else value)
    return list(dict.fromkeys(found))


def default_given(db: Database, parameter: ParameterValue) -> list[Value]:
    """What a parameter is where a caller gives nothing."""
    index = index_of(db, parameter.path)
    default = index.module.functions[parameter.function].parameters[parameter.position].default if index else None
    if default is None or parameter.key:
        return []
    return list(options_of(Evaluator(db).of(parameter.path, default, parameter.function)))
