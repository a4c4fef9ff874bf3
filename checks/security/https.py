"""HTTPS in production."""

from __future__ import annotations

from healthtui.engine.check import MEDIUM, NO_SERVER, Facts, check, no_http, not_read
from healthtui.engine.verdict import Evidence, Reason, Verdict, failed, not_applicable, passed, unknown, warned
from healthtui.facts.derived import Package
from healthtui.facts.http import UnreadRoutes, WithoutHttp
from healthtui.facts.https import CookieSetting, HttpsSign, PlainUrl

_LENGTH = 100


@check(risk=MEDIUM)
def https(
    package: Package,
    signs: Facts[HttpsSign],
    cookies: Facts[CookieSetting],
    urls: Facts[PlainUrl],
    unread: Facts[UnreadRoutes],
    silent: Facts[WithoutHttp],
) -> Verdict:
    if not package.is_server:
        return not_applicable(NO_SERVER)
    if silent:
        return no_http(silent)
    open_ = [Evidence(one.place, f"{one.by}: secure is false"[:_LENGTH]) for one in cookies if one.secure == "off"]
    plain = [Evidence(one.place, f"plain HTTP in production: {one.url}"[:_LENGTH]) for one in urls]
    if open_ or plain:
        said = "A cookie says secure: false" if open_ else "A URL of production is plain HTTP"
        return failed(said, [*open_, *plain], short="plain")
    missing = [Evidence(one.place, f"{one.by} without secure"[:_LENGTH]) for one in cookies if one.secure == "missing"]
    if missing:
        return warned(f"{len(missing)} of {len(cookies)} cookies are set without secure", missing, short="cookies")
    if not signs:
        if hidden := [one for one in unread if one.is_framework]:
            return not_read(hidden)
        return warned("No HTTPS server, HSTS, redirect to https nor trusted proxy was seen", short="not seen")
    if hidden_ := [one for one in cookies if one.secure == "unknown"]:
        where = f"{hidden_[0].place.path}:{hidden_[0].place.line}"
        return unknown(Reason.NOT_FOLLOWED, f"The cookie of {where} takes secure from where it cannot be followed")
    evidence = [Evidence(one.place, one.by[:_LENGTH]) for one in signs]
    evidence += [Evidence(one.place, f"{one.by} is secure"[:_LENGTH]) for one in cookies]
    return passed(f"Evidence of HTTPS ({signs[0].by}), and no cookie goes without secure", evidence)
