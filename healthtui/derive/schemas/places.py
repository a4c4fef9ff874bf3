"""Where the fields of a model stand that is declared as an object: its keys, found in the order of the file."""

from __future__ import annotations

from collections.abc import Iterator

from healthtui.derive.database import Database
from healthtui.derive.evaluation.values import Literally
from healthtui.derive.inputs import facts_in, index_of
from healthtui.facts.base import Place
from healthtui.facts.schema import Properties
from healthtui.facts.source import Array, Expression, Object

_MAX_ENTRIES = 2000


def placed_entries(db: Database, value: Literally, line: int) -> list[tuple[str, Expression, Place]]:
    """The entries of an object literal, each with its place; `line` is where it begins at the earliest."""
    top = value.expression
    if not isinstance(top, Object):
        return []
    placed = keys_within(db, value.path, top, _line_of(db, value) or line)
    return [(name, inner, place) for holder, name, inner, place in placed if holder is top]


def keys_within(db: Database, path: str, top: Expression, begins: int) -> Iterator[tuple[Object, str, Expression, Place]]:
    """(the literal that holds it, key, value, place) of every key inside a literal that begins at a line."""
    keys = [key for one in facts_in(db, Properties, path) for key in one.keys if key[1] >= begins]
    at = 0
    for holder, name, inner in _in_order(top):
        match = next((number for number in range(at, len(keys)) if keys[number][0] == name), None)
        place = Place(path, begins, 1)
        if match is not None:
            place, at = Place(path, keys[match][1], keys[match][2]), match + 1
        yield holder, name, inner, place


def _line_of(db: Database, value: Literally) -> int:
    """The line of the variable that holds a literal; 0 where it stands in its call."""
    index = index_of(db, value.path)
    bindings = index.module.bindings if index else ()
    return next((one.line for one in bindings if one.value is value.expression or one.value == value.expression), 0)


def _in_order(top: Expression) -> Iterator[tuple[Object, str, Expression]]:
    """Every key inside a literal as the file has them, with the object that holds it."""
    waiting: list[tuple[Object, str, Expression]] = [(Object(()), "", top)]
    for _ in range(_MAX_ENTRIES):
        if not waiting:
            return
        holder, name, expression = waiting.pop()
        if name:
            yield holder, name, expression
        if isinstance(expression, Object):
            waiting += [(expression, key, one) for key, one in reversed(expression.entries)]
        elif isinstance(expression, Array):
            waiting += [(holder, "", one) for one in reversed(expression.items)]
