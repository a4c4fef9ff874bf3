"""Critical endpoints are load tested."""

from __future__ import annotations

from healthtui.engine.check import LOW, Facts, check
from healthtui.engine.verdict import Evidence, Verdict, failed, passed
from healthtui.facts.measuring import LoadTest


@check(risk=LOW)
def load_tests(tests: Facts[LoadTest]) -> Verdict:
    if not tests:
        return failed("There is no script of k6, Artillery, autocannon, Gatling or JMeter", short="none")
    tools = ", ".join(dict.fromkeys(one.tool for one in tests))
    return passed(f"Load tests with {tools}", [Evidence(one.place, f"puts load on with {one.tool}") for one in tests])
