"""The parameters through which an app or router is handed on, whatever their types say."""

from __future__ import annotations

import re
from collections.abc import Iterator

from healthtui.derive.database import Database, query
from healthtui.derive.evaluation.callers import callers, given_in_call
from healthtui.derive.evaluation.evaluate import Evaluator, Given
from healthtui.derive.evaluation.loops import elements_of_loop
from healthtui.derive.evaluation.pieces import Slot, base_of, bound, class_around, injected, scopes_of, set_on_this
from healthtui.derive.evaluation.values import ClassValue, FunctionValue, ParameterValue, Value, options_of
from healthtui.derive.inputs import index_of
from healthtui.facts.base import Place
from healthtui.facts.source import Call, Name, Template

APP, ROUTER = "app", "router"
MAX_ROUTES = 1000  # that one function registers
_NAME = re.compile(r"^(?:express)?(?:(?P<app>app|application)|router)$", re.I)
_TYPE = re.compile(r"^(?:\w+\.)?(?:(?P<app>Express|Application)|I?Router)$")


def parameter_named(db: Database, path: str, function: int, name: str) -> ParameterValue | None:
    """The parameter that a plain name in a function stands for."""
    for scope in scopes_of(db, path, function) or ():
        if (found := bound(db, path, scope, name)) is not None:
            if isinstance(found, Slot) and not found.key:
                return ParameterValue(path, found.function, found.position)
            break
    return None


def given_by_callers(db: Database, path: str, call: Call) -> Iterator[tuple[Given, Place]]:
    """Of `app.get(path, …)` in a function that is given the path: what each of its callers gives, and where."""
    first = call.arguments[0] if len(call.arguments) > 1 else None
    names = [one.id for one in (first.parts if isinstance(first, Template) else (first,)) if isinstance(one, Name)]
    asked = [one for name in names if (one := parameter_named(db, path, call.function, name))]
    for function in [FunctionValue(path, one.function) for one in asked[:1]]:
        for caller, number in callers(db, function, MAX_ROUTES):
            calling = index_of(db, caller)
            outer = calling.module.calls[number] if calling else call
            for element in elements_of_loop(db, caller, outer):
                place = Place(caller, outer.line, outer.column)
                yield given_in_call(Evaluator(db, given=element), function, caller, number), place


def parameter_held(evaluator: Evaluator, path: str, function: int, name: str) -> ParameterValue | None:
    """The parameter that `this.name` in a method holds, set in its class or one that it extends."""
    db, number = evaluator.db, class_around(evaluator.db, path, function)
    for one in _ancestry(evaluator, ClassValue(path, number)) if number is not None and number >= 0 else ():
        for value, setter in set_on_this(db, one.path, one.index, name) or ():
            if isinstance(value, Name) and (found := parameter_named(db, one.path, setter, value.id)):
                return found
        if slot := injected(db, one.path, one.index, name):
            return ParameterValue(one.path, slot.function, slot.position)
    return None


def _ancestry(evaluator: Evaluator, one: ClassValue) -> Iterator[ClassValue]:
    """A class of the repository and what it extends."""
    todo, seen = [one], set[ClassValue]()
    while todo:
        one = todo.pop()
        if one not in seen:
            seen.add(one)
            yield one
            base = base_of(evaluator.db, one.path, one.index)
            values = options_of(evaluator.of(one.path, base, -1, one.index)) if base is not None else ()
            todo += [value for value in values if isinstance(value, ClassValue)]


def receivers_of(evaluator: Evaluator, path: str, call: Call) -> list[FunctionValue]:
    """The functions and constructors of the repository that a call gives its arguments."""
    called = options_of(evaluator.callee(path, call))
    if call.callee == Name("super") and (number := class_around(evaluator.db, path, call.function)) is not None and number >= 0:
        called = tuple(_ancestry(evaluator, ClassValue(path, number)))[1:2]
    found: list[FunctionValue] = []
    for value in called:
        if isinstance(value, ClassValue):
            value = evaluator.class_member(value.path, value.index, "constructor")
        if isinstance(value, FunctionValue):
            found.append(value)
    return found


@query
def stands_for(db: Database, value: Value) -> str | None:
    """The app or router that a parameter is by its type or name, as of `module.exports = (app) => …` that a loader calls."""
    index = index_of(db, value.path) if isinstance(value, ParameterValue) else None
    if index is None or not isinstance(value, ParameterValue):
        return None
    parameter = index.module.functions[value.function].parameters[value.position]
    match = _TYPE.search(parameter.type) if parameter.type else _NAME.search(parameter.name)
    return None if match is None else APP if match["app"] else ROUTER
