"""The handlers of a registration: one by one, of lists, and of what lists are filled with and made of."""

from __future__ import annotations

from collections.abc import Iterator

from healthtui.derive.database import Database
from healthtui.derive.evaluation.callers import given_in_call
from healthtui.derive.evaluation.evaluate import Evaluator
from healthtui.derive.evaluation.pieces import call_at
from healthtui.derive.evaluation.values import Called, FunctionValue, Literally, Value, options_of
from healthtui.derive.http.express.nodes import Event
from healthtui.derive.http.model import Handler
from healthtui.derive.inputs import index_of
from healthtui.facts.source import Array, Call, Expression, Member, Name, Spread


def handlers_of(db: Database, event: Event, arguments: tuple[Expression, ...]) -> Iterator[Handler]:
    """The handlers that the arguments of an event are, in order."""
    evaluator = Evaluator(db, follow_calls=False, given=dict(event.given))
    for argument in arguments:
        yield from _flattened(event, evaluator, argument)


def _flattened(event: Event, evaluator: Evaluator, argument: Expression) -> Iterator[Handler]:
    """An argument; of an array (also behind a name, or spread) each of its items."""
    inner = argument.of if isinstance(argument, Spread) else argument
    value = evaluator.of(event.path, inner, event.function, event.owner)
    value, evaluator = _made_list(value, evaluator)
    for one in options_of(value) if any(isinstance(v, Literally) for v in options_of(value)) else (value,):
        if isinstance(one, Literally) and isinstance(one.expression, Array):
            for given, item in _items_of(evaluator, one, one.expression):
                yield Handler(
                    event.place, given.path, item, given.function, given.owner, evaluator.within(given, item), event.given
                )
            for call, item in _pushed_before(evaluator.db, event, inner):
                made = evaluator.of(event.path, item, call.function, call.owner)
                yield Handler(event.place, event.path, item, call.function, call.owner, made, event.given)
        else:
            yield Handler(event.place, event.path, inner, event.function, event.owner, one, event.given)


def _made_list(value: Value, evaluator: Evaluator) -> tuple[Value, Evaluator]:
    """The list that a function makes of what it is given: `secured(handler)` → `[auth, handler]`."""
    if not isinstance(value, Called) or not isinstance(value.callee, FunctionValue):
        return value, evaluator
    given = given_in_call(evaluator, value.callee, value.path, value.index)
    made = Evaluator(evaluator.db, given=given).call(value.path, value.index)
    is_list = isinstance(made, Literally) and isinstance(made.expression, Array)
    return (made, Evaluator(evaluator.db, follow_calls=False, given=given)) if is_list else (value, evaluator)


def _items_of(evaluator: Evaluator, listed: Literally, written: Array) -> Iterator[tuple[Literally, Expression]]:
    """The items of a list and where they stand: `[...middlewares.map((one) => one.execute.bind(one)), handler]`, too."""
    for item in written.items:
        if not isinstance(item, Spread):
            yield listed, item
            continue
        for value in options_of(evaluator.within(listed, item.of)):
            for inner in options_of(_made(evaluator, _unmapped(evaluator, value))):
                if isinstance(inner, Literally) and isinstance(inner.expression, Array):
                    yield from ((inner, one) for one in inner.expression.items)


def _unmapped(evaluator: Evaluator, value: Value) -> Value:
    """The list under `list.map(…)`: a middleware that is wrapped or bound still does what it does."""
    call = call_at(evaluator.db, value.path, value.index) if isinstance(value, Called) else None
    if call is None or not isinstance(value, Called) or not isinstance(call.callee, Member) or call.callee.name != "map":
        return value
    return evaluator.of(value.path, call.callee.of, call.function, call.owner)


def _made(evaluator: Evaluator, value: Value) -> Value:
    """The list that a function of the repository returns: `[...rules(), validate]`."""
    if isinstance(value, Called) and isinstance(value.callee, FunctionValue):
        return Evaluator(evaluator.db).call(value.path, value.index)
    return value


def _pushed_before(db: Database, event: Event, listed: Expression) -> Iterator[tuple[Call, Expression]]:
    """What a list is filled with before an event, whatever happens: `chain.push(requireUser)`."""
    index = index_of(db, event.path) if isinstance(listed, Name) else None
    for call in index.module.calls if index else ():
        is_before = call.function in (-1, event.function) and call.line < event.place.line
        if index and is_before and call.callee == Member(listed, "push"):
            branches = (one for one in index.module.branches if one.function == call.function)
            if not any(one.line <= call.line <= one.end_line for one in branches):
                yield from ((call, one) for one in call.arguments)
