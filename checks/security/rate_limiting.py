"""Rate limiting, at least of the routes that log in."""

from __future__ import annotations

from healthtui.engine.check import HIGH, Facts, check, no_http, not_read
from healthtui.engine.verdict import Evidence, Verdict, failed, passed, warned
from healthtui.facts.http import Limiter, UnreadRoutes, WithoutHttp

_SAYS = {
    "global": "limits every route",
    "auth": "limits the routes that log in",
    "some": "limits other routes than those that log in",
    "declared": "is imported, and no route is seen to apply it",
    "installed": "is installed, and nothing uses it",
}


@check(risk=HIGH)
def rate_limiting(limiters: Facts[Limiter], unread: Facts[UnreadRoutes], silent: Facts[WithoutHttp]) -> Verdict:
    if silent:
        return no_http(silent)
    if other := [one for one in unread if one.is_server]:
        return not_read(other)
    if applied := [one for one in limiters if one.scope in ("global", "auth")]:
        return passed(f"{applied[0].by} {_SAYS[applied[0].scope]}", _evidence(applied))
    if limiters:
        scopes = {one.scope for one in limiters}
        short = "partly" if "some" in scopes else "unused"
        return warned("A rate limiter is there, but does not limit the routes that log in", _evidence(limiters), short)
    if hidden := [one for one in unread if one.is_framework]:
        return not_read(hidden)
    return failed("No rate limiter was seen: neither a known package nor a hand-made one that answers 429", short="none")


def _evidence(limiters: list[Limiter] | Facts[Limiter]) -> list[Evidence]:
    return [Evidence(one.place, f"{one.by} {_SAYS[one.scope]}") for one in limiters]
