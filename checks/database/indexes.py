"""Foreign keys and the fields that queries filter by have an index."""

from __future__ import annotations

from healthtui.engine.check import MEDIUM, Facts, check
from healthtui.engine.verdict import Evidence, Reason, Verdict, not_applicable, ratio, unknown
from healthtui.facts.schema import QueriedField, SchemaSource


@check(risk=MEDIUM)
def indexes(fields: Facts[QueriedField], sources: Facts[SchemaSource]) -> Verdict:
    if not sources:
        return not_applicable("No schema of a database is in the repository")
    for one in sources:
        if one.unread:
            code = Reason.UNREADABLE if one.place.line else Reason.NOT_SUPPORTED
            return unknown(code, f"The schema of {one.kind} ({one.place.path}): {one.unread}"[:160], short="not read")
    if not fields:
        return not_applicable("No foreign key, and no filter by a field that is known")
    bare = [one for one in fields if not one.is_indexed]
    evidence = [Evidence(one.place, _message(one)) for one in bare]
    proof = [Evidence(one.place, f"{one.table}.{one.field} is indexed"[:100]) for one in fields if one.is_indexed]
    met = len(fields) - len(bare)
    return ratio(met, len(fields), f"{met} of {len(fields)} queried fields are indexed", evidence, proof, pass_at=0.8)


def _message(one: QueriedField) -> str:
    what = "foreign key, no index" if one.is_foreign else "no index"
    named = f"{one.table}.{one.field}: {what}"
    at = f"; filtered at …{one.filtered_at}" if one.filtered_at else ""
    if len(named) + len(at) > 100:
        at = f"; filtered in {one.filtered_at.rpartition('/')[2]}"
    return (named + at.replace("…", ""))[:100]
