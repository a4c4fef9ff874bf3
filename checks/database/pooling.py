"""Connections are pooled."""

from __future__ import annotations

from healthtui.engine.check import MEDIUM, NO_DATABASE, Facts, check
from healthtui.engine.verdict import Evidence, Reason, Verdict, failed, not_applicable, passed, unknown
from healthtui.facts.data import Connection, DataLayer


@check(risk=MEDIUM)
def pooling(made: Facts[Connection], layers: Facts[DataLayer]) -> Verdict:
    if not layers:
        return not_applicable(NO_DATABASE)
    anew = [one for one in made if one.is_per_call and one.kind != "embedded"]
    if anew:
        evidence = [Evidence(one.place, f"{one.written} connects anew for each call") for one in anew]
        return failed("A connection is made for each request or call", evidence, short="per call")
    if pools := [one for one in made if one.kind == "pool"]:
        evidence = [Evidence(one.place, f"{one.written} pools, and is made once") for one in pools[:5]]
        return passed(f"{pools[0].written} pools its connections", evidence, short="pool")
    if single := [one for one in made if one.kind == "single"]:
        evidence = [Evidence(one.place, f"{one.written} is one connection for all requests") for one in single]
        return failed("One connection serves all requests: there is no pool", evidence, short="no pool")
    if made:
        return not_applicable("The database runs inside the process: there is nothing to pool")
    names = ", ".join(one.title or one.library for one in layers)
    return unknown(Reason.NOT_FOLLOWED, f"Where {names} connects was not seen")
