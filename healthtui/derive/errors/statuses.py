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
            if value == UNKNOWN and not _is_own_member(option):
                found.append(status_of(option) or 0)
    return [one for one in dict.fromkeys(found) if one]


def _constant(value: object) -> int | None:
    match value:
        case Constant(float() | int() as number):
            return status_of(Literal(number))
        case External(_, name) if not _is_own_code(name):
            return STATUS_BY_NAME.get(constant_case(name.rpartition(".")[2]))
    return None


def _is_own_member(expression: Expression) -> bool:
    return isinstance(expression, Member) and isinstance(expression.of, Member) and _is_own_code(f"{expression.of.name}.")


def _is_own_code(name: str) -> bool:
    """A code that a class of errors numbers itself, as `Parse.Error.NOT_FOUND`: no status of HTTP."""
    return name.rpartition(".")[0].endswith(("Error", "Exception"))


def status_named(name: str) -> int:
    """The status that a class or factory is named by: `NotFoundException`, `badRequest`, `ConflictError`; else 0."""
    word = constant_case(name)
    for ending in ("", "_EXCEPTION", "_ERROR"):
        stem = word.removesuffix(ending)
        if status := STATUS_BY_NAME.get(stem) or OTHER_NAMES.get(stem):
            return status if status >= 400 else 0
    return 0
