"""Loops over what is written down in the repository: `routes.forEach(route => …)`, `for (const route of routes) …`."""

from __future__ import annotations

from collections.abc import Hashable, Iterator

from healthtui.derive.callers import arguments_given
from healthtui.derive.database import Database
from healthtui.derive.evaluate import Evaluator, Given
from healthtui.derive.inputs import ModuleIndex, index_of
from healthtui.derive.values import Literally, ParameterValue, Value, options_of
from healthtui.facts.source import ELEMENT, Array, Call, CallRef, Expression, Member, Name, Object, Spread

ITERATIONS = {"forEach", "map", "flatMap", "filter", "some", "every", "reduce", "each", "forEachSeries"}
MAX_ELEMENTS = 500
MAX_DEPTH = 4  # callers of callers that hand a list on


def elements_of_loop(db: Database, path: str, call: Call) -> list[Given]:
    """What the variable of the loop around a call stands for, once for each element; [{}] where there is no loop."""
    index = index_of(db, path)
    if index is None:
        return [{}]
    for key, listed in _loops_around(path, index, call):
        value = Evaluator(db).of(path, listed, call.function, call.owner)
        found = [element for one in options_of(value) for element in _elements(db, one, 0)]
        if found:
            return [{key: element} for element in found[:MAX_ELEMENTS]]
    return [{}]


def _loops_around(path: str, index: ModuleIndex, call: Call) -> Iterator[tuple[Hashable, Expression]]:
    """The loop variable, as `Given` names it, and the list, for each loop that the call takes part in."""
    function = call.function
    if function >= 0:
        declared = index.module.functions[function]
        around = index.module.calls[declared.passed_to] if declared.passed_to >= 0 and declared.parameters else None
        if around is not None and isinstance(around.callee, Member) and around.callee.name in ITERATIONS:
            yield (path, function, 0), around.callee.of
    for name in _names_in(index, call) if call.in_loop else ():
        for binding in index.bindings.get((function, name), ()):
            expression = binding.value
            while isinstance(expression, Member) and expression.name != ELEMENT:
                expression = expression.of
            if isinstance(expression, Member):
                yield (path, expression), expression.of


def _names_in(index: ModuleIndex, call: Call) -> list[str]:
    """The first names of a call's arguments and callee."""
    todo, found = [call.callee, *call.arguments], list[str]()
    while todo:
        match todo.pop():
            case Name(name):
                found.append(name)
            case Member(of, _):
                todo.append(of)
            case CallRef(number):
                inner = index.module.calls[number]
                todo += [inner.callee, *inner.arguments]
    return found


def _elements(db: Database, value: Value, depth: int) -> list[Value]:
    """The elements of an array that is written down, here or by those who hand it on; the values of an object."""
    if isinstance(value, ParameterValue) and depth < MAX_DEPTH:
        return [element for one in arguments_given(db, value) for element in _elements(db, one, depth + 1)]
    if not isinstance(value, Literally) or depth >= MAX_DEPTH:
        return []
    evaluator, found = Evaluator(db), list[Value]()
    if isinstance(value.expression, Array):
        for item in value.expression.items:
            if isinstance(item, Spread):
                for inner in options_of(evaluator.within(value, item.of)):
                    found += _elements(db, inner, depth + 1)
            else:
                found.append(evaluator.within(value, item))
    elif isinstance(value.expression, Object):
        found += [evaluator.within(value, one) for key, one in value.expression.entries if key != "..."]
    return found
