"""Regular dependency updates: a committed lockfile, and something that looks for updates by itself."""

from __future__ import annotations

from healthtui.engine.check import MEDIUM, Facts, check
from healthtui.engine.verdict import Evidence, Verdict, ratio
from healthtui.facts.security import LockfileIgnored, LockfileSighting, UpdateAutomation

_PARTS = 2
_OFF = {"Dependabot": "does not watch npm's packages", "Renovate": "is switched off"}
_NO_LOCKFILE = "No lockfile is committed"
_NO_AUTOMATION = "neither Dependabot nor Renovate nor a scheduled audit in CI was seen at work"


@check(risk=MEDIUM)
def dependency_updates(
    locks: Facts[LockfileSighting], ignored: Facts[LockfileIgnored], automation: Facts[UpdateAutomation]
) -> Verdict:
    working = [one for one in automation if one.is_on]
    found = bool(locks) + bool(working)
    if found == _PARTS:
        evidence = [Evidence(locks[0].place, "the lockfile"), *(Evidence(one.place, one.by) for one in working)]
        return _counted(found, f"A lockfile is committed, and {working[0].by} looks for updates", evidence)
    missing: list[Evidence] = []
    if not locks:
        missing += [Evidence(one.place, f"keeps the lockfile out: {one.pattern}"[:100]) for one in ignored]
    if not working:
        missing += [Evidence(one.place, f"{one.by} {_OFF[one.by]}") for one in automation]
    lacks = ", and ".join([*([] if locks else [_NO_LOCKFILE]), *([] if working else [_NO_AUTOMATION])])
    return _counted(found, lacks[0].upper() + lacks[1:], missing)


def _counted(found: int, summary: str, evidence: list[Evidence]) -> Verdict:
    return ratio(found, _PARTS, summary, evidence, evidence, pass_at=1.0, warn_at=1 / _PARTS, of_sites=False)
