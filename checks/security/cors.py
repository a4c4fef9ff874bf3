"""CORS for specific origins only."""

from __future__ import annotations

from healthtui.engine.check import HIGH, Facts, check, not_read
from healthtui.engine.verdict import Evidence, Reason, Verdict, failed, not_applicable, passed, unknown, warned
from healthtui.facts.http import CorsPolicy, UnreadRoutes

_OPEN = {"any": "allows every origin", "echo": "answers with whatever origin asks"}


@check(risk=HIGH)
def cors(policies: Facts[CorsPolicy], unread: Facts[UnreadRoutes]) -> Verdict:
    if other := [one for one in unread if one.is_server]:
        return not_read(other)
    enabled = [policy for policy in policies if policy.origin != "off"]
    if not enabled and (hidden := [one for one in unread if one.is_framework]):
        return not_read(hidden)
    if not enabled:
        return not_applicable("CORS is not enabled: by no package, option or header set by hand")
    if wide := [policy for policy in enabled if policy.origin in _OPEN]:
        evidence = [Evidence(policy.place, f"{policy.text} {_OPEN[policy.origin]}") for policy in wide]
        return failed("CORS is open to every origin", evidence, short=f"{len(wide)} open")
    if loose := [policy for policy in enabled if policy.origin == "wildcard-default"]:
        evidence = [Evidence(policy.place, f"{policy.text} falls back to every origin") for policy in loose]
        return warned("The origins are configurable, but default to every origin", evidence, short="* default")
    if not_followed := [policy for policy in enabled if policy.origin == "unknown"]:
        where = not_followed[0].place
        return unknown(Reason.NOT_FOLLOWED, f"{where.path}:{where.line} takes its origins from where they cannot be followed")
    return passed("Only named origins are allowed", [Evidence(policy.place, policy.text) for policy in enabled])
