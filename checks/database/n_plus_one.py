"""No query for each element of a list."""

from __future__ import annotations

from posixpath import basename

from healthtui.engine.check import MEDIUM, NO_DATABASE, Facts, check, no_queries
from healthtui.engine.verdict import Evidence, Verdict, failed, not_applicable, passed, warned
from healthtui.facts.data import DataAccess, DataLayer, LoopedQuery


@check(risk=MEDIUM)
def n_plus_one(looped: Facts[LoopedQuery], accesses: Facts[DataAccess], layers: Facts[DataLayer]) -> Verdict:
    if not layers:
        return not_applicable(NO_DATABASE)
    if not accesses:
        return no_queries(layers)
    if not looped:
        return passed(f"None of {len(accesses)} queries runs in a loop", short="0")
    evidence = [Evidence(one.place, _message(one)) for one in looped]
    judge = failed if len(looped) > 2 else warned
    run = "1 query runs" if len(looped) == 1 else f"{len(looped)} queries run"
    return judge(f"{run} once for each element", evidence, short=str(len(looped)))


def _message(one: LoopedQuery) -> str:
    return f"{one.written} queries for each element" + (f" (in {basename(one.through)})" if one.through else "")
