"""The catalogue's section "Score", as sums. Every number of a scorecard comes from the shares that are made here."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from math import fsum

import msgspec

from healthtui.engine.check import HIGH
from healthtui.engine.result import RawResult
from healthtui.engine.verdict import Outcome

_GRADES = (("A", 90.0), ("B", 75.0), ("C", 60.0), ("D", 40.0), ("E", 0.0))
_LEAST_COMPLETENESS = 0.6
_CAPPING = frozenset(
    {"security.secrets", "security.secrets-history", "security.parameterized-queries", "security.password-hashing"}
)


class Share(msgspec.Struct, frozen=True):
    """A known check's part of the repository's 100 points: what it gives, and what mending it would add."""

    given: float
    missing: float


class Weights(msgspec.Struct, frozen=True):
    """Sums of risk in one package, or over all of them."""

    applicable: float
    known: float
    earned: float  # Σ risk · value over the known

    @property
    def completeness(self) -> float:
        return self.known / self.applicable if self.applicable else 0.0

    @property
    def score(self) -> float | None:
        return 100 * self.earned / self.known if self.known else None

    @property
    def range(self) -> tuple[float, float]:
        """The score if all unknown checks fail, and if all pass."""
        if not self.applicable:
            return 0.0, 0.0
        unknown = self.applicable - self.known
        return 100 * self.earned / self.applicable, 100 * (self.earned + unknown) / self.applicable


def weigh(results: Iterable[RawResult]) -> Weights:
    applicable = [result for result in results if result.verdict.outcome.is_counted]
    known = [(result.check.risk, result.verdict.value) for result in applicable if result.verdict.value is not None]
    return Weights(
        fsum(result.check.risk for result in applicable),
        fsum(risk for risk, _ in known),
        fsum(risk * value for risk, value in known),
    )


def by_package(results: Iterable[RawResult]) -> dict[str, list[RawResult]]:
    grouped: defaultdict[str, list[RawResult]] = defaultdict(list)
    for result in results:
        grouped[result.package].append(result)
    return grouped


def shares(results: Sequence[RawResult]) -> list[Share | None]:
    """The share of each result in order, None where its check is not known.

    A package weighs as much as its applicable risk; inside it the known checks divide that weight by their own risk.
    """
    weights = {package: weigh(group) for package, group in by_package(results).items()}
    whole = fsum(weight.applicable for weight in weights.values() if weight.known)
    found: list[Share | None] = []
    for result in results:
        value, weight = result.verdict.value, weights[result.package]
        if value is None or not weight.known:  # nothing is known, or nothing weighs anything
            found.append(None)
            continue
        points = 100 * (weight.applicable / whole) * (result.check.risk / weight.known)
        found.append(Share(points * value, points * (1 - value)))
    return found


def total(parts: Iterable[Share | None]) -> float | None:
    """The score of these shares among themselves: 0 to 100, None where none is known."""
    known = [share for share in parts if share is not None]
    whole = fsum(share.given + share.missing for share in known)
    return min(100.0, 100 * fsum(share.given for share in known) / whole) if whole else None


def grade(score: float | None, completeness: float, results: Sequence[RawResult]) -> tuple[str, tuple[str, ...]]:
    """The letter, and the ids of the checks that hold it down."""
    if score is None or round(completeness, 9) < _LEAST_COMPLETENESS:
        return "?", ()
    letter = next(letter for letter, least in _GRADES if round(score, 9) >= least)
    failing = _ids(r for r in results if r.check.id in _CAPPING and r.verdict.outcome is Outcome.FAIL)
    cap = "D" if len(failing) > 1 else "C"
    if failing and letter < cap:
        return cap, failing
    unknown = _ids(r for r in results if r.check.risk >= HIGH and r.verdict.outcome is Outcome.UNKNOWN)
    return ("B", unknown) if letter == "A" and unknown else (letter, ())


def _ids(results: Iterable[RawResult]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(result.check.id for result in results))
