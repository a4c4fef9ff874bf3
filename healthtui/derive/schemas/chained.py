"""The conditions of query builders: `.where('email', email)`, `.where('u.email = :email')`, `.where(eq(users.email, email))`."""

from __future__ import annotations

import re

from healthtui.derive.data.chains import method_of
from healthtui.derive.data.sql import statement_of
from healthtui.derive.inputs import ModuleIndex
from healthtui.derive.libraries.schemas import CHAIN_WHERES, COMPARING
from healthtui.derive.schemas.conditions import Conditions, Fields
from healthtui.facts.source import Call, CallRef, Expression, Literal, Member, Name, Object, Template

_COMPARISON = re.compile(
    r"""[\s(]*(?:[\w"'`?${}]+\.)?["`]?(?P<field>[A-Za-z_]\w*)["`]?\s*(?P<operator>=|<=?|>=?|in\b|is\s+null\b|between\b|$)""",
    re.IGNORECASE,
)
_NOT_SERVED = re.compile(r"like|!=|<>|not|~|match", re.IGNORECASE)
_AND = re.compile(r"\band\b", re.IGNORECASE)
_OR = re.compile(r"\bor\b", re.IGNORECASE)
_MAX_SQL = 4000  # characters of a statement
_MAX_NODES = 100


def fields_in_chain(conditions: Conditions, path: str, index: ModuleIndex, groups: list[list[Call]]) -> list[Fields]:
    """The fields of a statement's conditions. `groups` are the calls of each of its parts: those that stand apart may
    hold only now and then, so they are filters of their own unless the first part has conditions already."""
    found: list[Fields] = []
    for number, calls in enumerate(groups):
        alternatives = _of_group(conditions, path, index, calls)
        if number == 0 and alternatives:
            return alternatives
        found += alternatives
    return found


def _of_group(conditions: Conditions, path: str, index: ModuleIndex, calls: list[Call]) -> list[Fields]:
    alternatives: list[list[str]] = [[]]
    for call in calls:
        method = method_of(call)
        if method not in CHAIN_WHERES or not call.arguments:
            continue
        if method.startswith("or"):
            alternatives.append([])
        alternatives[-1] += _of_where(conditions, path, index, call)
    return [tuple(dict.fromkeys(fields)) for fields in alternatives if fields]


def _of_where(conditions: Conditions, path: str, index: ModuleIndex, call: Call) -> list[str]:
    given = call.arguments[0]
    if isinstance(given, CallRef):
        return _compared(index, given)
    if isinstance(given, Literal | Template):
        operator = call.arguments[1] if len(call.arguments) > 2 else None
        if isinstance(operator, Literal) and _NOT_SERVED.search(str(operator.value)):
            return []
        return fields_of_condition(statement_of(conditions.evaluator, path, call))
    objects = conditions.objects(path, given, call.function, call.owner)
    found = [fields for one in objects for fields in conditions.alternatives(one)]
    return list(found[0]) if len(found) == 1 else []


def fields_of_condition(text: str) -> list[str]:
    """The fields that a piece of SQL compares, in their order: () where it is one of several alternatives."""
    if len(text) > _MAX_SQL or _OR.search(text):
        return []
    matches = [_COMPARISON.match(part) for part in _AND.split(text)]
    return [one["field"] for one in matches if one]


def _compared(index: ModuleIndex, given: Expression) -> list[str]:
    """`and(eq(users.email, email), …)` in its order; of `or(…)` nothing."""
    fields: list[str] = []
    todo: list[Expression] = [given]
    while todo and len(fields) < _MAX_NODES:
        one = todo.pop()
        if not isinstance(one, CallRef):
            continue
        call = index.module.calls[one.index]
        name = call.callee.id if isinstance(call.callee, Name) else method_of(call)
        column = call.arguments[0] if call.arguments else None
        if name == "and":
            todo += reversed(call.arguments)
        elif name in COMPARING and isinstance(column, Member):
            fields.append(column.name)
    return fields


def where_entries(call: Call) -> list[Expression]:
    """`findFirst({ where: eq(users.email, email) })`: conditions that are a call under `where`."""
    objects = [one for one in call.arguments[:1] if isinstance(one, Object)]
    return [value for one in objects for key, value in one.entries if key == "where" and isinstance(value, CallRef)]
