"""No known vulnerability in the dependencies."""

from __future__ import annotations

from collections import Counter

from healthtui.engine.check import HIGH, Facts, check, no_evidence
from healthtui.engine.verdict import Evidence, Verdict, failed, not_applicable, passed, warned
from healthtui.facts.security import AuditEvidence, LockfileSighting, Vulnerability

_COMMANDS = {
    "npm": "npm audit --json > npm-audit.json",
    "pnpm": "pnpm audit --json > pnpm-audit.json",
    "yarn": "yarn audit --json > yarn-audit.jsonl",
    "yarn-berry": "yarn npm audit --all --recursive --json > yarn-audit.jsonl",
    "bun": "npm audit --no-package-lock --json > npm-audit.json",
}
_SERIOUS, _MODERATE = ("critical", "high"), ("moderate",)
_SEVERITIES = ("critical", "high", "moderate", "low", "info")


@check(risk=HIGH)
def audit(locks: Facts[LockfileSighting], audits: Facts[AuditEvidence], found: Facts[Vulnerability]) -> Verdict:
    if not locks:
        return not_applicable("There is no lockfile in the package or above it")
    if not any(one.state == "fresh" for one in audits):
        otherwise = f"{locks[0].place.path} is there, but no output of an audit of it"
        return no_evidence(audits, otherwise, "no audit", _COMMANDS[locks[0].manager])
    production = [one for one in found if not one.in_development]
    summary = f"{_counts(production)} in production, {_counts([one for one in found if one.in_development])} in development"
    for severities, verdict in ((_SERIOUS, failed), (_MODERATE, warned)):
        if grave := [one for one in production if one.severity in severities]:
            worst = next(one for one in severities if any(each.severity == one for each in grave))
            return verdict(summary, [_evidence(one) for one in grave], short=f"{len(grave)} {worst}"[:10])
    return passed(summary, [Evidence(one.place, "the audit") for one in audits if one.state == "fresh"][:1], short="none")


def _counts(found: list[Vulnerability]) -> str:
    counts = Counter(one.severity for one in found)
    return ", ".join(f"{counts[one]} {one}" for one in _SEVERITIES if counts[one]) or "nothing"


def _evidence(one: Vulnerability) -> Evidence:
    mend = f", mended in {one.fix}" if one.fix else ""
    return Evidence(one.place, f"{one.package}: {one.severity}: {(one.title or 'known vulnerability')[:40]}{mend}"[:100])
