"""An ORM for type safety."""

from __future__ import annotations

from healthtui.engine.check import LOW, NO_DATABASE, Facts, check, no_queries
from healthtui.engine.verdict import Evidence, Verdict, failed, not_applicable, passed, warned
from healthtui.facts.data import Connection, DataAccess, DataLayer

_KINDS = (("orm", "ORMs", passed, "{}"), ("builder", "builders", warned, "{}: a query builder, no ORM"))


@check(risk=LOW)
def orm(layers: Facts[DataLayer], made: Facts[Connection], accesses: Facts[DataAccess]) -> Verdict:
    if not layers:
        return not_applicable(NO_DATABASE)
    seen = {one.library: one.place for one in reversed(accesses)} | {one.library: one.place for one in reversed(made)}
    for kind, words, judge, says in _KINDS:
        found = [one for one in layers if one.kind == kind]
        if found:
            used = [one for one in found if one.library in seen] or found
            names = ", ".join(one.title for one in used)
            evidence = [Evidence(seen.get(one.library, one.place), one.title) for one in used]
            return judge(says.format(names), evidence, names if len(used) == 1 else f"{len(used)} {words}")
    drivers = [one for one in layers if one.kind == "driver" and one.library in seen]
    if not drivers:
        return no_queries(layers)
    queries = [Evidence(one.place, f"{one.written} asks the driver") for one in accesses or made]
    return failed("Queries are written for the driver, without an ORM", queries, short="driver")
