"""Where the fields of a model stand that is declared as an object: its keys, found in the order of the file."""

from __future__ import annotations

from collections.abc import Iterator

from healthtui.derive.database import Database
from healthtui.derive.inputs import facts_in, index_of
from healthtui.derive.values import Literally
from healthtui.facts.base import Place
from healthtui.facts.schema import Properties
from healthtui.facts.source import Array, Expression, Object

_MAX_ENTRIES = 2000


def placed_entries(db: Database, value: Literally, line: int) -> list[tuple[str, Expression, Place]]:
    """The entries of an object literal, each with its place; `line` is where it begins at the earliest."""
    if not isinstance(value.expression, Object):
        return []
    begins = _line_of(db, value) or line
    keys = [key for one in facts_in(db, Properties, value.path) for key in one.keys if key[1] >= begins]
    found: list[tuple[str, Expression, Place]] = []
    at = 0
    for name, inner, is_own in _in_order(value.expression):
        match = next((number for number in range(at, len(keys)) if keys[number][0] == name), None)
        place = Place(value.path, begins, 1)
        if match is not None:
            place, at = Place(value.path, keys[match][1], keys[match][2]), match + 1
        if is_own:
            found.append((name, inner, place))
    return found


def _line_of(db: Database, value: Literally) -> int:
    """The line of the variable that holds a literal; 0 where it stands in its call."""
    index = index_of(db, value.path)
    bindings = index.module.bindings if index else ()
    return next((one.line for one in bindings if one.value is value.expression or one.value == value.expression), 0)


def _in_order(top: Object) -> Iterator[tuple[str, Expression, bool]]:
    """Every key inside an object literal as the file has them, and whether it is the literal's own."""
    waiting: list[tuple[str, Expression, int]] = [(key, one, 1) for key, one in reversed(top.entries)]
    for _ in range(_MAX_ENTRIES):
        if not waiting:
            return
        name, expression, depth = waiting.pop()
        if name:
            yield name, expression, depth == 1
        if isinstance(expression, Object):
            waiting += [(key, one, depth + 1) for key, one in reversed(expression.entries)]
        elif isinstance(expression, Array):
            waiting += [("", one, depth + 1) for one in reversed(expression.items)]
