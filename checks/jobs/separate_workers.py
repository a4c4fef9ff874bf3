"""Workers run apart from the API."""

from __future__ import annotations

from healthtui.engine.check import LOW, Facts, check
from healthtui.engine.verdict import Evidence, Reason, Verdict, failed, not_applicable, passed, unknown
from healthtui.facts.jobs import QueueUse, WorkerStart


@check(risk=LOW)
def separate_workers(uses: Facts[QueueUse], workers: Facts[WorkerStart]) -> Verdict:
    if not uses:
        return not_applicable("No queue is used: no known library of queues is at work")
    if not workers:
        return unknown(Reason.NOT_FOLLOWED, f"No worker of {uses[0].library} is in the repository", "not seen")
    if inside := [one for one in workers if one.process == "api"]:
        evidence = [Evidence(one.place, f"{one.entry.path} starts it beside the routes"[:100]) for one in inside]
        return failed("Workers start inside the API process", evidence, short="in API")
    if hidden := [one for one in workers if one.process == "unknown"]:
        where = hidden[0].place
        return unknown(Reason.NOT_FOLLOWED, f"What starts the worker at {where.path}:{where.line} cannot be followed", "not seen")
    return passed("Workers have an entry of their own", [Evidence(one.place, _started(one)) for one in workers])


def _started(worker: WorkerStart) -> str:
    if worker.entry.path == worker.place.path:
        return "starts in a process of its own"
    return f"started by {worker.entry.path}"[:100]
