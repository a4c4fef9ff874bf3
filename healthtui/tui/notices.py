"""What of a new scorecard is worth interrupting for: a new failure, and the first pass of a check; a burst is one notice."""

from __future__ import annotations

from dataclasses import dataclass

from healthtui.engine.verdict import Outcome
from healthtui.scorecard.model import CheckResult, Scorecard
from healthtui.tui.card.rows import Key, key_of
from healthtui.tui.text import WORDS, printable, whole

_BURST = 5.0  # seconds in which what follows joins what was told
_WORDS = {outcome: WORDS[outcome] for outcome in (Outcome.FAIL, Outcome.PASS)}


@dataclass(frozen=True, slots=True)
class Notice:
    title: str
    text: str
    is_bad: bool


class Notices:
    """Remembers what was told in this session."""

    def __init__(self) -> None:
        self._passed: set[Key] = set()
        self._burst: set[Key] = set()
        self._score: float | None = None  # before the burst
        self._told_at = 0.0

    def of(self, before: Scorecard, after: Scorecard, now: float) -> Notice | None:
        """The notice to show in place of the last one, if any; `now` is in seconds."""
        told = self._news(before, after)
        if not told:
            return None
        if now - self._told_at > _BURST:
            self._burst, self._score = set(), before.score
        self._burst |= {key_of(check) for check in told}
        self._told_at = now
        return self._notice(after)

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

    def _notice(self, card: Scorecard) -> Notice:
        """What the burst has come to. Only failures and passes are counted, so that no number is taken for all that changed."""
        told = [check for check in card.checks if key_of(check) in self._burst and check.outcome in _WORDS]
        failed = sum(check.outcome is Outcome.FAIL for check in told)
        if len(told) == 1:
            return Notice(f"{printable(told[0].title)} {_WORDS[told[0].outcome]}", printable(told[0].summary), failed > 0)
        counts = [_counted(failed, "fail", "fails"), _counted(len(told) - failed, "pass", "passes")]
        return Notice(", ".join(filter(None, counts)), _step(self._score, card.score), failed > 0)


def _counted(count: int, several: str, one: str) -> str:
    return f"{count} now {one if count == 1 else several}" if count else ""


def _step(before: float | None, after: float | None) -> str:
    """`80 → 71`; nothing where the score, as it is shown, is the same."""
    said = [whole(score) if score is not None else "" for score in (before, after)]
    return " → ".join(said) if all(said) and said[0] != said[1] else ""
