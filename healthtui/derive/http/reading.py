"""Which parts of a request a route reads: its handler and the functions that it passes the request to."""

from __future__ import annotations

from collections.abc import Iterable

from healthtui.derive.database import Database
from healthtui.derive.http.bodies import body_of

_PASSED_DEPTH = 4


def parts_read(db: Database, functions: Iterable[tuple[str, int]]) -> frozenset[str]:
    """Of body, query and params, those that the functions (path, index) read, or that what they pass them to reads."""
    todo, seen, found = [(one, 0) for one in functions], set[tuple[str, int]](), set[str]()
    while todo:
        place, depth = todo.pop()
        if place in seen or depth > _PASSED_DEPTH:
            continue
        seen.add(place)
        body = body_of(db, *place)
        found |= {read.part for read in body.inputs}
        todo += [((value.path, value.index), depth + 1) for value, _ in body.passes_request]
    return frozenset(found)
