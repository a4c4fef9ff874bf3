"""What happens to each app and router, in order: routes, middleware, mounts, and being handed to a function."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from healthtui.derive.database import Database, query
from healthtui.derive.evaluation.evaluate import Evaluator, Given
from healthtui.derive.evaluation.loops import elements_of_loop
from healthtui.derive.evaluation.values import (
    Attribute,
    Constant,
    FunctionValue,
    ParameterValue,
    Value,
    options_of,
)  # fmt: skip
from healthtui.derive.evaluation.written import called_name
from healthtui.derive.http.express.libraries import LIBRARY_CALLS, library_events
from healthtui.derive.http.express.listing import functions_loaded_by
from healthtui.derive.http.express.nodes import CHAINED, OTHERS, VERBS, Event, kind_of, node_of
from healthtui.derive.http.express.parameters import given_by_callers, parameter_held, parameter_named, receivers_of
from healthtui.derive.http.order import in_order
from healthtui.derive.inputs import ModuleIndex, index_of
from healthtui.facts.base import Place
from healthtui.facts.source import Call, CallRef, Expression, Item, Member, Name


@query
def events_in(db: Database, path: str) -> tuple[Event, ...]:
    """All events of a file, in the order in which they happen: of a chain, too, whose last call holds the others."""
    index = index_of(db, path)
    if index is None:
        return ()
    found: list[Event] = []
    evaluator = Evaluator(db)
    for call in in_order(index):
        found += _Reading(evaluator, path, index, call).events()
    return tuple(found)


class _Reading:
    def __init__(self, evaluator: Evaluator, path: str, index: ModuleIndex, call: Call) -> None:
        self.evaluator, self.path, self.index, self.call = evaluator, path, index, call

    def events(self) -> Iterator[Event]:
        callee = self.call.callee
        if isinstance(callee, Item) or (isinstance(callee, Member) and callee.name in VERBS | OTHERS):
            for given, place in self._situations():
                evaluator = Evaluator(self.evaluator.db, given=given) if given else self.evaluator
                if name := self._called(evaluator, callee):
                    yield from self._registered(evaluator, callee.of, name, place)
            return
        if called_name(self.call) in LIBRARY_CALLS:
            yield from library_events(self.evaluator, self.path, self.call, partial(self._nodes, self.evaluator))
        if self.call.arguments and not self.call.in_decorator:
            yield from self._passed()

    def _situations(self) -> list[tuple[Given, Place]]:
        """Once for each element of the loop around it; in a function that is given the path, once for each of its callers."""
        db, place = self.evaluator.db, Place(self.path, self.call.line, self.call.column)
        given = elements_of_loop(db, self.path, self.call)
        if given == [{}] and (found := list(given_by_callers(db, self.path, self.call))):
            return found
        return [(one, place) for one in given]

    def _called(self, evaluator: Evaluator, callee: Member | Item) -> str:
        """The name of the method; of `app[route.method](…)` the verb that the key stands for, or ""."""
        if isinstance(callee, Member):
            return callee.name
        key = callee.key
        if isinstance(key, CallRef) and isinstance(inner := self.index.module.calls[key.index].callee, Member):
            key = inner.of if inner.name == "toLowerCase" else key
        value = evaluator.of(self.path, key, self.call.function, self.call.owner)
        verb = str(value.value).lower() if isinstance(value, Constant) else ""
        return verb if verb in VERBS else ""

    def _registered(self, evaluator: Evaluator, of: Expression, name: str, place: Place) -> Iterator[Event]:
        base, route = self._base_of(of)
        if name in OTHERS and route is not None:
            return
        arguments = self.call.arguments
        if name != "use" and route is None:
            if not arguments or (len(arguments) == 1):  # `app.get('setting')` reads a setting
                return
            route, arguments = arguments[0], arguments[1:]
        for node in self._nodes(evaluator, base):
            yield Event(
                node, name if name in OTHERS else "route", self.path, place,
                self.call.function, self.call.owner, arguments, _method(name), route, None, tuple(evaluator.given.items()),
            )  # fmt: skip

    def _base_of(self, expression: Expression) -> tuple[Expression, Expression | None]:
        """The app or router under a chain `router.route(path).get(…).post(…)` or `router.get(…).post(…)`, and the path."""
        while isinstance(expression, CallRef):
            call = self.index.module.calls[expression.index]
            if not isinstance(call.callee, Member):
                break
            if call.callee.name == "route" and len(call.arguments) == 1:
                return call.callee.of, call.arguments[0]
            if call.callee.name not in CHAINED:
                break
            expression = call.callee.of
        return expression, None

    def _nodes(self, evaluator: Evaluator, base: Expression) -> list[Value]:
        call = self.call
        if isinstance(base, Name) and not evaluator.given:
            parameter = parameter_named(evaluator.db, self.path, call.function, base.id)
            if parameter is not None:
                return [parameter]
        found: list[Value] = []
        for one in options_of(evaluator.of(self.path, base, call.function, call.owner)):
            if node := node_of(evaluator.db, one):
                found.append(node)
            elif isinstance(one, ParameterValue) or is_typed_router(one):
                found.append(one)
        if not found and isinstance(base, Member) and base.of == Name("this"):
            held = parameter_held(evaluator, self.path, call.function, base.name)
            found += [held] if held is not None else []
        return found

    def _passed(self) -> Iterator[Event]:
        """The node is given to a function or constructor of the repository."""
        receivers: list[FunctionValue] | None = None
        for position, argument in enumerate(self.call.arguments):
            if not isinstance(argument, Name | Member):
                continue
            nodes = self._nodes(self.evaluator, argument)
            if not nodes:
                continue
            if receivers is None:
                receivers = receivers_of(self.evaluator, self.path, self.call) or functions_loaded_by(
                    self.evaluator.db, self.path, self.evaluator.callee(self.path, self.call)
                )
            for target in receivers:
                parameter = ParameterValue(target.path, target.index, position)
                for node in nodes:
                    place = Place(self.path, self.call.line, self.call.column)
                    yield Event(node, "pass", self.path, place, self.call.function, self.call.owner, (), target=parameter)


def is_typed_router(value: Value) -> bool:
    """An attribute of something that is typed as an app or router is not one; the thing itself is."""
    return isinstance(value, Attribute) and kind_of(value.of) is not None and value.name == "router"


def _method(name: str) -> str:
    return {"del": "DELETE"}.get(name, name.upper())
