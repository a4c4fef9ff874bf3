"""More than 85 % of the lines of critical paths are covered."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from healthtui.engine.check import HIGH, NO_TESTS, Facts, check, no_evidence
from healthtui.engine.verdict import Evidence, Outcome, Reason, Verdict, failed, not_applicable, ratio, unknown
from healthtui.facts.testing import CoverageEvidence, CoveredFile, RunnerSighting, TestSuite

_PASS, _WARN = 0.85, 0.6
_SHOWN = 20
_COMMANDS = {"jest": "npx jest --coverage", "vitest": "npx vitest run --coverage.enabled --coverage.reporter=lcov"}
_ANY_RUNNER = "npx c8 --reporter=lcov npm test"


@check(risk=HIGH)
def coverage(
    tests: Facts[TestSuite], reports: Facts[CoverageEvidence], files: Facts[CoveredFile], runners: Facts[RunnerSighting]
) -> Verdict:
    if not tests and not files:
        return not_applicable(NO_TESTS)
    command = next((_COMMANDS[one.runner] for one in runners if one.runner in _COMMANDS), _ANY_RUNNER)
    if not any(one.state == "fresh" for one in reports):
        return no_evidence(reports, "There is no coverage report: LCOV, Istanbul JSON, Clover or Cobertura", "no report", command)
    critical = [one for one in files if one.is_critical]
    counted, what = (critical, "services, controllers, repositories, middleware") if critical else (files, "all files")
    met, of = _lines(counted)
    if critical and not of:
        evidence = [Evidence(one.place, "is not in the report") for one in critical[:_SHOWN]]
        return failed("No service, controller, repository or middleware is in the report", evidence, short="none")
    if not of:
        return unknown(Reason.NO_EVIDENCE, "The coverage report has no line of the package's code", "no lines", command)
    return _judged(met, of, f"{_percent(met, of)} of the lines of {what}; {_percent(*_lines(files))} in total", counted)


def _judged(met: int, of: int, summary: str, files: Sequence[CoveredFile]) -> Verdict:
    """Exactly 85 % is not more than 85 %: the value is full, the verdict is not."""
    evidence = _evidence(files)
    short = _percent(met, of)
    verdict = ratio(met, of, summary, evidence, evidence, pass_at=_PASS, warn_at=_WARN, short=short, of_sites=False)
    if verdict.outcome is Outcome.PASS and 100 * met <= 85 * of:
        return msgspec.structs.replace(verdict, outcome=Outcome.WARN)
    return verdict


def _evidence(files: Sequence[CoveredFile]) -> list[Evidence]:
    """The files with uncovered lines, those with most of them first."""
    missing = sorted((one for one in files if one.covered < one.total), key=lambda one: one.covered - one.total)
    return [Evidence(one.place, f"{one.total - one.covered} of {one.total} lines uncovered") for one in missing[:_SHOWN]]


def _lines(files: Sequence[CoveredFile]) -> tuple[int, int]:
    return sum(one.covered for one in files), sum(one.total for one in files)


def _percent(met: int, of: int) -> str:
    return f"{100 * met // of} %" if of else "none"
