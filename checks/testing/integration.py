"""Integration tests request the API's endpoints."""

from __future__ import annotations

from healthtui.engine.check import HIGH, NO_ROUTES, Facts, check, not_read
from healthtui.engine.verdict import Evidence, Verdict, not_applicable, ratio
from healthtui.facts.http import Endpoint, UnreadRoutes


@check(risk=HIGH)
def integration(routes: Facts[Endpoint], unread: Facts[UnreadRoutes]) -> Verdict:
    if unread:
        return not_read(unread)
    modules: dict[str, list[Endpoint]] = {}
    for route in routes:
        if not route.is_not_found:
            modules.setdefault(route.module, []).append(route)
    if not modules:
        return not_applicable(NO_ROUTES)
    tested = [found for found in modules.values() if any(one.is_tested for one in found)]
    untested = [found for found in modules.values() if not any(one.is_tested for one in found)]
    evidence = [Evidence(found[0].place, f"no test requests {_these(len(found))}") for found in untested]
    reached = [next(one for one in found if one.is_tested) for found in tested]
    proof = [Evidence(one.place, f"{one.method} {one.path} is requested by a test") for one in reached]
    summary = f"Tests request a path of {len(tested)} of {len(modules)} route modules"
    return ratio(len(tested), len(modules), summary, evidence, proof, pass_at=0.5, warn_at=0.0)


def _these(routes: int) -> str:
    return f"any of its {routes} routes" if routes > 1 else "its only route"
