"""How expressions are written: dotted names, constant statuses, and which functions stand inside which."""

from __future__ import annotations

import re
from http import HTTPStatus

from healthtui.derive.inputs import ModuleIndex
from healthtui.derive.libraries.logging import DEBUG_GUARD
from healthtui.facts.source import Call, CallRef, Expression, Item, Literal, Member, Name

STATUS_BY_NAME = {status.name: int(status) for status in HTTPStatus} | {"UNPROCESSABLE_ENTITY": 422}


def inner_functions(index: ModuleIndex, function: int) -> list[int]:
    """A function and all functions inside it."""
    inside = {function}
    end = index.module.functions[function].end_line
    for number in range(function + 1, len(index.module.functions)):
        if index.module.functions[number].line > end:
            break
        if index.module.functions[number].parent in inside:
            inside.add(number)
    return sorted(inside)


def dotted(index: ModuleIndex, expression: Expression) -> str:
    """An expression as a dotted chain of names; calls inside are shown as `name()`, computed keys left out."""
    names: list[str] = []
    while True:
        match expression:
            case Member(of, name):
                names.append(name)
                expression = of
            case Name(name):
                names.append(name)
                break
            case CallRef(number):
                call = index.module.calls[number]
                names.append(f"{called_name(call)}()" if isinstance(call.callee, Member | Name) else "")
                if not isinstance(call.callee, Member):
                    break
                expression = call.callee.of
            case Item(of, _):
                expression = of
            case _:
                break
    return ".".join(filter(None, reversed(names)))


def root_of(expression: Expression) -> Expression:
    """What a chain of members starts from."""
    while isinstance(expression, Member):
        expression = expression.of
    return expression


def method_of(call: Call) -> str:
    """The name of the method that a call calls, or ""."""
    return call.callee.name if isinstance(call.callee, Member) else ""


def called_name(call: Call) -> str:
    """The last name of what a call calls, method or function; "" where it has none."""
    return call.callee.id if isinstance(call.callee, Name) else method_of(call)


def decorator_name(index: ModuleIndex, decorator: Expression) -> str:
    """What a decorator is called, without what it is called with or taken from."""
    return dotted(index, decorator).removesuffix("()").rpartition(".")[2]


def status_of(expression: Expression) -> int | None:
    """A constant HTTP status: a number, or a name such as `httpStatus.NOT_FOUND`."""
    if isinstance(expression, Literal) and isinstance(expression.value, float | int) and not isinstance(expression.value, bool):
        return int(expression.value) if 100 <= expression.value <= 599 else None
    return STATUS_BY_NAME.get(constant_case(expression.name)) if isinstance(expression, Member) else None


def constant_case(name: str) -> str:
    """`notFound` as `NOT_FOUND`."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name).upper()


def texts_of(call: Call) -> list[str]:
    """The constant texts among a call's arguments."""
    return [one.value for one in call.arguments if isinstance(one, Literal) and isinstance(one.value, str)]


def is_for_development(index: ModuleIndex, call: Call) -> bool:
    """Whether a call stands behind a guard of development or debugging."""
    around = (one for one in index.module.branches if one.line <= call.line <= one.end_line)
    return any(DEBUG_GUARD.search(one.test) for one in around)
