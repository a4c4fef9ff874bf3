"""The standard layout."""

from __future__ import annotations

from healthtui.engine.check import LOW, NO_SERVER, Facts, check
from healthtui.engine.verdict import Evidence, Verdict, not_applicable, ratio
from healthtui.facts.derived import Package
from healthtui.facts.structure import LAYOUT_ROLES, RoleSighting

_ENOUGH, _SOME = 7, 5


@check(risk=LOW)
def layout(package: Package, sightings: Facts[RoleSighting]) -> Verdict:
    if not package.is_server:
        return not_applicable(NO_SERVER)
    first = {one.role: one.place for one in reversed(sightings)}
    found = [role for role in LAYOUT_ROLES if role in first]
    missing = [role for role in LAYOUT_ROLES if role not in first]
    total = len(LAYOUT_ROLES)
    summary = f"{len(found)} of {total} roles have a place" + (f"; not found: {', '.join(missing)}" if missing else "")
    proof = [Evidence(first[role], role) for role in found]
    return ratio(len(found), total, summary, proof=proof, pass_at=_ENOUGH / total, warn_at=_SOME / total)
