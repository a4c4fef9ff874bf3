"""List queries are bounded."""

from __future__ import annotations

from healthtui.engine.check import MEDIUM, NO_DATABASE, Facts, check, no_queries
from healthtui.engine.verdict import Evidence, Verdict, not_applicable, ratio
from healthtui.facts.data import DataAccess, DataLayer


@check(risk=MEDIUM)
def pagination(accesses: Facts[DataAccess], layers: Facts[DataLayer]) -> Verdict:
    if not layers:
        return not_applicable(NO_DATABASE)
    if not accesses:
        return no_queries(layers)
    lists = [access for access in accesses if access.is_list]
    if not lists:
        return not_applicable("No query that lists rows is in request-path code")
    bounded = [access for access in lists if access.is_bounded]
    evidence = [Evidence(access.place, f"{access.written} may return every row") for access in lists if not access.is_bounded]
    proof = [Evidence(access.place, f"{access.written} is bounded") for access in bounded]
    summary = f"{len(bounded)} of {len(lists)} list queries are bounded"
    return ratio(len(bounded), len(lists), summary, evidence, proof, pass_at=0.8)
