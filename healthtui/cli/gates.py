"""What makes a pipeline fail."""

from __future__ import annotations

from healthtui.engine.verdict import Outcome
from healthtui.report.summary import number
from healthtui.scorecard.model import CheckResult, Scorecard

_RISKS = ("critical", "high", "medium", "low")
_VERDICTS = {
    "fail": (Outcome.FAIL,),
    "warn": (Outcome.FAIL, Outcome.WARN),
    "unknown": (Outcome.FAIL, Outcome.WARN, Outcome.UNKNOWN),
}
GATES = (*_VERDICTS, *_RISKS)


def failures(card: Scorecard, fail_on: str | None, min_score: float | None) -> list[str]:
    """Every gate that failed, in words; an unknown score is below any minimum."""
    found = []
    if fail_on is not None and (caught := [check for check in card.checks if _is_caught(check, fail_on)]):
        named = ", ".join(f"{check.id} ({check.outcome.value})" for check in caught)
        found.append(f"--fail-on {fail_on}: {named}")
    if min_score is not None and (card.score is None or round(card.score, 9) < min_score):
        score = "not known" if card.score is None else number(card.score)
        found.append(f"--min-score {min_score:g}: the score is {score}")
    return found


def _is_caught(check: CheckResult, fail_on: str) -> bool:
    if fail_on in _VERDICTS:
        return check.outcome in _VERDICTS[fail_on]
    return check.outcome is Outcome.FAIL and _RISKS.index(check.risk) <= _RISKS.index(fail_on)
