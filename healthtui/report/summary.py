"""What every written report says, and in which order."""

from __future__ import annotations

from math import floor

from healthtui.engine.verdict import Outcome
from healthtui.scorecard.model import CheckResult, EvidenceEntry, Scorecard, Standing, StandingWaiver

WORDS = {
    Outcome.PASS: "pass",
    Outcome.WARN: "warn",
    Outcome.FAIL: "fail",
    Outcome.UNKNOWN: "unknown",
    Outcome.NOT_APPLICABLE: "n/a",
    Outcome.WAIVED: "waived",
}
GLYPHS = {
    Outcome.PASS: "✓",
    Outcome.WARN: "▲",
    Outcome.FAIL: "✗",
    Outcome.UNKNOWN: "?",
    Outcome.NOT_APPLICABLE: "·",
    Outcome.WAIVED: "–",
}


def number(score: float | None, digits: int = 1) -> str:
    """A score as it is shown: rounded down, so that no 90 is graded B."""
    if score is None:
        return "–"
    step = 10**digits
    return f"{floor(round(score, 9) * step) / step:.{digits}f}"


def points(value: float) -> str:
    """What mending adds, rounded to what it is nearest to."""
    return f"{value:+.1f}"


def percent(share: float) -> str:
    return f"{number(100 * share, 0)} %"


def title(card: Scorecard, check: CheckResult) -> str:
    """The title of a check, with its package where there are several."""
    return f"{check.title} · {check.package}" if len(card.packages) > 1 else check.title


def with_outcome(card: Scorecard, outcome: Outcome) -> list[CheckResult]:
    return [check for check in card.checks if check.outcome is outcome]


def where(entry: EvidenceEntry) -> str:
    """path:line:column, as editors read it."""
    if not entry.line:
        return entry.path
    return f"{entry.path}:{entry.line}:{entry.column}" if entry.column else f"{entry.path}:{entry.line}"


def capped(card: Scorecard) -> str:
    """Why the letter is not what the number would give, or ""."""
    if not card.capped_by:
        return ""
    unknown = {check.id for check in card.checks if check.outcome is Outcome.UNKNOWN}
    names = ", ".join(card.capped_by)
    return f"no A while {names} is unknown" if unknown.issuperset(card.capped_by) else f"capped by {names}"


def truth(card: Scorecard) -> str:
    """The score as if nothing were waived, and how many waivers are at work; "" where there is none."""
    at_work = len(card.waivers_that(Standing.AT_WORK))
    return f"{number(card.true_score)} true · {at_work} waived" if at_work else ""


def waived_what(one: StandingWaiver) -> str:
    """`security.cors in src/app.ts, package api`"""
    waiver = one.waiver
    file, package = f" in {waiver.path}" if waiver.path else "", f", package {waiver.package}" if waiver.package else ""
    place = f" at {waiver.place}" if waiver.place and not waiver.path else ""
    return f"{waiver.check}{file}{place}{package}"


def waived_why(one: StandingWaiver) -> str:
    """`at work until 2027-03-31: the public API is for every origin`"""
    verb = "expired on" if one.standing is Standing.EXPIRED else f"{one.standing}, until"
    return f"{verb} {one.waiver.until.isoformat()}: {one.waiver.reason}"


def waived_places(card: Scorecard, one: StandingWaiver) -> list[EvidenceEntry]:
    """What it takes out."""
    return [place.entry for check in card.checks for place in check.waived if place.waiver == one.waiver]
