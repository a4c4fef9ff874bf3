"""Middleware for cross-cutting concerns: authentication, validation, logging."""

from __future__ import annotations

from healthtui.engine.check import MEDIUM, NO_ROUTES, Facts, check, not_read
from healthtui.engine.verdict import Evidence, Verdict, not_applicable, ratio
from healthtui.facts.http import CrossCutting, Endpoint, UnreadRoutes

CONCERNS = ("auth", "validation", "logging")


@check(risk=MEDIUM)
def middleware(seen: Facts[CrossCutting], routes: Facts[Endpoint], unread: Facts[UnreadRoutes]) -> Verdict:
    if unread:
        return not_read(unread)
    if not routes:
        return not_applicable(NO_ROUTES)
    first = {one.concern: one for one in reversed(seen)}
    missing = [concern for concern in CONCERNS if concern not in first]
    total = len(CONCERNS)
    summary = f"{len(first)} of {total} concerns go through middleware" + (f"; not {' nor '.join(missing)}" if missing else "")
    proof = [Evidence(one.place, f"{one.concern}: {one.by}") for one in first.values()]
    return ratio(len(first), total, summary, proof=proof, pass_at=2 / total, warn_at=1 / total)
