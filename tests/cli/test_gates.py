"""The gates of a pipeline."""

from __future__ import annotations

import pytest

from healthtui.cli.gates import failures
from healthtui.engine.check import HIGH, LOW, MEDIUM, Check
from healthtui.engine.result import RawResult
from healthtui.engine.verdict import Reason, Verdict, failed, passed, unknown, warned
from healthtui.scorecard.model import Scorecard
from healthtui.scorecard.score import Lookups, score
from healthtui.tree.base import Repository


def _card(*verdicts: tuple[float, Verdict]) -> Scorecard:
    results = [RawResult(Check(f"errors.c{n}", risk, (), passed), ".", said) for n, (risk, said) in enumerate(verdicts)]
    return score(Repository("acme", "/a", "", "", False, False), [], results, Lookups(title=str))


CARD = _card((HIGH, passed("")), (MEDIUM, failed("")), (LOW, warned("")), (HIGH, unknown(Reason.STALE, "")))


@pytest.mark.parametrize(
    ("gate", "caught"),
    [
        ("fail", "errors.c1 (fail)"),
        ("warn", "errors.c1 (fail), errors.c2 (warn)"),
        ("unknown", "errors.c1 (fail), errors.c2 (warn), errors.c3 (unknown)"),
        ("medium", "errors.c1 (fail)"),
        ("low", "errors.c1 (fail)"),
    ],
)
def test_fail_on(gate: str, caught: str) -> None:
    assert failures(CARD, gate, None) == [f"--fail-on {gate}: {caught}"]


def test_what_passes_a_gate() -> None:
    assert failures(CARD, "high", None) == []
    assert failures(CARD, None, None) == []
    assert failures(_card((HIGH, passed(""))), "unknown", 100) == []


def test_min_score() -> None:
    assert failures(_card((HIGH, warned(""))), None, 50) == []
    assert failures(_card((HIGH, warned(""))), None, 50.1) == ["--min-score 50.1: the score is 50.0"]
    assert failures(_card(), None, 0) == ["--min-score 0: the score is not known"]
