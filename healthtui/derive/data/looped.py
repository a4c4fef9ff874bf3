"""N+1: queries that run once for each element, made there or by a function that is called there."""

from __future__ import annotations

from healthtui.derive.data.access import data_access_in, queries_by_function
from healthtui.derive.data.calls import calls_in, edges_in, inside
from healthtui.derive.data.placement import is_looped
from healthtui.derive.database import Database, query
from healthtui.derive.evaluation.values import FunctionValue
from healthtui.derive.evaluation.written import dotted
from healthtui.derive.inputs import index_of
from healthtui.facts.base import Place
from healthtui.facts.data import LoopedQuery

MAX_LEVELS = 3  # of functions between the loop and the query


@query
def looped_queries_in(db: Database, path: str) -> tuple[LoopedQuery, ...]:
    """The queries of a file that run in loops and iteration callbacks, in the order of place."""
    own = [one for one in data_access_in(db, path) if one.in_loop]
    found = {one.place: LoopedQuery(one.place, one.library, one.written, "") for one in own}
    index = index_of(db, path)
    for number, target in calls_in(db, path) if index else ():
        assert index is not None
        call = index.module.calls[number]
        place = Place(path, call.line, call.column)
        if place not in found and is_looped(index, call) and (library := _library_behind(db, target)):
            found[place] = LoopedQuery(place, library, dotted(index, call.callee)[-60:], target.path)
    return tuple(sorted(found.values(), key=lambda one: one.place))


@query
def _library_behind(db: Database, function: FunctionValue) -> str:
    """The library whose query a function makes, itself or a few levels down; "" for none."""
    level, seen = {function}, {function}
    for _ in range(MAX_LEVELS):
        deeper: set[FunctionValue] = set()
        for one in sorted(level, key=lambda value: (value.path, value.index)):
            within = inside(db, one)
            made = dict(queries_by_function(db, one.path))
            if library := next((made[number] for number in sorted(within) if number in made), ""):
                return library
            deeper |= {target for number, target in edges_in(db, one.path) if number in within}
        level = deeper - seen
        seen |= deeper
    return ""
