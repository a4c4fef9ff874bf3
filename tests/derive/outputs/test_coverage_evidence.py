from __future__ import annotations

import pytest

from tests.derive.outputs.dated import Project

SERVICE = "src/services/order.js"
LCOV = f"SF:{SERVICE}\nDA:1,1\nDA:2,1\nend_of_record\n"


def _covered(project: Project) -> None:
    project.write(SERVICE, "export const a = 1;\nexport const b = 2;\n", at=1_000)
    project.write("src/order.test.js", "it('works', () => {});\n", at=1_000)
    project.write("coverage/lcov.info", LCOV, at=2_000)


def test_a_report_older_than_a_file_that_it_covers_is_stale_until_git_restores_it(project: Project) -> None:
    _covered(project)
    project.commit()
    assert project.verdict("testing.coverage").outcome == "pass"
    project.write(SERVICE, "export const a = 3;\n", at=3_000)
    stale = project.verdict("testing.coverage")
    assert (stale.reason_code, stale.summary) == ("stale", f"coverage/lcov.info is older than {SERVICE}")
    project.git("checkout", "--", SERVICE)
    assert project.verdict("testing.coverage").outcome == "pass"


def test_a_change_of_what_the_report_does_not_cover_leaves_it_fresh(project: Project) -> None:
    _covered(project)
    project.write("src/cli.js", "export const c = 1;\n", at=3_000)
    assert project.verdict("testing.coverage").outcome == "pass"


@pytest.mark.parametrize(
    ("covered", "outcome", "value"), [(17, "warn", 1.0), (18, "pass", 1.0), (12, "warn", 0.5), (6, "fail", 0.25)]
)
def test_more_than_85_percent_passes_and_85_does_not(project: Project, covered: int, outcome: str, value: float) -> None:
    _covered(project)
    lines = "".join(f"DA:{line},{int(line <= covered)}\n" for line in range(1, 21))
    project.write(SERVICE, "\n" * 20)
    project.write("coverage/lcov.info", f"SF:{SERVICE}\n{lines}end_of_record\n", at=2_000)
    verdict = project.verdict("testing.coverage")
    assert (verdict.outcome, verdict.met, verdict.of) == (outcome, covered, 20)
    assert verdict.value == pytest.approx(value)


def test_a_fresh_report_counts_where_another_is_stale(project: Project) -> None:
    _covered(project)
    project.write(
        "coverage/coverage-summary.json", '{"total": {}, "src/services/order.js": {"lines": {"total": 2, "covered": 0}}}'
    )
    project.write(SERVICE, "export const a = 1;\nexport const b = 2;\n", at=1_500)
    assert project.verdict("testing.coverage").outcome == "pass"


def test_results_older_than_the_code_are_stale(project: Project) -> None:
    _covered(project)
    run = '{"numTotalTests": 1, "testResults": [{"name": "a", "assertionResults": [{"status": "passed"}]}]}'
    project.write("test-results.json", run, at=2_000)
    assert project.verdict("testing.results").outcome == "pass"
    project.write("src/app.js", "const express = require('express');\n", at=3_000)
    verdict = project.verdict("testing.results")
    assert (verdict.reason_code, verdict.command) == (
        "stale",
        "node --test --test-reporter=junit --test-reporter-destination=junit.xml",
    )
