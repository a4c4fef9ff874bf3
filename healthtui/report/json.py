"""The public JSON report, `healthtui.report/1`; its schema lies beside this file. Keys are added, never renamed."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

from healthtui import __version__
from healthtui.config import Waiver
from healthtui.engine.verdict import Outcome
from healthtui.facts.http import Endpoint
from healthtui.guidance.link import GuidanceLink
from healthtui.scorecard.model import CheckResult, EvidenceEntry, PackageCard, Scorecard, Standing

SCHEMA = "healthtui.report/1"
Json = dict[str, Any]


def to_json(card: Scorecard, generated_at: datetime) -> Json:
    """The report as plain values. `generated_at` has a time zone."""
    repository = card.repository
    return {
        "schema": SCHEMA,
        "tool": {"name": "healthtui", "version": __version__, "catalogue": card.catalogue},
        "repository": {
            "name": repository.name,
            "commit": repository.commit or None,
            "branch": repository.branch or None,
            "dirty": repository.is_dirty,
        },
        "generated_at": generated_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "packages": [_package(package) for package in card.packages],
        "score": _rounded(card.score),
        "range": [_rounded(bound) for bound in card.range],
        "completeness": _rounded(card.completeness),
        "grade": card.grade,
        "capped_by": list(card.capped_by),
        "true_score": _rounded(card.true_score),
        "waived": len(card.waivers_that(Standing.AT_WORK)),
        "waivers": [_waiver(one.waiver) | {"standing": one.standing.value} for one in card.waivers],
        "sections": [{"id": part.id, "title": part.title, "score": _rounded(part.score)} for part in card.sections],
        "checks": [_check(check) for check in card.checks],
        "routes": routes(card),
        "skipped": [{"path": skipped.path, "reason": skipped.reason} for skipped in card.skipped],
        "notes": list(card.notes),
    }


def routes(card: Scorecard) -> list[Json]:
    """Every route of every package."""
    return [_route(package.path, endpoint) for package in card.packages for endpoint in package.endpoints]


def json_text(card: Scorecard, generated_at: datetime) -> str:
    """The report as a file: ASCII alone, so that no name from the repository can disturb a terminal or an encoding."""
    return json.dumps(to_json(card, generated_at), indent=2) + "\n"


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 4)


def _package(package: PackageCard) -> Json:
    return {
        "path": package.path,
        "name": package.name,
        "frameworks": list(package.frameworks),
        "recognised": list(package.recognised),
    }


def _check(check: CheckResult) -> Json:
    is_reason = check.outcome in (Outcome.NOT_APPLICABLE, Outcome.UNKNOWN)
    return {
        "id": check.id,
        "package": check.package,
        "title": check.title,
        "verdict": check.outcome.value,
        "value": _rounded(check.value),
        "risk": check.risk,
        "weight": check.weight,
        "points": _rounded(check.points),
        "count": None if check.of is None else {"met": check.met, "of": check.of},
        "summary": check.summary,
        "reason": check.summary if is_reason else None,
        "reason_code": check.reason_code.value if check.reason_code else None,
        "command": check.command or None,
        "evidence": [_place(entry) for entry in check.evidence],
        "guidance": _guidance(check.guidance),
        "waiver": None if check.waiver is None else _waiver(check.waiver),
        "waived": [_place(place.entry) | {"waiver": _waiver(place.waiver)} for place in check.waived],
        "true_verdict": check.true_outcome.value,
    }


def _place(entry: EvidenceEntry) -> Json:
    return {
        "path": entry.path,
        "line": entry.line,
        "column": entry.column,
        "message": entry.message,
        "fingerprint": entry.fingerprint,
        **({"commit": entry.commit} if entry.commit else {}),
    }


def _waiver(waiver: Waiver) -> Json:
    return {
        "check": waiver.check,
        "reason": waiver.reason,
        "until": waiver.until.isoformat(),
        "path": waiver.path or None,
        "place": waiver.place or None,
        "package": waiver.package or None,
    }


def _guidance(link: GuidanceLink | None) -> Json | None:
    if link is None:
        return None
    return {
        "persona": link.persona,
        "section": link.section,
        "line": link.line,
        "text": link.text,
        "guide": link.guide,
    }


def _route(package: str, route: Endpoint) -> Json:
    return {
        "package": package,
        "method": route.method,
        "path": route.path,
        "file": route.place.path,
        "line": route.place.line,
        "public": route.is_public,
        "authenticated": route.is_authenticated,
        "validated": route.is_validated,
        "limited": route.is_limited,
        "tested": route.is_tested,
    }
