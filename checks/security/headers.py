"""Security headers (Helmet)."""

from __future__ import annotations

from healthtui.engine.check import MEDIUM, Facts, check, no_http, not_read
from healthtui.engine.verdict import Evidence, Verdict, failed, passed, warned
from healthtui.facts.http import HeaderProtection, UnreadRoutes, WithoutHttp

_PARTLY = {
    "some": "covers only a part of the routes",
    "by-hand": "Helmet sets more of them",
    "installed": "is there, and not seen to be applied",
}


_SAID = {
    "some": "Security headers are set for a part of the routes",
    "by-hand": "Some security headers are set by hand",
    "installed": "A package for security headers is there, and not seen to be applied",
}


@check(risk=MEDIUM)
def headers(protections: Facts[HeaderProtection], unread: Facts[UnreadRoutes], silent: Facts[WithoutHttp]) -> Verdict:
    if silent:
        return no_http(silent)
    if other := [one for one in unread if one.is_server]:
        return not_read(other)
    if whole := [one for one in protections if one.scope == "all"]:
        evidence = [Evidence(one.place, f"{one.by} before all routes") for one in whole]
        return passed(f"{whole[0].by} covers all routes", evidence)
    is_applied = any(one.scope != "installed" for one in protections)
    if not is_applied and (hidden := [one for one in unread if one.is_framework]):
        return not_read(hidden)
    if protections:
        evidence = [Evidence(one.place, f"{one.by}: {_PARTLY[one.scope]}") for one in protections]
        return warned(_SAID[protections[0].scope], evidence, short="partly")
    return failed("No security headers: neither Helmet nor headers set by hand were seen", short="none")
