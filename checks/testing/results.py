"""The tests pass."""

from __future__ import annotations

from healthtui.engine.check import HIGH, NO_TESTS, Facts, check, no_evidence
from healthtui.engine.verdict import Evidence, Reason, Verdict, failed, not_applicable, passed, unknown
from healthtui.facts.testing import FailedTest, ResultEvidence, RunnerSighting, TestSuite

_COMMANDS = {
    "jest": "npx jest --json --outputFile=test-results.json",
    "vitest": "npx vitest run --reporter=json --outputFile=test-results.json",
    "mocha": "npx mocha --reporter json --reporter-option output=test-results.json",
    "node:test": "node --test --test-reporter=junit --test-reporter-destination=junit.xml",
}


@check(risk=HIGH)
def results(
    tests: Facts[TestSuite], runs: Facts[ResultEvidence], failures: Facts[FailedTest], runners: Facts[RunnerSighting]
) -> Verdict:
    if not tests and not runs:
        return not_applicable(NO_TESTS)
    fresh = [one for one in runs if one.state == "fresh"]
    broken, ran = sum(one.failed for one in fresh), sum(one.passed + one.failed for one in fresh)
    if not ran:
        command = next((_COMMANDS[one.runner] for one in runners if one.runner in _COMMANDS), _COMMANDS["node:test"])
        if fresh:
            return unknown(Reason.NO_EVIDENCE, f"{fresh[0].place.path} ran no test", "none ran", command)
        return no_evidence(runs, "There are no results of a test run, as JSON or JUnit XML", "no results", command)
    if broken:
        evidence = [Evidence(one.place, f"{one.name}: {one.message}"[:100]) for one in failures]
        return failed(f"{broken} of {ran} tests failed", evidence, short=f"{broken} fail")
    skipped = sum(one.skipped for one in fresh)
    summary = f"All {ran} tests passed" + (f", {skipped} were skipped" if skipped else "")
    return passed(summary, [Evidence(one.place, f"{one.passed} passed") for one in fresh], short=f"{ran} pass")
