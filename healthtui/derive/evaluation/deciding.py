"""Which of two values a condition takes, where a loop or a caller says what it asks: `route.open ? [] : [auth]`."""

from __future__ import annotations

import re

from healthtui.derive.evaluation.shared import Evaluation
from healthtui.derive.evaluation.values import UNKNOWN, Attribute, Constant, Literally, ParameterValue, Value
from healthtui.facts.source import Choice, Expression, Member, Name, Object

_ASKED = re.compile(r"(!?)([A-Za-z_$][\w$]*)((?:\.[A-Za-z_$][\w$]*)*)")


def decided(evaluation: Evaluation, path: str, choice: Choice, function: int, owner: int, depth: int) -> tuple[Expression, ...]:
    """The option that is taken; all of them where that is not known."""
    match = _ASKED.fullmatch(choice.test)
    if match is None or len(choice.options) != 2:
        return choice.options
    asked: Expression = Name(match[2])
    for name in match[3].split(".")[1:]:
        asked = Member(asked, name)
    if asked == choice.options[0]:  # `a.b && c`
        return choice.options
    said = _truth(evaluation, path, asked, function, owner, depth)
    return choice.options if said is None else (choice.options[0 if said != bool(match[1]) else 1],)


def _truth(evaluation: Evaluation, path: str, asked: Expression, function: int, owner: int, depth: int) -> bool | None:
    value = evaluation.of(path, asked, function, owner, depth + 1)
    if isinstance(value, Constant):
        return bool(value.value)
    if value == UNKNOWN and isinstance(asked, Member):
        holder = evaluation.of(path, asked.of, function, owner, depth + 1)
        return False if _lacks(holder, asked.name) else None
    return None if isinstance(value, Attribute | ParameterValue) or value == UNKNOWN else True


def _lacks(holder: Value, name: str) -> bool:
    """Whether an object is written down without a key."""
    if not isinstance(holder, Literally) or not isinstance(holder.expression, Object):
        return False
    return all(key not in (name, "...", "[]") for key, _ in holder.expression.entries)
