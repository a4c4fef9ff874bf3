"""Queries are parameterised."""

from __future__ import annotations

from healthtui.engine.check import CRITICAL, Facts, check
from healthtui.engine.verdict import Evidence, Reason, Verdict, failed, not_applicable, passed, unknown
from healthtui.facts.security import RawQuery, SqlDatabase

_SHOWN = 5  # queries in order


@check(risk=CRITICAL)
def parameterized_queries(databases: Facts[SqlDatabase], queries: Facts[RawQuery]) -> Verdict:
    if built := [one for one in queries if one.origin == "value"]:
        evidence = [Evidence(one.place, f"{one.written} puts {one.part or 'a value'} into its text"[:100]) for one in built]
        return failed("Queries are built from values", evidence, short=f"{len(built)} built")
    if not databases and not queries:
        return not_applicable("No SQL database is used, and no `$where`")
    if unclear := [one for one in queries if one.origin == "unclear"]:
        first, more = unclear[0], f" and {len(unclear) - 1} more" if len(unclear) > 1 else ""
        where = f"{first.place.path}:{first.place.line}{more}"
        return unknown(Reason.NOT_FOLLOWED, f"{where}: what is put into the text of the query cannot be followed")
    if unread := [one for one in databases if not one.is_read]:
        return unknown(Reason.NOT_SUPPORTED, f"Queries of {unread[0].library} are not read", short="not read")
    evidence = [Evidence(one.place, f"{one.written}: its text is constant") for one in queries[:_SHOWN]]
    evidence = evidence or [Evidence(one.place, f"queries only through {one.library}") for one in databases[:1]]
    return passed("No query is built from values", evidence)
