"""An ORM for type safety."""

from __future__ import annotations

from healthtui.engine.check import LOW, Facts, check
from healthtui.engine.verdict import Evidence, Reason, Verdict, failed, not_applicable, passed, unknown, warned
from healthtui.facts.data import Connection, DataAccess, DataLayer


@check(risk=LOW)
def orm(layers: Facts[DataLayer], made: Facts[Connection], accesses: Facts[DataAccess]) -> Verdict:
    if not layers:
        return not_applicable("No database is used")
    seen = {one.library: one.place for one in reversed(accesses)} | {one.library: one.place for one in reversed(made)}
    for kind, judge, says in (("orm", passed, "{}"), ("builder", warned, "{}: a query builder, no ORM")):
        found = [one for one in layers if one.kind == kind]
        if found:
            used = [one for one in found if one.library in seen] or found
            names = ", ".join(one.title for one in used)
            return judge(says.format(names), [Evidence(seen.get(one.library, one.place), one.title) for one in used], names[:10])
    drivers = [one for one in layers if one.kind == "driver" and one.library in seen]
    names = ", ".join(one.title or one.library for one in layers)
    if not drivers:
        return unknown(Reason.NOT_SUPPORTED, f"{names} is used in a form that is not read: no query was seen")
    queries = [Evidence(one.place, f"{one.written} asks the driver") for one in accesses or made]
    return failed("Queries are written for the driver, without an ORM", queries, short="driver")
