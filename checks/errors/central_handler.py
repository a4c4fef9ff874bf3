"""Centralised error handling."""

from __future__ import annotations

from healthtui.engine.check import HIGH, Facts, check, not_read
from healthtui.engine.verdict import Evidence, Reason, Verdict, failed, passed, unknown, warned
from healthtui.facts.derived import Package
from healthtui.facts.http import ErrorHandler, UnreadRoutes

_DEFAULTS = {"fastify": "Fastify", "nestjs": "NestJS", "routing-controllers": "routing-controllers"}
_KINDS = {
    "express": "the error middleware is registered here",
    "fastify": "setErrorHandler",
    "nest-filter": "a global exception filter",
}


@check(risk=HIGH)
def central_handler(handlers: Facts[ErrorHandler], unread: Facts[UnreadRoutes], package: Package) -> Verdict:
    if other := [one for one in unread if one.is_server]:
        return not_read(other)
    if responding := [one for one in handlers if one.responds and one.kind in _KINDS]:
        evidence = [Evidence(one.place, _KINDS[one.kind]) for one in responding]
        return passed("Errors are answered in one place", evidence)
    if hidden := [one for one in handlers if one.kind == "not-followed"]:
        place = f"{hidden[0].place.path}:{hidden[0].place.line}"
        return unknown(Reason.NOT_FOLLOWED, f"{place}: what is named a handler of errors cannot be followed")
    by_default = [_DEFAULTS[one.kind] for one in handlers if one.kind not in _KINDS]
    if handlers and not by_default:
        evidence = [Evidence(one.place, "is given errors, and never answers") for one in handlers]
        return warned("An error handler is registered, but it never answers", evidence, short="no answer")
    defaults = by_default or [_DEFAULTS[name] for name in package.frameworks if name in _DEFAULTS]
    if defaults:
        return warned(f"Only {defaults[0]}'s own default answers errors", short="default")
    if framework := [one for one in unread if one.is_framework]:
        return not_read(framework)
    return failed("No error middleware with four arguments is registered with the app", short="none")
