"""The SQL text that a call is given, as far as it is written down."""

from __future__ import annotations

import re
from collections.abc import Iterator

from healthtui.derive.evaluation.evaluate import Evaluator
from healthtui.derive.evaluation.pieces import scopes_of
from healthtui.derive.evaluation.values import Constant, Literally, Value, options_of
from healthtui.derive.inputs import ModuleIndex, index_of
from healthtui.facts.source import Assignment, Call, Expression, Literal, Name, Object, Template

_TEXT_KEYS = {"text", "sql", "query"}
_OPENS = re.compile(r"\s*\(?\s*(?:select|insert|update|delete|replace|with|call|begin|commit|rollback)\b", re.I)
_LIMIT = re.compile(r"\b(?:limit|offset|fetch|top)\b.*", re.I | re.S)


def statement_of(evaluator: Evaluator, path: str, call: Call) -> str:
    """The statement, with `?` for each part that is not constant; "" where it is not written down.

    What is put to it later is part of it: `sql += ' LIMIT 10'`; a limit only where that is done on every call.
    """
    for argument in call.arguments[:1]:
        for value in options_of(evaluator.of(path, argument, call.function, call.owner)):
            if said := _said(value):
                return " ".join((said, *_put_to_it(evaluator, path, argument, call)))
    return ""


def _said(value: Value) -> str:
    if isinstance(value, Constant):
        return value.value if isinstance(value.value, str) else ""
    return _text(value.expression) if isinstance(value, Literally) else ""


def _text(expression: Expression) -> str:
    if isinstance(expression, Object):
        found = [value for key, value in expression.entries if key in _TEXT_KEYS]
        expression = found[0] if found else expression
    if isinstance(expression, Template):
        return "".join(str(part.value) if isinstance(part, Literal) else "?" for part in expression.parts)
    return str(expression.value) if isinstance(expression, Literal) and isinstance(expression.value, str) else ""


def _put_to_it(evaluator: Evaluator, path: str, argument: Expression, call: Call) -> Iterator[str]:
    index = index_of(evaluator.db, path)
    if index is None or not isinstance(argument, Name):
        return
    scopes = scopes_of(evaluator.db, path, call.function) or ()
    holder = next((one for one in scopes if (one, argument.id) in index.bindings), None)
    for one in index.assigned(argument.id) if holder is not None else ():
        text = _text(one.value)
        if one.function in scopes and one.line <= call.line and text and not _OPENS.match(text):
            yield _LIMIT.sub("", text) if _is_conditional(index, one, call) else text


def _is_conditional(index: ModuleIndex, assignment: Assignment, call: Call) -> bool:
    """Whether the call is also made where nothing is assigned."""
    branches = [(one.function, one.line, one.end_line) for one in index.module.branches]
    branches += [(one.function, one.line, one.end_line) for one in index.module.alternatives]
    return any(
        function == assignment.function and line <= assignment.line <= end and not line <= call.line <= end
        for function, line, end in branches
    )
