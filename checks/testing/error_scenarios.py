"""Error scenarios are tested."""

from __future__ import annotations

from healthtui.engine.check import MEDIUM, NO_TESTS, Facts, check
from healthtui.engine.verdict import Evidence, Reason, Verdict, not_applicable, ratio, unknown
from healthtui.facts.testing import TestCase, TestSuite


@check(risk=MEDIUM)
def error_scenarios(tests: Facts[TestSuite], cases: Facts[TestCase]) -> Verdict:
    if not tests:
        return not_applicable(NO_TESTS)
    if not cases:
        return unknown(Reason.NOT_SUPPORTED, f"{tests[0].place.path} declares its cases in a form that is not read")
    errors = [case for case in cases if case.expects_error]
    summary = f"{len(errors)} of {len(cases)} test cases expect an error"
    proof = [Evidence(case.place, case.name[:100] or "expects an error") for case in errors]
    return ratio(len(errors), len(cases), summary, proof=proof, pass_at=0.15, warn_at=0.0)
