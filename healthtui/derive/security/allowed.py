"""What schemas let through: whether a field of a request can only be one of a list, or a number."""

from __future__ import annotations

from collections.abc import Iterator

from healthtui.derive.evaluation.evaluate import Evaluator
from healthtui.derive.evaluation.pieces import call_at, members_named, word_of
from healthtui.derive.evaluation.values import (
    UNKNOWN,
    Attribute,
    Called,
    ClassValue,
    Constant,
    External,
    Literally,
    Value,
    options_of,
)
from healthtui.derive.libraries import allowing
from healthtui.derive.libraries.text import LITERAL_TYPE, NUMERIC_TYPE
from healthtui.facts.source import Array, CallRef, Object

MAX_LINKS = 20  # of a chain


def is_listed(evaluator: Evaluator, schema: Value) -> bool | None:
    """Whether what a schema lets through is no free text; None where that cannot be told."""
    found = [_is_listed(evaluator, one) for one in options_of(schema)]
    return None if not found or None in found else all(found)


def _is_listed(evaluator: Evaluator, schema: Value) -> bool | None:
    if isinstance(schema, Literally) and isinstance(schema.expression, Object):
        return _by_json_schema(evaluator, schema, {key for key, _ in schema.expression.entries})
    names = {name for name, _ in _chain(schema)}
    if names & allowing.UNIONS:
        return _is_union_listed(evaluator, schema)
    if names & allowing.LISTED:
        return True if not names & {"or"} else None
    return False if names & allowing.FREE_TEXT and not names & allowing.DECIDED_BY_CODE else None


def _by_json_schema(evaluator: Evaluator, schema: Value, keys: set[str]) -> bool | None:
    if keys & allowing.JSON_LISTED:
        return True
    kind = evaluator.member(schema, "type")
    if keys & allowing.JSON_UNCLEAR or not isinstance(kind, Constant):
        return None
    return kind.value in allowing.JSON_NUMBERS or (False if kind.value == "string" else None)


def _is_union_listed(evaluator: Evaluator, schema: Value) -> bool | None:
    """`z.union([z.literal('asc'), z.literal('desc')])`."""
    for name, call in _chain(schema):
        found = call_at(evaluator.db, call.path, call.index) if name in allowing.UNIONS else None
        for argument in found.arguments[:1] if found else ():
            value = evaluator.of(call.path, argument, found.function if found else -1)
            items = value.expression.items if isinstance(value, Literally) and isinstance(value.expression, Array) else ()
            each = [{name for name, _ in _chain(evaluator.within(value, one))} for one in items if isinstance(value, Literally)]
            return True if each and all(names & allowing.LISTED for names in each) else None
    return None


def field_of(evaluator: Evaluator, schema: Value, name: str) -> Value:
    """What a schema of an object says of a field; UNKNOWN where it says nothing that can be found."""
    for one in options_of(schema):
        if isinstance(one, Literally) and isinstance(one.expression, Object):
            properties = evaluator.member(one, "properties")
            return evaluator.member(properties if properties != UNKNOWN else one, name)
        for method, call in _chain(one):
            found = call_at(evaluator.db, call.path, call.index) if method in allowing.OBJECTS else None
            for argument in found.arguments[:1] if found else ():
                value = evaluator.of(call.path, argument, found.function if found else -1, found.owner if found else -1)
                if isinstance(value, Literally) and (field := evaluator.member(value, name)) != UNKNOWN:
                    return field
    return UNKNOWN


def _chain(schema: Value) -> Iterator[tuple[str, Called]]:
    """The calls of `z.string().optional()`, outermost first, by their methods."""
    for _ in range(MAX_LINKS):
        match schema:
            case Called(Attribute(inner, name)):
                yield name, schema
            case Called(External(_, name) as inner):
                yield name.rpartition(".")[2], schema
            case Attribute(inner, _):
                pass
            case _:
                return
        schema = inner


def is_field_listed(evaluator: Evaluator, one: ClassValue, name: str) -> bool | None:
    """The same of a property of a class, by the decorators of class-validator; None where it is not the class's own."""
    members = members_named(evaluator.db, one.path, one.index, name) or ()
    decorators = [each.index for member in members for each in member.decorators if isinstance(each, CallRef)]
    calls = [call_at(evaluator.db, one.path, number) for number in decorators]
    words = {word_of(call.callee) for call in calls if call is not None}
    if words & allowing.LISTING_DECORATORS:
        return True
    is_narrow = any(NUMERIC_TYPE.match(member.type) or LITERAL_TYPE.search(member.type) for member in members)
    return None if words & allowing.CODE_DECORATORS or is_narrow or not members else False
