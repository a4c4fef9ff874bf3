"""Structured logging (Pino, Winston)."""

from __future__ import annotations

from healthtui.engine.check import MEDIUM, NO_SERVER, Facts, check
from healthtui.engine.verdict import Evidence, Reason, Verdict, failed, not_applicable, passed, unknown, warned
from healthtui.facts.derived import Package
from healthtui.facts.logs import LogCall, LoggerSetup, title_of

_STRAY_CALLS, _STRAY_SHARE = 1, 0.05
_UNSTRUCTURED = {"console", "nest"}
_UNSEEN = {"unknown", "fastify"}  # Fastify's is off until it is asked for


@check(risk=MEDIUM)
def structured_logging(package: Package, calls: Facts[LogCall], setups: Facts[LoggerSetup]) -> Verdict:
    if not package.is_server:
        return not_applicable(NO_SERVER)
    structured = [one for one in setups if one.logger not in ("nest", "morgan")] or _at_work(calls)
    if not structured:
        return _without(calls, setups)
    counted = [one for one in calls if not (one.is_startup and one.logger in _UNSTRUCTURED)]
    is_over = any(one.logger == "nest-over" for one in structured)
    stray = [one for one in counted if one.logger in (_UNSTRUCTURED - {"nest"} if is_over else _UNSTRUCTURED)]
    if len(stray) <= max(_STRAY_CALLS, _STRAY_SHARE * len(counted)):
        return passed(
            f"Logs go through {title_of(structured[0].logger)}", [Evidence(one.place, title_of(one.logger)) for one in structured]
        )
    summary = f"{len(stray)} of {len(counted)} log calls go past {title_of(structured[0].logger)}"
    return warned(summary, _evidence(stray), short="mixed")


def _without(calls: Facts[LogCall], setups: Facts[LoggerSetup]) -> Verdict:
    """No structured logger is set up."""
    console = [one for one in calls if one.logger == "console"]
    if own := [one for one in setups if one.logger == "nest"]:
        evidence = [Evidence(one.place, "NestJS's own Logger writes text") for one in own]
        return warned("Only NestJS's own Logger", evidence, short="Nest only")
    if other := [one for one in calls if one.logger == "unknown"]:
        where = other[0].place
        return unknown(Reason.NOT_SUPPORTED, f"The logger of {where.path}:{where.line} is not recognised", short="other")
    if console:
        return failed("Only console is used", _evidence(console), short="console")
    if morgan := [one for one in setups if one.logger == "morgan"]:
        return failed("Only requests are logged, by morgan", [Evidence(one.place, "morgan") for one in morgan], short="morgan")
    return failed("No logger: neither a structured one nor a call of console was seen", short="none")


def _at_work(calls: Facts[LogCall]) -> list[LogCall]:
    """The first call of a library's default logger, which needs no set-up: `winston.info()`."""
    return [one for one in calls if one.logger not in _UNSTRUCTURED | _UNSEEN][:1]


def _evidence(calls: list[LogCall]) -> list[Evidence]:
    names = {"console": "console", "nest": "NestJS's Logger"}
    return [Evidence(one.place, f"{names[one.logger]}: {one.level}") for one in calls]
