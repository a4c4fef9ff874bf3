"""Which functions run for requests: handlers, and what they call."""

from __future__ import annotations

from healthtui.derive.data.calls import edges_in, inside
from healthtui.derive.database import Database, query
from healthtui.derive.evaluation.values import FunctionValue
from healthtui.derive.http.endpoints import registrations
from healthtui.derive.http.functions import functions_of
from healthtui.derive.inputs import index_of
from healthtui.derive.repository.packages import home_of

MAX_LEVELS = 8


@query
def served_functions(db: Database, package: str) -> frozenset[FunctionValue]:
    """The functions that handlers and middleware of routes reach, callbacks included."""
    level: set[FunctionValue] = set()
    for route in registrations(db, package):
        handlers = (*route.chain, route.handler) if route.handler else route.chain
        level |= {FunctionValue(*one) for handler in handlers for one in functions_of(db, handler)}
    found: set[FunctionValue] = set()
    for _ in range(MAX_LEVELS):
        found |= level
        deeper: set[FunctionValue] = set()
        for one in level:
            within = inside(db, one)
            found |= {FunctionValue(one.path, number) for number in within}
            deeper |= {target for number, target in edges_in(db, one.path) if number in within}
        level = deeper - found
        if not level:
            break
    return frozenset(found)


def is_served(db: Database, path: str, function: int) -> bool:
    """Whether a function, or one around it, runs for requests."""
    served = served_functions(db, home_of(db, path))
    index = index_of(db, path)
    while index is not None and function >= 0:
        if FunctionValue(path, function) in served:
            return True
        function = index.module.functions[function].parent
    return False
