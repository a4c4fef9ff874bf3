"""What of a new scorecard is worth interrupting for: a new failure, and the first pass of a check; a burst is one notice."""

from __future__ import annotations

from dataclasses import dataclass

from healthtui.engine.verdict import Outcome
from healthtui.scorecard.model import CheckResult, Scorecard
from healthtui.tui.card.rows import Key, key_of
from healthtui.tui.text import printable

_BURST = 5.0  # seconds in which what follows joins what was told


@dataclass(frozen=True, slots=True)
class Notice:
    title: str
    text: str
    is_bad: bool


class Notices:
    """Remembers what was told in this session."""

    def __init__(self) -> None:
        self._passed: set[Key] = set()
        self._burst: dict[Key, CheckResult] = {}
        self._told_at = 0.0

    def of(self, before: Scorecard, after: Scorecard, now: float) -> Notice | None:
        """The notice to show in place of the last one, if any; `now` is in seconds."""
        told = self._news(before, after)
        if not told:
            return None
        if now - self._told_at > _BURST:
            self._burst.clear()
        self._burst |= {key_of(check): check for check in told}
        self._told_at = now
        return _notice(list(self._burst.values()))

    def _news(self, before: Scorecard, after: Scorecard) -> list[CheckResult]:
        old = {key_of(check): check.true_outcome for check in before.checks}
        told = []
        for check in after.checks:
            key, was = key_of(check), old.get(key_of(check), check.true_outcome)
            if was in (check.true_outcome, Outcome.NOT_APPLICABLE):  # to waive is no news, and neither is to lift a waiver
                continue
            if check.outcome is Outcome.FAIL or (check.outcome is Outcome.PASS and key not in self._passed):
                told.append(check)
            if check.outcome is Outcome.PASS:
                self._passed.add(key)
        return told


def _notice(told: list[CheckResult]) -> Notice:
    failed = sum(check.outcome is Outcome.FAIL for check in told)
    if len(told) == 1:
        check = told[0]
        return Notice(f"{printable(check.title)} {'fails' if failed else 'passes'}", printable(check.summary), failed > 0)
    return Notice(f"{len(told)} checks changed", f"{len(told) - failed} pass, {failed} fail", failed > 0)
