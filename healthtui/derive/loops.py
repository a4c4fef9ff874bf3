"""Loops over what is written down in the repository: `routes.forEach(route => …)` for each element of `routes`."""

from __future__ import annotations

from healthtui.derive.callers import arguments_given
from healthtui.derive.database import Database
from healthtui.derive.evaluate import Evaluator, Given
from healthtui.derive.inputs import index_of
from healthtui.derive.values import Literally, ParameterValue, Value, options_of
from healthtui.facts.source import Array, Member, Object, Spread

ITERATIONS = {"forEach", "map", "flatMap", "filter", "some", "every", "reduce", "each", "forEachSeries"}
MAX_ELEMENTS = 500


def elements_of_loop(db: Database, path: str, function: int) -> list[Given]:
    """What the parameter of an iteration callback stands for, once for each element; [{}] where it is none.

    The elements of a parameter are those that its callers give (one level), as in `new App([new UserRoute()])`.
    """
    index = index_of(db, path)
    if index is None or function < 0:
        return [{}]
    declared = index.module.functions[function]
    if declared.passed_to < 0 or not declared.parameters:
        return [{}]
    call = index.module.calls[declared.passed_to]
    if not isinstance(call.callee, Member) or call.callee.name not in ITERATIONS:
        return [{}]
    value = Evaluator(db).of(path, call.callee.of, call.function, call.owner)
    arrays = [inner for one in options_of(value) for inner in _written_down(db, one)]
    elements = [element for one in arrays for element in _elements(db, one)]
    return [{(path, function, 0): element} for element in elements[:MAX_ELEMENTS]] or [{}]


def _written_down(db: Database, value: Value) -> list[Value]:
    return arguments_given(db, value) if isinstance(value, ParameterValue) else [value]


def _elements(db: Database, value: Value) -> list[Value]:
    """The elements of an array that is written down; the values of an object."""
    if not isinstance(value, Literally):
        return []
    evaluator, found = Evaluator(db), list[Value]()
    if isinstance(value.expression, Array):
        for item in value.expression.items:
            if isinstance(item, Spread):
                for inner in options_of(evaluator.within(value, item.of)):
                    found += _elements(db, inner)
            else:
                found.append(evaluator.within(value, item))
    elif isinstance(value.expression, Object):
        found += [evaluator.within(value, one) for key, one in value.expression.entries if key != "..."]
    return found
