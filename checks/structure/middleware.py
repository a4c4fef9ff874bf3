"""Middleware for cross-cutting concerns: authentication, validation, logging."""

from __future__ import annotations

from healthtui.engine.check import MEDIUM, Facts, check, not_read
from healthtui.engine.verdict import Evidence, Outcome, Verdict, not_applicable
from healthtui.facts.backend import CrossCutting, Endpoint, UnreadRoutes

CONCERNS = ("auth", "validation", "logging")
_OUTCOMES = {0: (Outcome.FAIL, 0.0), 1: (Outcome.WARN, 0.5), 2: (Outcome.PASS, 1.0), 3: (Outcome.PASS, 1.0)}


@check(risk=MEDIUM)
def middleware(seen: Facts[CrossCutting], routes: Facts[Endpoint], unread: Facts[UnreadRoutes]) -> Verdict:
    if unread:
        return not_read(unread)
    if not routes:
        return not_applicable("There are no routes")
    first = {one.concern: one for one in reversed(seen)}
    missing = [concern for concern in CONCERNS if concern not in first]
    outcome, value = _OUTCOMES[len(first)]
    summary = f"{len(first)} of 3 concerns go through middleware" + (f"; not {' nor '.join(missing)}" if missing else "")
    evidence = tuple(Evidence(one.place, f"{one.concern}: {one.by}") for one in first.values())
    return Verdict(outcome, value, summary, f"{len(first)}/3", evidence if outcome is Outcome.PASS else (), len(first), 3)
