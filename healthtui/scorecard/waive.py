"""What a team has accepted is taken out of the score: it is waived, never passed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from msgspec import structs

from healthtui.config import Waiver
from healthtui.engine.result import RawResult
from healthtui.engine.verdict import Outcome, Verdict, counted
from healthtui.scorecard.model import EvidenceEntry, Standing, StandingWaiver, WaivedPlace

_OFFENDING = (Outcome.WARN, Outcome.FAIL)


@dataclass(frozen=True, slots=True)
class Judged:
    """A result with the places of its evidence. Where something is waived, `result` is as the headline counts it, `evidence`
    is what is left, and `unwaived` is the outcome without any waiver; `waiver` is the one of the whole check."""

    result: RawResult
    evidence: tuple[EvidenceEntry, ...]
    waived: tuple[WaivedPlace, ...] = ()
    waiver: Waiver | None = None
    unwaived: Outcome | None = None


def waive(judged: Iterable[Judged], waivers: Sequence[Waiver], today: date) -> list[Judged]:
    """The results without what is waived on that day."""
    by_check: dict[str, list[Waiver]] = {}
    for waiver in waivers:
        if not waiver.is_expired(today):
            by_check.setdefault(waiver.check, []).append(waiver)
    return [_waived(one, by_check.get(one.result.check.id, ())) for one in judged]


def standings(waivers: Iterable[Waiver], judged: Iterable[Judged], today: date) -> tuple[StandingWaiver, ...]:
    """Each waiver in the order of the file, and how it stands among the results that `waive` gave."""
    at_work: set[Waiver] = set()
    for one in judged:
        at_work |= {place.waiver for place in one.waived} | ({one.waiver} if one.waiver else set())
    return tuple(StandingWaiver(one, _standing(one, at_work, today)) for one in waivers)


def _standing(waiver: Waiver, at_work: set[Waiver], today: date) -> Standing:
    if waiver.is_expired(today):
        return Standing.EXPIRED
    return Standing.AT_WORK if waiver in at_work else Standing.UNUSED


def _waived(judged: Judged, waivers: Iterable[Waiver]) -> Judged:
    """There is something to waive only where a check warns, fails or is not known."""
    result = judged.result
    outcome = result.verdict.outcome
    fitting = [one for one in waivers if one.package in ("", result.package)]
    whole = next((one for one in fitting if one.is_of_check), None)
    if whole is not None and (outcome in _OFFENDING or outcome is Outcome.UNKNOWN):
        places = tuple(WaivedPlace(entry, whole) for entry in judged.evidence)
        return _taken_out(judged, _excluded(result.verdict), places, (), whole)
    if outcome not in _OFFENDING:
        return judged
    found = [(entry, _of_place(entry, fitting)) for entry in judged.evidence]
    waived = tuple(WaivedPlace(entry, waiver) for entry, waiver in found if waiver is not None)
    left = tuple(entry for entry, waiver in found if waiver is None)
    return _taken_out(judged, _without(result.verdict, len(waived), len(left)), waived, left) if waived else judged


def _of_place(entry: EvidenceEntry, waivers: Iterable[Waiver]) -> Waiver | None:
    fitting = (one for one in waivers if one.path in ("", entry.path) and one.place in ("", entry.fingerprint))
    return next(fitting, None)


def _taken_out(
    judged: Judged,
    verdict: Verdict,
    waived: tuple[WaivedPlace, ...],
    left: tuple[EvidenceEntry, ...],
    waiver: Waiver | None = None,
) -> Judged:
    evidence = left if verdict.outcome in _OFFENDING else ()
    before = judged.result.verdict.outcome
    return Judged(replace(judged.result, verdict=verdict), evidence, waived, waiver, before)


def _without(verdict: Verdict, waived: int, left: int) -> Verdict:
    """A count goes on without the sites that are waived; what counts nothing stays as it is while any place is left."""
    said = f"{verdict.summary}; {waived} waived"
    if verdict.is_each and verdict.bounds and verdict.met is not None and verdict.of is not None and verdict.of > waived:
        of = verdict.of - waived
        outcome, value = counted(verdict.met, of, *verdict.bounds)
        short = f"{verdict.met}/{of}" if verdict.short == f"{verdict.met}/{verdict.of}" else verdict.short
        return structs.replace(verdict, outcome=outcome, value=value, of=of, short=short, summary=said)
    short = re.sub(rf"^{waived + left}\b", str(left), verdict.short)  # "2 open", where it counts the places
    return structs.replace(verdict, summary=said, short=short) if left else _excluded(verdict)


def _excluded(verdict: Verdict) -> Verdict:
    return structs.replace(verdict, outcome=Outcome.WAIVED, value=None, short="waived", reason_code=None, command="")
