"""Controllers handle HTTP only."""

from __future__ import annotations

from healthtui.engine.check import MEDIUM, Facts, check, no_queries, not_read
from healthtui.engine.verdict import Evidence, Verdict, not_applicable, ratio
from healthtui.facts.data import DataAccess, DataLayer
from healthtui.facts.http import ControllerModule, UnreadRoutes


@check(risk=MEDIUM)
def thin_controllers(
    controllers: Facts[ControllerModule], accesses: Facts[DataAccess], layers: Facts[DataLayer], unread: Facts[UnreadRoutes]
) -> Verdict:
    if unread:
        return not_read(unread)
    if not controllers:
        return not_applicable("No module registers a route")
    if not accesses and (hidden := [one for one in layers if not one.is_read]):
        return no_queries(hidden)  # controllers may make them
    thin = [one for one in controllers if not one.queries]
    written = {access.place: access.written for access in accesses}
    queries = [place for one in controllers for place in one.queries]
    evidence = [Evidence(place, f"{written.get(place, 'a query')} in a controller") for place in queries]
    proof = [Evidence(one.place, "makes no query") for one in thin]
    summary = f"{len(thin)} of {len(controllers)} controller modules make no query"
    return ratio(len(thin), len(controllers), summary, evidence, proof, pass_at=1.0, warn_at=0.8)
