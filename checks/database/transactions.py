"""What belongs together is written in one transaction."""

from __future__ import annotations

from healthtui.engine.check import HIGH, NO_DATABASE, Facts, check, no_queries
from healthtui.engine.verdict import Evidence, Verdict, not_applicable, ratio
from healthtui.facts.data import DataAccess, DataLayer, MultiWrite


@check(risk=HIGH)
def transactions(functions: Facts[MultiWrite], accesses: Facts[DataAccess], layers: Facts[DataLayer]) -> Verdict:
    if not layers:
        return not_applicable(NO_DATABASE)
    if not accesses:
        return no_queries(layers)
    if not functions:
        return not_applicable("No function is seen to make two writes")
    covered = [one for one in functions if one.covered_by]
    bare = [
        Evidence(one.place, f"{_name(one)} writes {one.writes} times without a transaction")
        for one in functions
        if not one.covered_by
    ]
    proof = [Evidence(one.place, f"{_name(one)}: {one.covered_by}") for one in covered]
    summary = f"{len(covered)} of {len(functions)} functions with two or more writes are in a transaction"
    return ratio(len(covered), len(functions), summary, bare, proof)


def _name(one: MultiWrite) -> str:
    return one.name[-40:]
