"""Never commit secrets."""

from __future__ import annotations

from healthtui.engine.check import CRITICAL, Facts, check
from healthtui.engine.verdict import Evidence, Reason, Verdict, failed, passed, unknown, warned
from healthtui.facts.security import ScanGap, SecretSighting

_WHERE = {"test": "tests", "example": "examples", "seed": "seeds", "docs": "docs", "ci": "CI services"}


@check(risk=CRITICAL)
def secrets(sightings: Facts[SecretSighting], gaps: Facts[ScanGap]) -> Verdict:
    if exposed := [one for one in sightings if one.area == "code"]:
        noun = "credential is" if len(exposed) == 1 else "credentials are"
        return failed(f"{len(exposed)} {noun} in the repository", _evidence(exposed), short=f"{len(exposed)} found")
    if gaps:
        first = gaps[0]
        summary = f"{len(gaps)} files could not be scanned, {first.place.path} first: {first.reason}"
        return unknown(Reason.UNREADABLE, summary, short="not whole")
    if sightings:
        where = ", ".join(dict.fromkeys(_WHERE[one.area] for one in sightings))
        return warned(f"Credentials only in {where}", _evidence(sightings), short=f"{len(sightings)} mild")
    return passed("No credential is in the repository's files")


def _evidence(sightings: list[SecretSighting] | Facts[SecretSighting]) -> list[Evidence]:
    return [Evidence(one.place, f"{one.title}: {one.preview}") for one in sightings]
