"""Which HTTP status an expression stands for."""

from __future__ import annotations

from healthtui.derive.evaluate import Evaluator
from healthtui.derive.http.written import STATUS_BY_NAME, constant_case, status_of
from healthtui.derive.libraries.errors import OTHER_NAMES
from healthtui.derive.values import UNKNOWN, Constant, External, options_of
from healthtui.facts.source import Choice, Expression, Item, Literal, Member, Name


def statuses_of(evaluator: Evaluator, path: str, expression: Expression, function: int, owner: int = -1) -> list[int]:
    """Each status that an expression may be: a number, a constant, or a name such as `HttpStatus.NOT_FOUND`."""
    found: list[int] = []
    for option in expression.options if isinstance(expression, Choice) else (expression,):
        if isinstance(option, Literal):
            found.append(status_of(option) or 0)
        elif isinstance(option, Member | Name | Item):
            value = evaluator.of(path, option, function, owner)
            found += [_constant(one) or 0 for one in options_of(value)]
            if value == UNKNOWN:
                found.append(status_of(option) or 0)
    return [one for one in dict.fromkeys(found) if one]


def _constant(value: object) -> int | None:
    match value:
        case Constant(float() | int() as number):
            return status_of(Literal(number))
        case External(_, name):
            return STATUS_BY_NAME.get(constant_case(name.rpartition(".")[2]))
    return None


def status_named(name: str) -> int:
    """The status that a class or factory is named by: `NotFoundException`, `badRequest`, `ConflictError`; else 0."""
    word = constant_case(name)
    for ending in ("", "_EXCEPTION", "_ERROR"):
        stem = word.removesuffix(ending)
        if status := STATUS_BY_NAME.get(stem) or OTHER_NAMES.get(stem):
            return status if status >= 400 else 0
    return 0
