"""Comprehensive logging: a logger, the requests, and the errors."""

from __future__ import annotations

from healthtui.engine.check import MEDIUM, NO_SERVER, Facts, check, not_read
from healthtui.engine.verdict import Evidence, Verdict, not_applicable, ratio
from healthtui.facts.derived import Package
from healthtui.facts.http import CrossCutting, UnreadRoutes
from healthtui.facts.logs import ErrorLog, LogCall, LoggerSetup, title_of

_PARTS = ("a logger", "request logging", "errors logged in the central handler")
_PLACES = 2  # of each part
_NO_LOGGER = {"console", "fastify", "morgan"}  # Fastify's is off until it is asked for; morgan writes of requests alone


@check(risk=MEDIUM)
def logging(
    package: Package,
    setups: Facts[LoggerSetup],
    calls: Facts[LogCall],
    concerns: Facts[CrossCutting],
    errors: Facts[ErrorLog],
    unread: Facts[UnreadRoutes],
) -> Verdict:
    if not package.is_server:
        return not_applicable(NO_SERVER)
    found = (_logger(setups, calls), _requests(concerns), [Evidence(one.place, f"errors: {one.by}"[:100]) for one in errors])
    present = [one for one in found if one]
    hidden = [one for one in unread if one.is_framework or not found[1]]  # what wraps their handlers may log the requests
    if hidden and len(present) < len(_PARTS):
        return not_read(hidden)
    missing = [part for part, seen in zip(_PARTS, found, strict=True) if not seen]
    summary = f"Not seen: {', '.join(missing)}" if missing else "A logger, the requests and the errors"
    seen_parts = [entry for one in present for entry in one[:_PLACES]]  # also where it warns: what is there, to build on
    return ratio(len(present), len(_PARTS), summary, seen_parts, seen_parts, pass_at=1.0, warn_at=1 / len(_PARTS), of_sites=False)


def _logger(setups: Facts[LoggerSetup], calls: Facts[LogCall]) -> list[Evidence]:
    made = [Evidence(one.place, f"the logger: {title_of(one.logger)}") for one in setups if one.logger != "morgan"]
    return made or [Evidence(one.place, f"the logger: {title_of(one.logger)}") for one in calls if one.logger not in _NO_LOGGER]


def _requests(concerns: Facts[CrossCutting]) -> list[Evidence]:
    return [Evidence(one.place, f"requests: {one.by}"[:100]) for one in concerns if one.concern == "logging"]
