"""Decorators as what they come down to: those that the repository composes are taken apart."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec

from healthtui.derive.database import Database
from healthtui.derive.evaluation.evaluate import Evaluator
from healthtui.derive.evaluation.values import (
    UNKNOWN,
    Called,
    ClassValue,
    Constant,
    External,
    FunctionValue,
    Literally,
    Value,
    options_of,
)
from healthtui.derive.http.paths import UNKNOWN_PART, text_of
from healthtui.derive.inputs import ModuleIndex, index_of
from healthtui.facts.base import Place
from healthtui.facts.source import Array, Call, CallRef, Choice, Expression, FunctionRef, Member, Name, Object, Spread

MAX_DEPTH = 8
MAX_STEPS = 500  # of one decorator, or items of one array: no more is written by hand
Given = tuple[tuple[tuple[str, int, int], Value], ...]


class Scope(msgspec.Struct, frozen=True, gc=False):
    """Where an expression stands, and what the parameters around it are given."""

    path: str
    function: int = -1
    owner: int = -1
    given: Given = ()

    def evaluator(self, db: Database, *, follow_calls: bool = True) -> Evaluator:
        return Evaluator(db, given=dict(self.given), follow_calls=follow_calls)

    def value(self, db: Database, expression: Expression, *, follow_calls: bool = True) -> Value:
        return self.evaluator(db, follow_calls=follow_calls).of(self.path, expression, self.function, self.owner)


class Decoration(msgspec.Struct, frozen=True, gc=False):
    """A decorator at work: what is called, with which arguments. The place is where the decorated code names it."""

    callee: Value
    arguments: tuple[Expression, ...]
    scope: Scope
    place: Place

    @property
    def module(self) -> str:
        return self.callee.module if isinstance(self.callee, External) else ""

    @property
    def name(self) -> str:
        """The last part of its name in its package: `TypedRoute.Get` is `Get`."""
        return self.callee.name.rpartition(".")[2] if isinstance(self.callee, External) else ""

    def is_one(self, modules: Iterable[str], *names: str) -> bool:
        return self.module in modules and self.name in names


def class_decorations(db: Database, one: ClassValue) -> tuple[Decoration, ...]:
    """The decorators of a class."""
    index = index_of(db, one.path)
    if index is None:
        return ()
    declared = index.module.classes[one.index]
    scope = Scope(one.path, declared.function, one.index)
    return decorations(db, scope, declared.decorators, Place(one.path, declared.line, declared.column))


def decorations(db: Database, scope: Scope, decorators: Iterable[Expression], near: Place) -> tuple[Decoration, ...]:
    """Decorators that stand in a scope, composed ones taken apart; `near` is the place of one without a call."""
    found: list[Decoration] = []
    for one in decorators:
        found += _Expansion(db, _place_of(db, scope, one) or near).of(scope, one)
    return tuple(found)


def texts_of(db: Database, scope: Scope, expression: Expression) -> list[str]:
    """An expression as texts: several for an array of them."""
    return [text for one in items_of(db, scope, expression) for text in [text_of(scope.evaluator(db), one) or UNKNOWN_PART]]


def items_of(db: Database, scope: Scope, expression: Expression, *, follow_calls: bool = True) -> list[Value]:
    """The value of an expression, or the values of the items when it is an array that is written down."""
    evaluator, found = scope.evaluator(db, follow_calls=follow_calls), list[Value]()
    inner = expression.of if isinstance(expression, Spread) else expression
    todo = [(scope.value(db, inner, follow_calls=follow_calls), 0)]
    while todo and len(found) < MAX_STEPS:
        value, depth = todo.pop(0)
        if isinstance(value, Literally) and isinstance(value.expression, Array) and depth < MAX_DEPTH:
            items = [one.of if isinstance(one, Spread) else one for one in value.expression.items]
            todo = [(evaluator.within(value, one), depth + 1) for one in items[:MAX_STEPS]] + todo[:MAX_STEPS]
        else:
            found.append(value)
    return found


def object_of(db: Database, decoration: Decoration, position: int) -> dict[str, Expression]:
    """The entries of an object literal that a decorator is given; {} where it is none."""
    if position >= len(decoration.arguments):
        return {}
    value = decoration.scope.value(db, decoration.arguments[position])
    if isinstance(value, Literally) and isinstance(value.expression, Object):
        return dict(value.expression.entries)
    return {}


def _place_of(db: Database, scope: Scope, expression: Expression) -> Place | None:
    index = index_of(db, scope.path)
    if index is None or not isinstance(expression, CallRef):
        return None
    call = index.module.calls[expression.index]
    return Place(scope.path, call.line, call.column)


class _Expansion:
    """Follows one decorator through `applyDecorators` and functions of the repository."""

    def __init__(self, db: Database, place: Place) -> None:
        self.db, self.place = db, place

    def of(self, scope: Scope, expression: Expression) -> list[Decoration]:
        found: list[Decoration] = []
        todo, steps = [(scope, expression, 0)], 0
        while todo and steps < MAX_STEPS:
            where, one, depth = todo.pop(0)
            steps += 1
            if depth <= MAX_DEPTH:
                inner = list(self._step(where, one, found))
                todo = [(below, part, depth + 1) for below, part in inner] + todo
        return found

    def _step(self, scope: Scope, expression: Expression, found: list[Decoration]) -> Iterator[tuple[Scope, Expression]]:
        match expression:
            case Choice(options) | Array(options):
                yield from ((scope, one) for one in options)
            case Spread(of):
                yield from self._spread(scope, of)
            case CallRef(number):
                yield from self._called(scope, number, found)
            case FunctionRef(number):
                yield from self._applied_within(scope.path, number, scope.given)
            case Name() | Member():
                for value in options_of(scope.value(self.db, expression, follow_calls=False)):
                    match value:
                        case Called(_, path, number):
                            yield self._at(path, number), CallRef(number)
                        case FunctionValue(path, number):
                            yield from self._applied_within(path, number, ())
                        case External():
                            found.append(Decoration(value, (), scope, self.place))

    def _at(self, path: str, number: int) -> Scope:
        index = index_of(self.db, path)
        assert index is not None
        call = index.module.calls[number]
        return Scope(path, call.function, call.owner)

    def _called(self, scope: Scope, number: int, found: list[Decoration]) -> Iterator[tuple[Scope, Expression]]:
        index = index_of(self.db, scope.path)
        assert index is not None
        call = index.module.calls[number]
        for callee in options_of(scope.value(self.db, call.callee, follow_calls=False)):
            match callee:
                case External("@nestjs/common", "applyDecorators"):
                    yield from ((scope, one) for one in call.arguments)
                case FunctionValue(path, function):
                    given = self._given(scope, call.arguments, path, function)
                    yield from self._returned(path, function, given)
                case _:
                    found.append(Decoration(callee, call.arguments, scope, self.place))

    def _given(self, scope: Scope, arguments: tuple[Expression, ...], path: str, function: int) -> Given:
        index = index_of(self.db, path)
        assert index is not None
        given = [scope.value(self.db, one) for one in arguments]
        for position, parameter in enumerate(index.module.functions[function].parameters):
            if position >= len(given):
                default = parameter.default
                given.append(Scope(path).value(self.db, default) if default is not None else UNKNOWN)
        return tuple(((path, function, position), value) for position, value in enumerate(given) if value != UNKNOWN)

    def _returned(self, path: str, function: int, given: Given) -> Iterator[tuple[Scope, Expression]]:
        index = index_of(self.db, path)
        assert index is not None
        yield from ((Scope(path, function, -1, given), one) for one in index.module.functions[function].returns)

    def _applied_within(self, path: str, function: int, given: Given) -> Iterator[tuple[Scope, Expression]]:
        """What a decorator function applies by hand: `UseGuards(A)(target)`."""
        index = index_of(self.db, path)
        for number in index.calls_in.get(function, ()) if index else ():
            if index and isinstance(callee := index.module.calls[number].callee, CallRef):
                yield Scope(path, function, -1, given), callee

    def _spread(self, scope: Scope, of: Expression) -> Iterator[tuple[Scope, Expression]]:
        """The items of an array that is written down, and what is pushed to it beside."""
        for value in options_of(scope.value(self.db, of)):
            if isinstance(value, Literally) and isinstance(value.expression, Array):
                yield from ((Scope(value.path, value.function, value.owner, scope.given), one) for one in value.expression.items)
        index = index_of(self.db, scope.path)
        for number in index.calls_in.get(scope.function, ()) if index and isinstance(of, Name) else ():
            call = index.module.calls[number] if index else None
            if index and call and call.callee == Member(of, "push") and not self._is_left_out(scope, index, call):
                yield from ((scope, one) for one in call.arguments)

    def _is_left_out(self, scope: Scope, index: ModuleIndex, call: Call) -> bool:
        """Inside `if (secured)` where `secured` is given as false."""
        around = [
            one for one in index.module.branches if one.function == scope.function and one.line <= call.line <= one.end_line
        ]
        tests = [scope.value(self.db, Name(one.test)) for one in around if one.test.isidentifier()]
        return any(isinstance(one, Constant) and not one.value for one in tests)
