"""Parameters: what callers and iterations give for them, and which of them are the request's."""

from __future__ import annotations

from collections.abc import Iterator

from healthtui.derive.evaluation.callers import callers
from healthtui.derive.evaluation.pieces import Slot
from healthtui.derive.evaluation.values import FunctionValue
from healthtui.derive.evaluation.written import dotted
from healthtui.derive.http.code import REPLY_NAMES
from healthtui.derive.inputs import ModuleIndex, index_of
from healthtui.derive.libraries.fastify import VERBS
from healthtui.derive.libraries.text import (
    ITERATING,
    LITERAL_TYPE,
    NUMERIC_TYPE,
    OF_THE_SCHEMA,
    REDUCING,
    REQUEST_DECORATORS,
    REQUEST_PARTS,
)
from healthtui.derive.security.parts import MAX_LEVELS, Origin, State, Step, constant, taken_of
from healthtui.derive.security.validated import Validated
from healthtui.facts.source import Call, CallRef, Expression, Function, Item, Literal, Member, Parameter


class Parameters(Validated):
    """The steps from a parameter."""

    def parameter(self, index: ModuleIndex, state: State, slot: Slot, taken: Member | Item | None = None) -> Iterator[Step]:
        function = index.module.functions[slot.function]
        parameter = function.parameters[slot.position] if slot.position < len(function.parameters) else None
        if parameter is None:
            return
        if slot.key in REQUEST_PARTS and slot.position == 0 and _answers(index, function):
            yield self.part(state, Origin.REQUEST)
        elif function.passed_to >= 0:
            yield from self._iterated(index, state, slot, function.passed_to)
        elif any(_names(index, one, REQUEST_DECORATORS) for one in parameter.decorators):
            yield self._decorated(index, state, parameter, slot.key or (taken.name if isinstance(taken, Member) else ""))
        elif not taken and (NUMERIC_TYPE.match(parameter.type) or LITERAL_TYPE.search(parameter.type)):
            yield self.part(state, Origin.UNCLEAR)
        else:
            is_entered = bool(state.entered) and state.entered[-1][:2] == (state.path, slot.function)
            given: list[Step] = list(self._given(state, slot, taken)) if is_entered or state.level < MAX_LEVELS else []
            yield from given or [self.part(state, Origin.PARAMETER)]

    def _decorated(self, index: ModuleIndex, state: State, parameter: Parameter, name: str) -> Step:
        """What a decorator of NestJS or its like takes of the request; of a class, as that validates its property."""
        listed = self.of_class(state.path, parameter.type, name) if name else False
        if listed or listed is None:
            return constant(state) if listed else self.part(state, Origin.PARAMETER)
        return self.part(state, _origin_of_decorated(index, parameter.decorators, parameter.type))

    def _iterated(self, index: ModuleIndex, state: State, slot: Slot, number: int) -> Iterator[Step]:
        """The parameter of a callback: of an iteration it is an element, then its number."""
        call = index.module.calls[number]
        is_iteration = isinstance(call.callee, Member) and call.callee.name in ITERATING
        position = slot.position
        if isinstance(call.callee, Member) and call.callee.name in REDUCING:
            if position == 0:
                yield state._replace(expression=CallRef(number), function=call.function, owner=call.owner, line=call.line)
                return
            is_iteration, position = True, position - 1
        if not is_iteration:
            is_schema = bool(OF_THE_SCHEMA.search(dotted(index, state.expression)))
            yield constant(state) if is_schema else self.part(state, Origin.UNCLEAR)
        elif position and not slot.key:
            yield constant(state)
        else:
            assert isinstance(call.callee, Member)
            yield state._replace(expression=call.callee.of, function=call.function, owner=call.owner, line=call.line)

    def _given(self, state: State, slot: Slot, taken: Member | Item | None) -> Iterator[State]:
        """What the call gives by which the function was entered, or each of its callers."""
        entered = state.entered[-1] if state.entered else None
        if entered is not None and entered[:2] == (state.path, slot.function):
            back = state._replace(level=state.level - 1, entered=state.entered[:-1])
            calls = [(entered.caller, entered.number)]
        else:
            back = state._replace(level=state.level + 1, is_given=True, entered=())
            calls = callers(self.db, FunctionValue(state.path, slot.function))
        for path, number in calls:
            index = index_of(self.db, path)
            call = index.module.calls[number] if index else None
            if call is not None and slot.position < len(call.arguments):
                value = call.arguments[slot.position]
                value = Member(value, slot.key) if slot.key else taken_of(taken, value) if taken else value
                yield back._replace(path=path, expression=value, function=call.function, owner=call.owner, line=call.line)


def _answers(index: ModuleIndex, function: Function) -> bool:
    """A handler: it is given a request and a reply, is called so in a route, or is given to `app.get('/orders', …)`."""
    taking = index.module.calls[function.passed_to] if function.passed_to >= 0 else None
    is_route = taking is not None and isinstance(taking.callee, Member) and taking.callee.name in VERBS and _is_path(taking)
    is_called_so = function.name == "handler" and len(function.parameters) == 1
    return is_route or is_called_so or any(one.name in REPLY_NAMES for one in function.parameters[1:2])


def _is_path(call: Call) -> bool:
    first = call.arguments[0]
    return isinstance(first, Literal) and str(first.value).startswith("/")


def _names(index: ModuleIndex, decorator: Expression, wanted: frozenset[str]) -> bool:
    return dotted(index, decorator).removesuffix("()").rpartition(".")[2] in wanted


def _origin_of_decorated(index: ModuleIndex, decorators: tuple[Expression, ...], type_: str) -> Origin:
    """What a pipe parses is no text any more; a type alone is a promise."""
    calls = [index.module.calls[one.index] for one in decorators if isinstance(one, CallRef)]
    given = [dotted(index, argument) for call in calls for argument in call.arguments]
    if any("Parse" in one and one.removesuffix("()").endswith("Pipe") for one in given):
        return Origin.CONSTANT
    return Origin.UNCLEAR if NUMERIC_TYPE.match(type_) or LITERAL_TYPE.search(type_) else Origin.REQUEST
