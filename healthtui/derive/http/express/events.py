"""What happens to each app and router, in order: routes, middleware, mounts, and being handed to a function."""

from __future__ import annotations

from collections.abc import Hashable, Iterator

import msgspec

from healthtui.derive.database import Database, query
from healthtui.derive.evaluate import Evaluator, Given
from healthtui.derive.inputs import ModuleIndex, index_of
from healthtui.derive.loops import elements_of_loop
from healthtui.derive.values import (
    Attribute,
    Called,
    ClassValue,
    Constant,
    External,
    FunctionValue,
    ParameterValue,
    Value,
    options_of,
)  # fmt: skip
from healthtui.facts.base import Place
from healthtui.facts.source import Call, CallRef, Expression, Literal, Member, Name

VERBS = {"get", "post", "put", "patch", "delete", "head", "options", "all", "del", "search", "propfind", "copy", "move"}
ROUTER_MODULES = {"express-promise-router", "express-router", "@awaitjs/express", "router", "express-async-router"}
APP, ROUTER = "app", "router"


class Event(msgspec.Struct, frozen=True, gc=False):
    """Something done to a node (an app or router, or the parameter that stands for one).

    `kind` is route, use or pass; of a route `method` and `route` (the expression of its path); of a pass `target` is the
    parameter that receives the node. The arguments are expressions in `function` of `path`, with `given` in force.
    """

    node: Value
    kind: str
    path: str
    place: Place
    function: int
    owner: int
    arguments: tuple[Expression, ...]
    method: str = ""
    route: Expression | None = None
    target: Value | None = None
    given: tuple[tuple[Hashable, Value], ...] = ()


def kind_of(value: Value) -> str | None:
    """Whether a value is an Express app or router that is made here."""
    match value:
        case Called(External("express", ""), _, _):
            return APP
        case Called(External("express", name), _, _) if name.rpartition(".")[2] == "Router":
            return ROUTER
        case Called(External(module, _), _, _) if module in ROUTER_MODULES:
            return ROUTER
    return None


@query
def events_in(db: Database, path: str) -> tuple[Event, ...]:
    """All events of a file, in the order of place."""
    index = index_of(db, path)
    if index is None:
        return ()
    found: list[Event] = []
    evaluator = Evaluator(db)
    for call in index.module.calls:
        found += _Reading(evaluator, path, index, call).events()
    return tuple(found)


class _Reading:
    def __init__(self, evaluator: Evaluator, path: str, index: ModuleIndex, call: Call) -> None:
        self.evaluator, self.path, self.index, self.call = evaluator, path, index, call

    def events(self) -> Iterator[Event]:
        callee = self.call.callee
        if isinstance(callee, Member) and (callee.name in VERBS or callee.name == "use"):
            for given in elements_of_loop(self.evaluator.db, self.path, self.call):
                yield from self._registered(callee, given)
        elif self.call.arguments and not self.call.in_decorator:
            yield from self._passed()

    def _registered(self, callee: Member, given: Given) -> Iterator[Event]:
        base, route = self._base_of(callee.of)
        if callee.name == "use" and route is not None:
            return
        arguments = self.call.arguments
        if callee.name != "use" and route is None:
            if not arguments or (len(arguments) == 1):  # `app.get('setting')` reads a setting
                return
            route, arguments = arguments[0], arguments[1:]
        evaluator = Evaluator(self.evaluator.db, given=given) if given else self.evaluator
        for node in self._nodes(evaluator, base):
            yield Event(
                node, "use" if callee.name == "use" else "route", self.path, Place(self.path, self.call.line, self.call.column),
                self.call.function, self.call.owner, arguments, _method(callee.name), route, None, tuple(given.items()),
            )  # fmt: skip

    def _base_of(self, expression: Expression) -> tuple[Expression, Expression | None]:
        """The app or router under a chain `router.route(path).get(…).post(…)` or `router.get(…).post(…)`, and the path."""
        while isinstance(expression, CallRef):
            call = self.index.module.calls[expression.index]
            if not isinstance(call.callee, Member):
                break
            if call.callee.name == "route" and len(call.arguments) == 1:
                return call.callee.of, call.arguments[0]
            if call.callee.name not in VERBS and call.callee.name != "use":
                break
            expression = call.callee.of
        return expression, None

    def _nodes(self, evaluator: Evaluator, base: Expression) -> list[Value]:
        if (parameter := self._parameter(base)) is not None and not evaluator.given:
            return [parameter]
        value = evaluator.of(self.path, base, self.call.function, self.call.owner)
        return [one for one in options_of(value) if kind_of(one) or isinstance(one, ParameterValue) or is_typed_router(one)]

    def _parameter(self, expression: Expression) -> ParameterValue | None:
        """The parameter that a plain name stands for, whatever its type says."""
        if not isinstance(expression, Name):
            return None
        function = self.call.function
        while function >= 0:
            if (function, expression.id) in self.index.bindings:
                return None
            for position, parameter in enumerate(self.index.module.functions[function].parameters):
                if parameter.name == expression.id:
                    return ParameterValue(self.path, function, position)
            function = self.index.module.functions[function].parent
        return None

    def _passed(self) -> Iterator[Event]:
        """The node is given to a function or constructor of the repository."""
        receivers: list[Value] | None = None
        for position, argument in enumerate(self.call.arguments):
            if not isinstance(argument, Name | Member):
                continue
            nodes = self._nodes(self.evaluator, argument)
            if not nodes:
                continue
            if receivers is None:
                receivers = self._receivers()
            for target in receivers:
                if isinstance(target, FunctionValue):
                    parameter = ParameterValue(target.path, target.index, position)
                    for node in nodes:
                        place = Place(self.path, self.call.line, self.call.column)
                        yield Event(node, "pass", self.path, place, self.call.function, self.call.owner, (), target=parameter)

    def _receivers(self) -> list[Value]:
        found: list[Value] = []
        for value in options_of(self.evaluator.callee(self.path, self.call)):
            if isinstance(value, ClassValue):
                found += options_of(self.evaluator.class_member(value.path, value.index, "constructor"))
            elif isinstance(value, FunctionValue):
                found.append(value)
        return found


def is_typed_router(value: Value) -> bool:
    """An attribute of something that is typed as an app or router is not one; the thing itself is."""
    return isinstance(value, Attribute) and kind_of(value.of) is not None and value.name == "router"


def _method(name: str) -> str:
    return {"del": "DELETE"}.get(name, name.upper())


def is_text(expression: Expression, value: Value) -> bool:
    """Whether a first argument of `use` is a path."""
    return isinstance(expression, Literal) or (isinstance(value, Constant) and isinstance(value.value, str))
