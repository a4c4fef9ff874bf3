"""Responses are compressed."""

from __future__ import annotations

from healthtui.engine.check import LOW, Facts, check, no_http, not_read
from healthtui.engine.verdict import Evidence, Verdict, failed, passed, warned
from healthtui.facts.http import UnreadRoutes, WithoutHttp
from healthtui.facts.performance import Compression


@check(risk=LOW)
def compression(found: Facts[Compression], unread: Facts[UnreadRoutes], silent: Facts[WithoutHttp]) -> Verdict:
    if silent:
        return no_http(silent)
    if applied := [one for one in found if one.is_applied]:
        return passed(f"{applied[0].by} compresses responses", [Evidence(one.place, f"{one.by} is at work") for one in applied])
    if found:
        evidence = [Evidence(one.place, f"{one.by} is there, and not applied") for one in found]
        return warned(f"{found[0].by} is installed, and not applied", evidence, short="unused")
    if hidden := [one for one in unread if one.is_server or one.is_framework]:
        return not_read(hidden)
    return failed("No compression in the application, nor in a proxy's configuration", short="none")
