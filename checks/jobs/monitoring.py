"""Somebody sees failed jobs."""

from __future__ import annotations

from healthtui.engine.check import LOW, Facts, check
from healthtui.engine.verdict import Evidence, Verdict, failed, not_applicable, passed
from healthtui.facts.jobs import QueueUse, QueueWatch


@check(risk=LOW)
def monitoring(uses: Facts[QueueUse], watches: Facts[QueueWatch]) -> Verdict:
    if not uses:
        return not_applicable("No queue is used: no known library of queues is at work")
    if not watches:
        return failed(f"No handler of failed jobs and no dashboard of {uses[0].library} is in the source", short="none")
    return passed("Failed jobs are seen", [Evidence(one.place, one.by) for one in watches[:5]])
