"""From raw results to the scorecard."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date

import msgspec
from msgspec import structs

from healthtui.config import Waiver
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
from healthtui.scorecard.waive import Judged, standings, waive
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


class Waivers(msgspec.Struct, frozen=True):
    """The waivers of the settings, and the day on which they are asked for."""

    written: tuple[Waiver, ...] = ()
    today: date = date.min


class ScoredPackage(msgspec.Struct, frozen=True):
    """A server package that is scored, with what is shown of it."""

    package: Package
    recognised: tuple[str, ...] = ()
    endpoints: tuple[Endpoint, ...] = ()
    operations: tuple[Operation, ...] = ()


_NO_WAIVERS = Waivers()


def score(
    repository: Repository,
    packages: Sequence[ScoredPackage],
    results: Sequence[RawResult],
    lookups: Lookups,
    skipped: tuple[SkippedFile, ...] = (),
    notes: tuple[str, ...] = (),
    waivers: Waivers = _NO_WAIVERS,
) -> Scorecard:
    """The scorecard of a repository. Every result belongs to one of the packages."""
    judged, counted = _without_waived(results, lookups, waivers)
    parts, whole = shares(counted), weigh(counted)
    points = total(parts)
    letter, capped_by = grade(points, whole.completeness, counted)
    return Scorecard(
        repository=repository,
        packages=_packages(packages, counted),
        score=points,
        range=whole.range,
        completeness=whole.completeness,
        grade=letter,
        capped_by=capped_by,
        sections=_sections(counted, parts),
        checks=tuple(_check(one, part, lookups) for one, part in zip(judged, parts, strict=True)),
        skipped=skipped,
        notes=notes,
        true_score=total(shares(results)),
        waivers=standings(waivers.written, judged, waivers.today),
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
    """What stands at a place of an old commit never changes: the commit tells it. Of a line that is not to be told, a
    secret's, what is said of it stands for it."""
    if evidence.commit:
        return Spot(evidence.place.path, text=evidence.commit)
    spot = lookups.spot(check, evidence.place)
    return spot if spot.text or not evidence.place.line else structs.replace(spot, text=evidence.message)


def _without_waived(results: Iterable[RawResult], lookups: Lookups, waivers: Waivers) -> tuple[list[Judged], list[RawResult]]:
    """What is waived of each result, and the results as the headline counts them."""
    judged = waive((_judged(result, lookups) for result in results), waivers.written, waivers.today)
    return judged, [one.result for one in judged]


def _judged(result: RawResult, lookups: Lookups) -> Judged:
    check, verdict = result.check.id, result.verdict
    marks = fingerprints(check, (_spot(check, evidence, lookups) for evidence in verdict.evidence))
    evidence = tuple(
        EvidenceEntry(entry.place.path, entry.place.line, entry.place.column, entry.message, mark, entry.commit)
        for entry, mark in zip(verdict.evidence, marks, strict=True)
    )
    return Judged(result, evidence)


def _check(judged: Judged, part: Share | None, lookups: Lookups) -> CheckResult:
    check, verdict = judged.result.check, judged.result.verdict
    return CheckResult(
        id=check.id,
        package=judged.result.package,
        title=lookups.title(check.id),
        outcome=verdict.outcome,
        value=verdict.value,
        risk=risk_name(check.risk),
        weight=check.risk,
        points=part.missing if part else 0.0,
        summary=verdict.summary,
        short=verdict.short,
        evidence=judged.evidence,
        met=verdict.met,
        of=verdict.of,
        reason_code=verdict.reason_code,
        command=verdict.command,
        guidance=lookups.guidance(check.id),
        bounds=verdict.bounds,
        share=part.given + part.missing if part else 0.0,
        waived=judged.waived,
        waiver=judged.waiver,
        unwaived=judged.unwaived,
    )
