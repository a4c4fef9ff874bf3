"""Services know no HTTP framework."""

from __future__ import annotations

from healthtui.engine.check import MEDIUM, Facts, check
from healthtui.engine.verdict import Evidence, Verdict, not_applicable, ratio
from healthtui.facts.structure import ServiceModule


@check(risk=MEDIUM)
def http_free_services(services: Facts[ServiceModule]) -> Verdict:
    named = [one for one in services if one.is_named]
    if not named:
        return not_applicable("No service module by name (*.service.*) or folder (services/)")
    free = [one for one in named if not one.http]
    evidence = [Evidence(place, "an HTTP framework in a service") for one in named for place in one.http]
    proof = [Evidence(one.place, "knows no HTTP framework") for one in free]
    summary = f"{len(free)} of {len(named)} service modules know no HTTP framework"
    return ratio(len(free), len(named), summary, evidence, proof, pass_at=1.0, warn_at=0.8)
