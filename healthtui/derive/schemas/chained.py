"""The conditions of query builders: `.where('email', email)`, `.where('u.email = :email')`, `.where(eq(users.email, email))`."""

from __future__ import annotations

import re

from healthtui.derive.data.sql import statement_of
from healthtui.derive.evaluation.written import method_of
from healthtui.derive.inputs import ModuleIndex
from healthtui.derive.libraries.schemas import CHAIN_WHERES, COMPARING
from healthtui.derive.schemas.conditions import Conditions, Fields
from healthtui.facts.source import Call, CallRef, Expression, FunctionRef, Literal, Member, Name, Object, Template

_COMPARISON = re.compile(
    r"""[\s(]*(?:["`]?(?P<of>\w+)["`]?\.)?["`]?(?P<field>[A-Za-z_]\w*)["`]?\s*(?P<operator>=|<=?|>=?|in\b|is\s+null\b|between\b|$)""",
    re.IGNORECASE,
)
_NOT_SERVED = re.compile(r"like|!=|<>|not|~|match", re.IGNORECASE)
_AND = re.compile(r"\band\b", re.IGNORECASE)
_OR = re.compile(r"\bor\b", re.IGNORECASE)
_WHERE = re.compile(r"\bwhere\b", re.IGNORECASE)
_AFTER = re.compile(r"\b(?:group\s+by|order\s+by|limit|offset|having|returning|for\s+update|union)\b|;", re.IGNORECASE)
_SOURCE = re.compile(
    r"""\b(?:from|join|update|into)\s+(?:["`]?\w+["`]?\.)?["`]?(?P<table>\w+)["`]?"""
    r"""(?:\s+(?:as\s+)?["`]?(?P<alias>(?!where\b|set\b|on\b|join\b|left\b|right\b|inner\b|outer\b|cross\b|full\b)\w+)["`]?)?""",
    re.IGNORECASE,
)
_NAMES_TABLE = {"", "from", "into", "table", "selectFrom", "insertInto", "updateTable", "deleteFrom"}
_HANDLES = {"knex", "trx", "db"}  # members of what holds the connection
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
    """The fields that a piece of SQL compares, in their order, as they are written: none where there are alternatives."""
    if len(text) > _MAX_SQL or _OR.search(text):
        return []
    matches = [_COMPARISON.match(part) for part in _AND.split(text)]
    return [".".join(filter(None, (one["of"], one["field"]))) for one in matches if one]


def asked_in_sql(text: str) -> tuple[str, list[str]]:
    """The table of a statement, and the fields that its first `WHERE` compares with, an alias made the table's name."""
    where = _WHERE.search(text[:_MAX_SQL])
    sources = list(_SOURCE.finditer(text[: where.start()])) if where else []
    if where is None or not sources:
        return "", []
    aliases = {one["alias"] or one["table"]: one["table"] for one in sources}
    main = sources[0]["table"]
    fields: list[str] = []
    for written in fields_of_condition(_AFTER.split(text[where.end() : _MAX_SQL])[0]):
        alias, _, field = written.rpartition(".")
        if alias or len(aliases) == 1:
            fields.append(f"{aliases.get(alias, main)}.{field}")
    return main, fields


def table_named(calls: list[Call]) -> str:
    """The table that a builder names: `knex('users as u')`, `.from('users')`, `selectFrom('users')`."""
    for number, call in enumerate(calls):
        if call.arguments and (method_of(call) in _NAMES_TABLE or (not number and method_of(call) in _HANDLES)):
            given = call.arguments[0]
            if isinstance(given, Literal) and isinstance(given.value, str):
                return given.value.split(" ")[0].rpartition(".")[2]
    return ""


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
            fields.append(f"{column.of.id}.{column.name}" if isinstance(column.of, Name) else column.name)
    return fields


def compared_under_where(index: ModuleIndex, call: Call) -> list[str]:
    """The fields of `findFirst({ where: eq(users.email, email) })`, also where a callback gives the conditions."""
    for key, value in call.arguments[0].entries if call.arguments and isinstance(call.arguments[0], Object) else ():
        if key == "where":
            function = index.module.functions[value.index] if isinstance(value, FunctionRef) else None
            given = function.returns[:1] if function else (value,)
            return [field for one in given for field in _compared(index, one)]
    return []
