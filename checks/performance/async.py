"""No blocking operations while requests wait."""

from __future__ import annotations

from healthtui.engine.check import HIGH, Facts, check
from healthtui.engine.verdict import Evidence, Verdict, failed, passed, warned
from healthtui.facts.performance import BlockingCall


@check(risk=HIGH)
def async_(calls: Facts[BlockingCall]) -> Verdict:
    if not calls:
        return passed("No synchronous file, crypto or child-process call runs while requests wait", short="0")
    evidence = [Evidence(one.place, f"{one.written} holds up every request") for one in calls]
    judge = failed if len(calls) > 2 else warned
    said = "1 synchronous call holds" if len(calls) == 1 else f"{len(calls)} synchronous calls hold"
    return judge(f"{said} up every request", evidence, short=str(len(calls)))
