"""What changed between two scorecards, told by check and by the fingerprints of places."""

from __future__ import annotations

import msgspec

from healthtui.engine.verdict import Outcome
from healthtui.scorecard.model import CheckResult, EvidenceEntry, Scorecard

_RANK = {Outcome.FAIL: 0, Outcome.WARN: 1, Outcome.PASS: 2}


class CheckChange(msgspec.Struct, frozen=True):
    """A check that is not as it was; `before` or `after` is None where it was not there. `mended` are offending places
    that are gone, `new` those that came."""

    before: CheckResult | None
    after: CheckResult | None
    mended: tuple[EvidenceEntry, ...]
    new: tuple[EvidenceEntry, ...]

    @property
    def id(self) -> str:
        return self._either.id

    @property
    def package(self) -> str:
        return self._either.package

    @property
    def title(self) -> str:
        return self._either.title

    @property
    def is_fixed(self) -> bool:
        """It passes, and warned or failed before."""
        return self._step > 0 and self.after is not None and self.after.outcome is Outcome.PASS

    @property
    def is_broken(self) -> bool:
        """Its verdict is worse than before, both known."""
        return self._step < 0

    @property
    def _either(self) -> CheckResult:
        found = self.after or self.before
        assert found is not None  # one of them is always there
        return found

    @property
    def _step(self) -> int:
        """By the true outcomes: a waiver mends nothing, and to lift one breaks nothing."""
        if self.before is None or self.after is None:
            return 0
        was, now = self.before.true_outcome, self.after.true_outcome
        return _RANK[now] - _RANK[was] if was.is_known and now.is_known else 0


class Change(msgspec.Struct, frozen=True):
    """Every check that changed, in the order of the later scorecard, and the scores."""

    checks: tuple[CheckChange, ...]
    score_before: float | None
    score_after: float | None

    @property
    def fixed(self) -> tuple[CheckChange, ...]:
        return tuple(change for change in self.checks if change.is_fixed)

    @property
    def broken(self) -> tuple[CheckChange, ...]:
        return tuple(change for change in self.checks if change.is_broken)

    @property
    def changed(self) -> tuple[CheckChange, ...]:
        """What is neither fixed nor broken: partly better, now known or unknown, other places."""
        return tuple(change for change in self.checks if not change.is_fixed and not change.is_broken)

    @property
    def score_delta(self) -> float:
        """0 where one of the scores is not known."""
        if self.score_before is None or self.score_after is None:
            return 0.0
        return self.score_after - self.score_before

    def __bool__(self) -> bool:
        return bool(self.checks) or self.score_before != self.score_after


def compare(before: Scorecard, after: Scorecard) -> Change:
    """Lines that merely moved are no change."""
    old, new = _by_key(before), _by_key(after)
    pairs: list[tuple[CheckResult | None, CheckResult | None]] = [(old.get(key), check) for key, check in new.items()]
    pairs += [(check, None) for key, check in old.items() if key not in new]
    changes = (_change(was, now) for was, now in pairs)
    return Change(tuple(change for change in changes if change is not None), before.score, after.score)


def _by_key(card: Scorecard) -> dict[tuple[str, str], CheckResult]:
    return {(check.id, check.package): check for check in card.checks}


def _change(before: CheckResult | None, after: CheckResult | None) -> CheckChange | None:
    was, now = _offending(before), _offending(after)
    is_told = after is None or after.true_outcome is not Outcome.UNKNOWN  # of an unknown check no place is known to be mended
    mended = tuple(entry for mark, entry in was.items() if mark not in now and is_told)
    new = tuple(entry for mark, entry in now.items() if mark not in was)
    same = before is not None and after is not None and _standing(before) == _standing(after)
    return None if same and not mended and not new else CheckChange(before, after, mended, new)


def _standing(check: CheckResult) -> tuple[object, ...]:
    return check.outcome, check.value, check.waiver, check.waived


def _offending(check: CheckResult | None) -> dict[str, EvidenceEntry]:
    """What is waived among it: it is there."""
    if check is None:
        return {}
    waived = [place.entry for place in check.waived]
    return {entry.fingerprint: entry for entry in (*(check.evidence if check.is_offending else ()), *waived)}
