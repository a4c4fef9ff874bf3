"""External dependencies are mocked in tests."""

from __future__ import annotations

from healthtui.engine.check import LOW, NO_TESTS, Facts, check
from healthtui.engine.verdict import Evidence, Verdict, failed, not_applicable, passed
from healthtui.facts.testing import TestDouble, TestSuite


@check(risk=LOW)
def mocks(tests: Facts[TestSuite], doubles: Facts[TestDouble]) -> Verdict:
    if not tests:
        return not_applicable(NO_TESTS)
    if not doubles:
        where = "the test file" if len(tests) == 1 else f"the {len(tests)} test files"
        return failed(f"No mock, stub, fake or test container is in {where}", short="none")
    names = ", ".join(list(dict.fromkeys(one.by for one in doubles))[:3])
    return passed(f"Dependencies are replaced in tests: {names}", [Evidence(one.place, one.by) for one in doubles[:5]])
