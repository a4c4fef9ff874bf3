"""Every check against its literate cases."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.literate import Case, judge_case, read_cases, shown, shown_columns

CASES = [case for file in sorted(Path(__file__).parent.glob("*/*.md")) for case in read_cases(file)]


@pytest.mark.parametrize("case", CASES, ids=[case.id for case in CASES])
def test_case(case: Case) -> None:
    verdict = judge_case(case)
    assert (str(verdict.outcome), verdict.summary and str(verdict.outcome)) == (case.expected["verdict"],) * 2, verdict
    if verdict.outcome in ("warn", "fail"):
        assert shown(verdict) == case.evidence, verdict
    assert case.columns <= shown_columns(verdict), verdict
    if count := case.expected.get("count"):
        assert f"{verdict.met}/{verdict.of}" == count, verdict
    if says := case.expected.get("says"):
        assert says in verdict.summary
