"""Output is escaped or sanitised."""

from __future__ import annotations

from healthtui.engine.check import HIGH, Facts, check, not_read
from healthtui.engine.verdict import Evidence, Verdict, failed, passed
from healthtui.facts.http import UnreadRoutes
from healthtui.facts.security import HtmlSighting


@check(risk=HIGH)
def xss(sightings: Facts[HtmlSighting], unread: Facts[UnreadRoutes]) -> Verdict:
    if sightings:
        evidence = [Evidence(one.place, one.said) for one in sightings]
        return failed("Values reach HTML as they are", evidence, short=f"{len(evidence)} raw")
    if other := [one for one in unread if one.is_server]:
        return not_read(other)
    return passed("No value reaches HTML as it is, in responses, templates or the DOM")
