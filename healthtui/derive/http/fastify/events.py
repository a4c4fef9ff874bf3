"""What is done to each Fastify instance, in order: routes, registrations, hooks, and being handed to a function."""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterator

import msgspec

from healthtui.derive.database import Database, query
from healthtui.derive.evaluation.decorated import instance_under
from healthtui.derive.evaluation.evaluate import Evaluator, Given, Situation
from healthtui.derive.evaluation.loops import elements_of_loop
from healthtui.derive.evaluation.values import Called, ClassValue, External, FunctionValue, ParameterValue, Value, options_of
from healthtui.derive.http.order import in_order
from healthtui.derive.inputs import ModuleIndex, index_of
from healthtui.derive.libraries.fastify import CHAINED, FRAMEWORK, INSTANCE_NAMES, MAKERS, VERBS
from healthtui.facts.base import Place
from healthtui.facts.source import Call, CallRef, Expression, Member, Name

_KINDS = dict.fromkeys(VERBS | {"route"}, "route") | {
    "register": "register", "addHook": "hook", "setErrorHandler": "error-handler", "use": "use", "after": "wait", "ready": "wait",
}  # fmt: skip


class Event(msgspec.Struct, frozen=True, gc=False):
    """Something done to an instance, or to the parameter that stands for one.

    `kind` is route, register, hook, error-handler, use, wait or pass; `name` is the method called. Of a pass, `target`
    is the parameter that receives the instance. `given` holds what parameters stand for in a loop.
    """

    node: Value
    kind: str
    name: str
    path: str
    place: Place
    function: int
    owner: int
    arguments: tuple[Expression, ...]
    is_awaited: bool = False
    target: Value | None = None
    given: Situation = ()


def is_made(value: Value) -> bool:
    """Whether a value is an instance that `fastify()` makes."""
    match value:
        case Called(External(module, name), _, _):
            return module == FRAMEWORK and name in MAKERS
    return False


@query
def events_in(db: Database, path: str) -> tuple[Event, ...]:
    """All events of a file, in the order in which they happen; of a chain, the inner call comes first."""
    index = index_of(db, path)
    if index is None:
        return ()
    typed = typed_instances(path, index)
    return tuple(event for call in in_order(index) for event in _Reading(db, path, index, typed, call).events())


def typed_instances(path: str, index: ModuleIndex) -> dict[Hashable, Value]:
    """Parameters that are typed as an instance stand for themselves, not for just any instance."""
    return {
        (path, number, position): ParameterValue(path, number, position)
        for number, function in enumerate(index.module.functions)
        for position, parameter in enumerate(function.parameters)
        if re.search(r"Fastify\w*", parameter.type)
    }


class _Reading:
    def __init__(self, db: Database, path: str, index: ModuleIndex, typed: Given, call: Call) -> None:
        self.db, self.path, self.index, self.call, self.typed = db, path, index, call, typed
        self.evaluator = Evaluator(db, given=typed)

    def events(self) -> Iterator[Event]:
        callee = self.call.callee
        if isinstance(callee, Member) and callee.name in _KINDS:
            for given in elements_of_loop(self.db, self.path, self.call):
                evaluator = Evaluator(self.db, given={**self.typed, **given}) if given else self.evaluator
                for node in self._nodes(evaluator, callee.of):
                    yield self._event(node, _KINDS[callee.name], callee.name, given=tuple(given.items()))
        elif self.call.arguments and not self.call.in_decorator:
            yield from self._passed()

    def _event(
        self, node: Value, kind: str, name: str = "", target: Value | None = None,
        given: Situation = (),
    ) -> Event:  # fmt: skip
        call = self.call
        place = Place(self.path, call.line, call.column)
        return Event(
            node, kind, name, self.path, place, call.function, call.owner, call.arguments, call.is_awaited, target, given
        )  # fmt: skip

    def _nodes(self, evaluator: Evaluator, base: Expression) -> list[Value]:
        while isinstance(base, CallRef):
            callee = self.index.module.calls[base.index].callee
            if not isinstance(callee, Member) or callee.name not in CHAINED:
                break
            base = callee.of
        if (parameter := self._parameter(base)) is not None:
            return [parameter]
        value = evaluator.of(self.path, base, self.call.function, self.call.owner)
        found = [instance_under(one) for one in options_of(value)]
        return [one for one in found if is_made(one) or isinstance(one, ParameterValue)]

    def _parameter(self, expression: Expression) -> ParameterValue | None:
        """The parameter that a plain name, or `this.name` set by the constructor's parameter, stands for."""
        if isinstance(expression, Member) and expression.of == Name("this"):
            return self._constructor_parameter(expression.name)
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

    def _constructor_parameter(self, name: str) -> ParameterValue | None:
        owner = self.index.owner_of(self.call.function)
        for member in self.index.module.classes[owner].members if owner >= 0 else ():
            if member.kind == "constructor" and member.function >= 0:
                for position, parameter in enumerate(self.index.module.functions[member.function].parameters):
                    if parameter.name == name:
                        return ParameterValue(self.path, member.function, position)
        return None

    def _passed(self) -> Iterator[Event]:
        """The instance is given to a function or constructor of the repository."""
        receivers: list[FunctionValue] | None = None
        for position, argument in enumerate(self.call.arguments):
            if not isinstance(argument, Name | Member) or not self._may_be_instance(argument):
                continue
            nodes = self._nodes(self.evaluator, argument)
            if nodes and receivers is None:
                receivers = self._receivers()
            for target in receivers or () if nodes else ():
                for node in nodes:
                    yield self._event(node, "pass", target=ParameterValue(target.path, target.index, position))

    def _may_be_instance(self, argument: Name | Member) -> bool:
        """Parameters that are neither named nor typed like an instance are not followed."""
        parameter = self._parameter(argument)
        if parameter is None:
            return True
        name = argument.id if isinstance(argument, Name) else argument.name
        return name in INSTANCE_NAMES or (self.path, parameter.function, parameter.position) in self.typed

    def _receivers(self) -> list[FunctionValue]:
        found: list[Value] = []
        for value in options_of(self.evaluator.callee(self.path, self.call)):
            if isinstance(value, ClassValue):
                found += options_of(self.evaluator.class_member(value.path, value.index, "constructor"))
            else:
                found.append(value)
        return [one for one in found if isinstance(one, FunctionValue)]
