"""Background work goes through a durable queue."""

from __future__ import annotations

from healthtui.engine.check import MEDIUM, Facts, check, not_read
from healthtui.engine.verdict import Evidence, Verdict, failed, not_applicable, passed, warned
from healthtui.facts.http import UnreadRoutes
from healthtui.facts.jobs import QueueUse, Schedule, SlowWork


@check(risk=MEDIUM)
def queue(uses: Facts[QueueUse], schedules: Facts[Schedule], slow: Facts[SlowWork], unread: Facts[UnreadRoutes]) -> Verdict:
    fed = [one for one in uses if one.role == "fed"]
    if not uses and not schedules and not slow and unread:
        return not_read(unread)  # a handler that is not read may send mail
    if not uses and not schedules and not slow:
        return not_applicable("There is no background work: no queue, no schedule, no mail sent in a handler")
    if slow and not fed:
        evidence = [Evidence(one.place, f"{one.written}: {one.what} in a handler ({one.by})") for one in slow]
        return failed("Slow work is done in handlers, and no queue is fed", evidence, short=f"{len(slow)} slow")
    if schedules:
        evidence = [Evidence(one.place, f"{one.by} starts work in this process") for one in schedules]
        return warned("Work is scheduled in the process itself, where a restart loses it", evidence, short="in-process")
    if not fed:
        return warned("A queue is there, and nothing feeds it", [_shown(one) for one in uses], short="not fed")
    names = ", ".join(dict.fromkeys(one.library for one in fed))
    return passed(f"A durable queue takes the work: {names}", [_shown(one) for one in fed[:5]])


def _shown(use: QueueUse) -> Evidence:
    return Evidence(use.place, f"{use.library} {use.role}: {use.written}")
