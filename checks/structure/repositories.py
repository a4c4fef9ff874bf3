"""Repositories handle data access."""

from __future__ import annotations

from healthtui.engine.check import MEDIUM, NO_DATABASE, Facts, check, no_queries
from healthtui.engine.verdict import Evidence, Verdict, not_applicable, ratio
from healthtui.facts.data import DataAccess, DataLayer


@check(risk=MEDIUM)
def repositories(accesses: Facts[DataAccess], layers: Facts[DataLayer]) -> Verdict:
    if not layers:
        return not_applicable(NO_DATABASE)
    if not accesses:
        return no_queries(layers)
    inside = [access for access in accesses if access.in_repository]
    outside = [access for access in accesses if not access.in_repository]
    evidence = [Evidence(access.place, f"{access.written} outside a repository") for access in outside]
    proof = [Evidence(access.place, access.written) for access in inside]
    return ratio(len(inside), len(accesses), f"{len(inside)} of {len(accesses)} queries are in repositories", evidence, proof)
