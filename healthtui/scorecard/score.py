"""From raw results to the scorecard."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import msgspec

from healthtui.engine.check import risk_name
from healthtui.engine.result import RawResult
from healthtui.engine.verdict import Evidence
from healthtui.facts.base import Place
from healthtui.facts.derived import Package
from healthtui.facts.http import Endpoint, Operation
from healthtui.guidance.link import GuidanceLink
from healthtui.scorecard.arithmetic import Share, by_package, grade, shares, total, weigh
from healthtui.scorecard.fingerprint import Spot, fingerprints
from healthtui.scorecard.model import (
    CheckResult,
    EvidenceEntry,
    PackageCard,
    Scorecard,
    SectionScore,
    SkippedFile,
)
from healthtui.scorecard.sections import with_others
from healthtui.tree.base import Repository


def _unplaced(_check: str, place: Place) -> Spot:
    return Spot(place.path)


def _unlinked(_check: str) -> GuidanceLink | None:
    return None


class Lookups(msgspec.Struct, frozen=True):
    """What a scorecard says beyond the results, each asked by check id: its title, where the persona says it, and what
    stands at a place of its evidence."""

    title: Callable[[str], str]
    guidance: Callable[[str], GuidanceLink | None] = _unlinked
    spot: Callable[[str, Place], Spot] = _unplaced


class ScoredPackage(msgspec.Struct, frozen=True):
    """A server package that is scored, with what is shown of it."""

    package: Package
    recognised: tuple[str, ...] = ()
    endpoints: tuple[Endpoint, ...] = ()
    operations: tuple[Operation, ...] = ()


def score(
    repository: Repository,
    packages: Sequence[ScoredPackage],
    results: Sequence[RawResult],
    lookups: Lookups,
    skipped: tuple[SkippedFile, ...] = (),
    notes: tuple[str, ...] = (),
) -> Scorecard:
    """The scorecard of a repository. Every result belongs to one of the packages."""
    parts = shares(results)
    whole = weigh(results)
    points = total(parts)
    letter, capped_by = grade(points, whole.completeness, results)
    return Scorecard(
        repository=repository,
        packages=_packages(packages, results),
        score=points,
        range=whole.range,
        completeness=whole.completeness,
        grade=letter,
        capped_by=capped_by,
        sections=_sections(results, parts),
        checks=tuple(_check(result, part, lookups) for result, part in zip(results, parts, strict=True)),
        skipped=skipped,
        notes=notes,
    )


def _packages(packages: Sequence[ScoredPackage], results: Sequence[RawResult]) -> tuple[PackageCard, ...]:
    groups = by_package(results)
    cards = []
    for scored in packages:
        package, weights = scored.package, weigh(groups.get(scored.package.path, ()))
        cards.append(
            PackageCard(
                package.path,
                package.name,
                package.frameworks,
                scored.recognised,
                weights.score,
                weights.applicable,
                scored.endpoints,
                scored.operations,
            )
        )
    return tuple(cards)


def _sections(results: Sequence[RawResult], parts: Sequence[Share | None]) -> tuple[SectionScore, ...]:
    titles = with_others(result.check.section for result in results)
    grouped: dict[str, list[Share | None]] = {section: [] for section in titles}
    for result, part in zip(results, parts, strict=True):
        grouped[result.check.section].append(part)
    return tuple(SectionScore(section, title, total(grouped[section])) for section, title in titles.items())


def _spot(check: str, evidence: Evidence, lookups: Lookups) -> Spot:
    """What stands at a place of an old commit never changes: the commit tells it."""
    return Spot(evidence.place.path, text=evidence.commit) if evidence.commit else lookups.spot(check, evidence.place)


def _check(result: RawResult, part: Share | None, lookups: Lookups) -> CheckResult:
    check, verdict = result.check, result.verdict
    marks = fingerprints(check.id, (_spot(check.id, evidence, lookups) for evidence in verdict.evidence))
    evidence = tuple(
        EvidenceEntry(entry.place.path, entry.place.line, entry.place.column, entry.message, mark, entry.commit)
        for entry, mark in zip(verdict.evidence, marks, strict=True)
    )
    return CheckResult(
        id=check.id,
        package=result.package,
        title=lookups.title(check.id),
        outcome=verdict.outcome,
        value=verdict.value,
        risk=risk_name(check.risk),
        weight=check.risk,
        points=part.missing if part else 0.0,
        summary=verdict.summary,
        short=verdict.short,
        evidence=evidence,
        met=verdict.met,
        of=verdict.of,
        reason_code=verdict.reason_code,
        command=verdict.command,
        guidance=lookups.guidance(check.id),
        share=part.given + part.missing if part else 0.0,
    )
