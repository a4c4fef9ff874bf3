"""List queries that cannot grow: lookups by a list of keys, the roles of one user."""

from __future__ import annotations

import re

from healthtui.derive.data.bounds import LIMIT_KEYS, LIMIT_METHODS
from healthtui.derive.evaluation.evaluate import Evaluator
from healthtui.derive.evaluation.values import Literally, options_of
from healthtui.derive.evaluation.written import method_of
from healthtui.derive.inputs import ModuleIndex, index_of
from healthtui.facts.source import Call, CallRef, Expression, FunctionRef, Literal, Member, Name, Object

_BY_KEYS = re.compile(r"(?:By|For|With)\w*?(?:Ids|IDs|Keys|Slugs|Emails|Names|Codes|Uuids)$")
_KEY = re.compile(r"(?:^|_)(?:id|ids|key|keys|slug|email|uuid|sku|code|name|username|hash)$|(?:Id|Ids|Key|Slug|Email|Uuid|Code)$")
_USER = re.compile(r"^(?:user|account|member|employee|owner|person)(?:_?id)?$", re.I)
_ROLE = re.compile(r"(?:^|_|[a-z])[rR]oles?$|[pP]ermissions?$")
MAX_NODES = 300
_ONE = Literal(1.0)


def is_of_one(calls: list[Call]) -> bool:
    """Whether a chain asks for one row: `.limit(1)`, `{ take: 1 }`."""
    return any(
        (method_of(call) in LIMIT_METHODS and one == _ONE)
        or (isinstance(one, Object) and any(key in LIMIT_KEYS and value == _ONE for key, value in one.entries))
        for call in calls
        for one in call.arguments[:2]
    )


def takes_first(index: ModuleIndex, calls: list[Call]) -> bool:
    """Whether only the first row goes on: `.then((rows) => rows[0].name)`."""
    for call in calls:
        given = call.arguments[0] if call.arguments and method_of(call) == "then" else None
        declared = index.module.functions[given.index] if isinstance(given, FunctionRef) else None
        if declared is not None and declared.parameters and declared.returns:
            first = Member(Name(declared.parameters[0].name), "0")
            return all(_begins_with(one, first) for one in declared.returns)
    return False


def binds_first(index: ModuleIndex, links: list[int]) -> bool:
    """Whether only the first row is given a name: `const [[user]] = await connection.query(…)`."""
    firsts = {Member(Member(CallRef(one), "0"), "0") for one in links}
    return any(one.value in firsts for one in index.module.bindings)


def _begins_with(expression: Expression, first: Member) -> bool:
    while isinstance(expression, Member) and expression != first:
        expression = expression.of
    return expression == first


def is_key_lookup(evaluator: Evaluator, path: str, calls: list[Call], function: str) -> bool:
    """Whether a chain asks for rows by a list of keys."""
    if _BY_KEYS.search(function):
        return True
    return any(method_of(one) == "whereIn" or _asks_in(evaluator, path, one) for one in calls)


def _asks_in(evaluator: Evaluator, path: str, call: Call) -> bool:
    todo: list[tuple[str, Expression]] = [("", one) for one in call.arguments]
    for key, one in todo:
        if len(todo) > MAX_NODES:
            break
        match one:
            case Object(entries):
                if _KEY.search(key) and any(inner in ("in", "$in") for inner, _ in entries):
                    return True
                todo += [(inner if inner not in ("where", "AND", "$and") else key, value) for inner, value in entries]
            case CallRef(number) if _is_in(evaluator, path, number, key):
                return True
            case Name() | Member():
                values = options_of(evaluator.of(path, one, call.function, call.owner))
                todo += [(key, value.expression) for value in values if isinstance(value, Literally) and value.path == path]
    return False


def _is_in(evaluator: Evaluator, path: str, number: int, key: str) -> bool:
    """`In(ids)` under a key, or `inArray(books.id, ids)`."""
    index = index_of(evaluator.db, path)
    if index is None:
        return False
    call = index.module.calls[number]
    name = call.callee.id if isinstance(call.callee, Name) else method_of(call)
    if name == "In":
        return bool(_KEY.search(key))
    column = call.arguments[0] if call.arguments else None
    return name == "inArray" and isinstance(column, Member) and bool(_KEY.search(column.name))


def is_of_one_user(model: str, function: str, calls: list[Call]) -> bool:
    """The roles of one user: a handful by nature."""
    if not _ROLE.search(model):
        return False
    is_filtered = any(method_of(one) in ("where", "andWhere") for one in calls)
    return is_filtered or "By" in function or "Of" in function or any(_names_user(call) for call in calls)


def _names_user(call: Call) -> bool:
    """`{ where: { userId } }`, `{ user: id }`: one value, not a condition of its own."""
    todo: list[tuple[str, Expression]] = [("", one) for one in call.arguments]
    for key, one in todo:
        if _USER.match(key) and not isinstance(one, Object):
            return True
        if isinstance(one, Object) and len(todo) < MAX_NODES:
            todo += one.entries
    return False
