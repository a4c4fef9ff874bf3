"""Monitoring and error tracking."""

from __future__ import annotations

from healthtui.engine.check import MEDIUM, NO_SERVER, Facts, check, not_read
from healthtui.engine.verdict import Evidence, Verdict, failed, not_applicable, passed, warned
from healthtui.facts.derived import Package
from healthtui.facts.http import UnreadRoutes
from healthtui.facts.monitoring import HealthEndpoint, Monitor


@check(risk=MEDIUM)
def monitoring(package: Package, monitors: Facts[Monitor], health: Facts[HealthEndpoint], unread: Facts[UnreadRoutes]) -> Verdict:
    if not package.is_server:
        return not_applicable(NO_SERVER)
    if monitors:
        first = {one.by: one for one in reversed(monitors)}
        names = sorted(first, key=lambda name: first[name].place)
        return passed(f"{' and '.join(names[:3])} at work", [Evidence(first[name].place, name) for name in names])
    if health:
        evidence = [Evidence(one.place, one.by[:100]) for one in health]
        return warned("Only a health endpoint: no error tracker, metrics or tracing", evidence, short="health")
    if unread:
        return not_read(unread)  # a health endpoint may be among them
    return failed("Neither an error tracker, metrics, tracing nor a health endpoint was seen at work", short="none")
