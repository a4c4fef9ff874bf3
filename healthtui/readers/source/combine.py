"""Expressions made of expressions: choices, sums and text, with constants folded."""

from __future__ import annotations

import operator
from collections.abc import Callable

from healthtui.facts import source as facts
from healthtui.facts.source import Expression

ARITHMETIC: dict[str, Callable[[float, float], float]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": operator.truediv,
}
MAX_TEST = 160  # characters


def choice(options: list[Expression], test: str = "") -> Expression:
    flat: list[Expression] = []
    tests = [test] if test else []
    for option in options:
        if type(option) is facts.Choice:
            flat.extend(option.options)
            tests.extend([option.test] if option.test else [])
        else:
            flat.append(option)
    return facts.Choice(tuple(flat), "; ".join(tests)[:MAX_TEST])


def add(operands: list[Expression]) -> Expression:
    """Text when any operand is text, or when all are named (`prefix + route.path`); a number when all are numbers."""
    if any(type(operand) is facts.Template or is_text(operand) for operand in operands):
        return text(tuple(operands))
    if all(isinstance(operand, facts.Name | facts.Member | facts.Item) for operand in operands):
        return facts.Template(tuple(operands))
    total = operands[0]
    for operand in operands[1:]:
        total = fold("+", total, operand)
    return total


def text(parts: tuple[Expression, ...]) -> Expression:
    """Text from parts: templates inside are spliced in, and neighbouring constants joined."""
    joined: list[Expression] = []
    constants: list[str] = []
    for part in parts:
        for piece in part.parts if type(part) is facts.Template and not part.tag else (part,):
            if type(piece) is facts.Literal and isinstance(piece.value, str):
                constants.append(piece.value)
                continue
            if constants:
                joined.append(facts.Literal("".join(constants)))
                constants = []
            joined.append(piece)
    if constants or not joined:
        joined.append(facts.Literal("".join(constants)))
    return joined[0] if len(joined) == 1 and is_text(joined[0]) else facts.Template(tuple(joined))


def is_text(value: Expression) -> bool:
    return type(value) is facts.Literal and isinstance(value.value, str)


def fold(sign: str, left: Expression, right: Expression) -> Expression:
    """The result of `-`, `*`, `/` or `+` of numbers, else both as they stand."""
    a, b = (side.value if type(side) is facts.Literal else None for side in (left, right))
    if isinstance(a, float) and isinstance(b, float):
        try:
            return facts.Literal(ARITHMETIC[sign](a, b))
        except ArithmeticError:
            return facts.Other("binary_expression")
    return facts.Arithmetic(sign, (left, right))
