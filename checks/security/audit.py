"""No known vulnerability in the dependencies."""

from __future__ import annotations

from collections import Counter

from healthtui.engine.check import HIGH, Facts, check
from healthtui.engine.verdict import Evidence, Reason, Verdict, failed, not_applicable, passed, unknown, warned
from healthtui.facts.backend import AuditEvidence, LockfileSighting, Vulnerability

_COMMANDS = {
    "npm": "npm audit --json > npm-audit.json",
    "pnpm": "pnpm audit --json > pnpm-audit.json",
    "yarn": "yarn audit --json > yarn-audit.jsonl",
    "yarn-berry": "yarn npm audit --all --recursive --json > yarn-audit.jsonl",
    "bun": "npm audit --json > npm-audit.json",
}
_SERIOUS, _MODERATE = ("critical", "high"), ("moderate",)
_SEVERITIES = ("critical", "high", "moderate", "low", "info")


@check(risk=HIGH)
def audit(locks: Facts[LockfileSighting], audits: Facts[AuditEvidence], found: Facts[Vulnerability]) -> Verdict:
    if not locks:
        return not_applicable("There is no lockfile in the package or above it")
    if not any(one.state == "fresh" for one in audits):
        return _unknown(locks[0], audits)
    production = [one for one in found if not one.in_development]
    summary = f"{_counts(production)} in production, {_counts([one for one in found if one.in_development])} in development"
    for severities, verdict in ((_SERIOUS, failed), (_MODERATE, warned)):
        if grave := [one for one in production if one.severity in severities]:
            worst = next(one for one in severities if any(each.severity == one for each in grave))
            return verdict(summary, [_evidence(one) for one in grave], short=f"{len(grave)} {worst}"[:10])
    return passed(summary, [Evidence(one.place, "the audit") for one in audits if one.state == "fresh"][:1], short="none")


def _unknown(lock: LockfileSighting, audits: Facts[AuditEvidence]) -> Verdict:
    command = _COMMANDS[lock.manager]
    for one in audits:
        if one.state == "stale":
            return unknown(Reason.STALE, f"{one.place.path} is older than {one.detail}", "stale", command)
    for one in audits:
        return unknown(Reason.UNREADABLE, f"{one.place.path} cannot be read: {one.detail}", "broken", command)
    return unknown(Reason.NO_EVIDENCE, f"{lock.place.path} is there, but no output of an audit of it", "no audit", command)


def _counts(found: list[Vulnerability]) -> str:
    counts = Counter(one.severity for one in found)
    return ", ".join(f"{counts[one]} {one}" for one in _SEVERITIES if counts[one]) or "nothing"


def _evidence(one: Vulnerability) -> Evidence:
    mend = f", mended in {one.fix}" if one.fix else ""
    return Evidence(one.place, f"{one.package}: {one.severity}: {one.title or 'known vulnerability'}{mend}"[:160])
