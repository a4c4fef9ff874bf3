"""The SQL text that a call is given, as far as it is written down."""

from __future__ import annotations

from healthtui.derive.evaluation.evaluate import Evaluator
from healthtui.derive.evaluation.values import Constant, Literally, options_of
from healthtui.facts.source import Call, Expression, Literal, Object, Template

_TEXT_KEYS = {"text", "sql", "query"}


def statement_of(evaluator: Evaluator, path: str, call: Call) -> str:
    """The statement, with `?` for each part that is not constant; "" where it is not written down."""
    for argument in call.arguments[:1]:
        for value in options_of(evaluator.of(path, argument, call.function, call.owner)):
            if isinstance(value, Constant) and isinstance(value.value, str):
                return value.value
            if isinstance(value, Literally):
                return _text(value.expression)
    return ""


def _text(expression: Expression) -> str:
    if isinstance(expression, Object):
        found = [value for key, value in expression.entries if key in _TEXT_KEYS]
        expression = found[0] if found else expression
    if isinstance(expression, Template):
        return "".join(str(part.value) if isinstance(part, Literal) else "?" for part in expression.parts)
    return str(expression.value) if isinstance(expression, Literal) and isinstance(expression.value, str) else ""
