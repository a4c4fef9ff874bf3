"""Loops over what is written down in the repository: `routes.forEach(route => …)`, `for (const route of routes) …`."""

from __future__ import annotations

from collections.abc import Hashable, Iterator

from healthtui.derive.database import Database
from healthtui.derive.evaluation.callers import arguments_given
from healthtui.derive.evaluation.evaluate import Evaluator, Given
from healthtui.derive.evaluation.values import UNKNOWN, Constant, Literally, Namespace, ParameterValue, Value, options_of
from healthtui.derive.inputs import ModuleIndex, index_of
from healthtui.facts.source import (
    ELEMENT,
    Array,
    Call,
    CallRef,
    Expression,
    Item,
    Literal,
    Member,
    Name,
    Object,
    Spread,
    Template,
)

ITERATIONS = {"forEach", "map", "flatMap", "filter", "some", "every", "reduce", "each", "forEachSeries"}
MAX_ELEMENTS = 500
MAX_DEPTH = 4  # callers of callers that hand a list on


def elements_of_loop(db: Database, path: str, call: Call) -> list[Given]:
    """What the variable of the loop around a call stands for, once for each element; [{}] where there is no loop."""
    index = index_of(db, path)
    if index is None:
        return [{}]
    for key, listed in _loops_around(path, index, call):
        if found := _listed(db, path, index, listed, call):
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
    """The first names of a call's arguments and callee, and of what these were bound to in the same function."""
    todo, found = [call.callee, *call.arguments], list[str]()
    while todo and len(found) < MAX_ELEMENTS:
        match todo.pop():
            case Name(name) if name not in found:
                found.append(name)
                todo += [one.value for one in index.bindings.get((call.function, name), ())]
            case Member(of, _):
                todo.append(of)
            case Item(of, key):
                todo += [of, key]
            case Template(parts) | Array(parts):
                todo += parts
            case Object(entries):
                todo += [value for _, value in entries]
            case CallRef(number):
                inner = index.module.calls[number]
                todo += [inner.callee, *inner.arguments]
    return found


def _listed(db: Database, path: str, index: ModuleIndex, listed: Expression, call: Call) -> list[Value]:
    """The elements of what a loop goes over."""
    evaluator = Evaluator(db)
    over = index.module.calls[listed.index] if isinstance(listed, CallRef) else None
    match over:
        case Call(Member(Name("Object"), "entries" | "keys" | "values" as form), (argument,)):
            value = evaluator.of(path, argument, call.function, call.owner)
            return [_of_entry(form, *entry) for one in options_of(value) for entry in _entries(evaluator, one)]
    value = evaluator.of(path, listed, call.function, call.owner)
    found = [element for one in options_of(value) for element in _elements(db, one, 0)]
    return found + (_pushed(evaluator, path, index, listed) if isinstance(listed, Name) else [])


def _pushed(evaluator: Evaluator, path: str, index: ModuleIndex, listed: Name) -> list[Value]:
    """What a file adds to a list: `routes.push(users)`."""
    pushes = [call for call in index.module.calls if call.callee == Member(listed, "push")]
    return [evaluator.argument(path, call, position) for call in pushes for position in range(len(call.arguments))]


def _entries(evaluator: Evaluator, value: Value) -> list[tuple[str, Value, Value]]:
    """Key, value, and both as a pair, of each entry of an object or export of a file."""
    match value:
        case Literally(path, Object(entries), function, owner):
            return [
                (key, evaluator.within(value, one), Literally(path, Array((Literal(key), one)), function, owner))
                for key, one in entries
                if key != "..."
            ]
        case Namespace(path) if index := index_of(evaluator.db, path):
            return [(name, evaluator.export(path, name), UNKNOWN) for name in index.exports if name != "*"]
    return []


def _of_entry(form: str, key: str, value: Value, pair: Value) -> Value:
    return {"keys": Constant(key), "values": value, "entries": pair}[form]


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
