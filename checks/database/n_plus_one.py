"""No query for each element of a list."""

from __future__ import annotations

from posixpath import basename

from healthtui.engine.check import MEDIUM, Facts, check
from healthtui.engine.verdict import Evidence, Reason, Verdict, failed, not_applicable, passed, unknown, warned
from healthtui.facts.data import DataAccess, DataLayer, LoopedQuery


@check(risk=MEDIUM)
def n_plus_one(looped: Facts[LoopedQuery], accesses: Facts[DataAccess], layers: Facts[DataLayer]) -> Verdict:
    if not layers:
        return not_applicable("No database is used")
    if not accesses:
        names = ", ".join(layer.library for layer in layers)
        return unknown(Reason.NOT_SUPPORTED, f"{names} is used in a form that is not read: no query was seen")
    if not looped:
        return passed(f"None of {len(accesses)} queries runs in a loop", short="0")
    evidence = [Evidence(one.place, _message(one)) for one in looped]
    judge = failed if len(looped) > 2 else warned
    run = "1 query runs" if len(looped) == 1 else f"{len(looped)} queries run"
    return judge(f"{run} once for each element", evidence, short=str(len(looped)))


def _message(one: LoopedQuery) -> str:
    return f"{one.written} queries for each element" + (f" (in {basename(one.through)})" if one.through else "")
