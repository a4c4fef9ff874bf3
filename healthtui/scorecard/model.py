"""The scorecard: one value from which every view is drawn."""

from __future__ import annotations

from enum import StrEnum

import msgspec

from healthtui.config.model import Waiver
from healthtui.engine.verdict import Outcome, Reason
from healthtui.facts.http import Endpoint, Operation
from healthtui.guidance.link import GuidanceLink
from healthtui.tree.base import Repository

CATALOGUE = "1"  # the version of the rules by which is judged


class EvidenceEntry(msgspec.Struct, frozen=True, gc=False):
    path: str
    line: int
    column: int
    message: str
    fingerprint: str = ""
    commit: str = ""  # where the place is in an old commit, and not in the tree that is judged


class WaivedPlace(msgspec.Struct, frozen=True):
    """A place that a team has accepted."""

    entry: EvidenceEntry
    waiver: Waiver


class Standing(StrEnum):
    AT_WORK = "at work"
    EXPIRED = "expired"  # what it waived counts again
    UNUSED = "unused"  # there is nothing that it would take out


class StandingWaiver(msgspec.Struct, frozen=True):
    """A waiver of the settings, and how it stands."""

    waiver: Waiver
    standing: Standing


class CheckResult(msgspec.Struct, frozen=True):
    """One check in one package. `points` is what mending it adds to the repository's score; `share` is its part of the
    repository's 100 points, 0 where it is not known. `bounds` are the shares of `met`/`of` from which a ratio passes and
    warns. `evidence` is without the places that are `waived`; `waiver` is the one
    of the whole check."""

    id: str
    package: str
    title: str
    outcome: Outcome
    value: float | None
    risk: str
    weight: float
    points: float
    summary: str
    short: str
    evidence: tuple[EvidenceEntry, ...]
    met: int | None
    of: int | None
    reason_code: Reason | None
    command: str
    guidance: GuidanceLink | None
    share: float = 0.0
    bounds: tuple[float, float] | None = None
    waived: tuple[WaivedPlace, ...] = ()
    waiver: Waiver | None = None
    unwaived: Outcome | None = None  # its outcome without waivers, where one is at work

    @property
    def section(self) -> str:
        return self.id.partition(".")[0]

    @property
    def contribution(self) -> float:
        """What it gives to the repository's score; the contributions of all checks add up to it."""
        return self.share * (self.value or 0.0)

    @property
    def true_outcome(self) -> Outcome:
        """As if nothing were waived."""
        return self.unwaived or self.outcome

    @property
    def places(self) -> tuple[EvidenceEntry, ...]:
        """Its evidence, then what is waived of it."""
        return (*self.evidence, *(place.entry for place in self.waived))

    @property
    def is_offending(self) -> bool:
        """Whether its evidence is what to mend, and not the proof of a pass."""
        return self.outcome in (Outcome.WARN, Outcome.FAIL)


class SectionScore(msgspec.Struct, frozen=True):
    """`score` is None where nothing applies or is known."""

    id: str
    title: str
    score: float | None


class PackageCard(msgspec.Struct, frozen=True):
    path: str
    name: str
    frameworks: tuple[str, ...]
    recognised: tuple[str, ...]
    score: float | None
    weight: float  # its applicable risk
    endpoints: tuple[Endpoint, ...]
    operations: tuple[Operation, ...] = ()


class SkippedFile(msgspec.Struct, frozen=True, gc=False):
    """A file that was not read, and why: fit to be shown."""

    path: str
    reason: str


class Scorecard(msgspec.Struct, frozen=True):
    """`score` is 0–100 or None; `grade` is A to E or "?"; `range` is all unknown fail … all unknown pass. `true_score` is the
    score as if nothing were waived."""

    repository: Repository
    packages: tuple[PackageCard, ...]
    score: float | None
    range: tuple[float, float]
    completeness: float
    grade: str
    capped_by: tuple[str, ...]
    sections: tuple[SectionScore, ...]
    checks: tuple[CheckResult, ...]
    skipped: tuple[SkippedFile, ...] = ()
    notes: tuple[str, ...] = ()
    catalogue: str = CATALOGUE
    true_score: float | None = None
    waivers: tuple[StandingWaiver, ...] = ()

    def count(self, outcome: Outcome) -> int:
        return sum(check.outcome is outcome for check in self.checks)

    def offending(self) -> list[CheckResult]:
        """What warns or fails, by what mending it adds."""
        return sorted((check for check in self.checks if check.is_offending), key=lambda check: -check.points)

    def waivers_that(self, standing: Standing) -> tuple[Waiver, ...]:
        return tuple(one.waiver for one in self.waivers if one.standing is standing)
