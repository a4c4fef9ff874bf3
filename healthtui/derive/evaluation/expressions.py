"""Expressions as they are written: what they are made of, and where in a file they stand."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from healthtui.derive.inputs import ModuleIndex
from healthtui.facts.source import Array, Choice, Expression, Member, Object, Spread, Template

MAX_STEPS = 400  # of one expression


def parts_of(expression: Expression) -> tuple[Expression, ...]:
    """What an expression is made of, one step down."""
    match expression:
        case Object(entries):
            return tuple(value for _, value in entries)
        case Array(parts) | Choice(parts) | Template(parts):
            return parts
        case Member(of) | Spread(of):
            return (of,)
    return ()


def chosen_of(expression: Expression) -> tuple[Expression, ...]:
    """An expression, or each of those of which a condition chooses one."""
    return expression.options if isinstance(expression, Choice) else (expression,)


def expressions_of(index: ModuleIndex) -> Iterator[Expression]:
    """Every expression of a file that may hold options."""
    module = index.module
    yield from (argument for call in module.calls for argument in call.arguments)
    yield from (one.value for one in module.bindings)
    yield from (one.value for one in module.assignments)
    yield from (one.value for one in module.exports)
    yield from (one for function in module.functions for one in function.returns)
    yield from (member.value for one in module.classes for member in one.members if member.value is not None)


def objects_in(expressions: Iterable[Expression]) -> Iterator[Object]:
    """The object literals in some expressions, at any depth."""
    for expression in expressions:
        todo, steps = [expression], 0
        while todo and steps < MAX_STEPS:
            one, steps = todo.pop(), steps + 1
            if isinstance(one, Object):
                yield one
            todo += parts_of(one)
