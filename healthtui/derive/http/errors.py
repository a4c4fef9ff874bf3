"""Handlers of errors, and the concerns that go through middleware."""

from __future__ import annotations

import re
from collections.abc import Iterator

from healthtui.derive.database import Database
from healthtui.derive.evaluation.values import external_of
from healthtui.derive.evaluation.written import dotted
from healthtui.derive.http.bodies import body_of
from healthtui.derive.http.controls import controls_of
from healthtui.derive.http.endpoints import applied, registrations
from healthtui.derive.http.fastify import fastify_loggers
from healthtui.derive.http.functions import functions_of
from healthtui.derive.http.model import Applied, Handler
from healthtui.derive.http.paths import covers
from healthtui.derive.inputs import derives, index_of
from healthtui.derive.libraries.controllers import BY_DEFAULT
from healthtui.facts.base import Place
from healthtui.facts.http import CrossCutting, ErrorHandler

_NAMES_ERRORS = re.compile(r"(?:[eE]rr(?:ors?)?|ERR(?:ORS?)?)(?![a-z])|[eE]xception")
_CONCERNS = {"auth": "auth", "validation": "validation", "input-check": "validation", "logging": "logging"}
_KINDS = {"express": "express", "fastify": "fastify", "nestjs": "nest-filter"}

_SIGHTINGS = 2  # of each concern


@derives(ErrorHandler)
def error_handlers(db: Database, package: str) -> tuple[ErrorHandler, ...]:
    """The registered ones; what is not written in the repository is taken to respond. Those only named so are told apart."""
    found = [_handler(db, one) for one in applied(db, package) if is_central(db, package, one)]
    found += [ErrorHandler(one.handler.place, "not-followed", False) for one in applied(db, package) if _is_only_named(db, one)]
    return tuple(sorted(dict.fromkeys(found), key=lambda one: one.place))


def is_central(db: Database, package: str, one: Applied) -> bool:
    """Applied to the app, or to a router that all routes are under."""
    if one.role not in ("error-handler", "filter") or one.scope == "global":
        return one.role in ("error-handler", "filter")
    return one.framework == "express" and all(covers(one.prefix, route.path) for route in registrations(db, package))


def _is_only_named(db: Database, one: Applied) -> bool:
    """`app.use(this.errorMiddleware.handle)`, where nothing tells which function that is."""
    if one.framework != "express" or one.role != "middleware" or external_of(one.handler.value) is not None:
        return False
    index = index_of(db, one.handler.path)
    written = dotted(index, one.handler.expression) if index else ""
    return bool(_NAMES_ERRORS.search(written)) and not functions_of(db, one.handler)


def _handler(db: Database, one: Applied) -> ErrorHandler:
    functions = functions_of(db, one.handler) if one.role == "error-handler" else ()
    external = external_of(one.handler.value)
    if external is not None and external.module in BY_DEFAULT:
        return ErrorHandler(one.handler.place, external.module, True)
    responds = not functions or any(body_of(db, *function).responds for function in functions)
    return ErrorHandler(one.handler.place, _KINDS[one.framework], responds)


@derives(CrossCutting)
def cross_cutting(db: Database, package: str) -> tuple[CrossCutting, ...]:
    """A few sightings of each concern are enough: the first in the order of place."""
    first: dict[str, dict[Place, CrossCutting]] = {}
    for one in sorted(_sightings(db, package), key=lambda sighting: sighting.place):
        known = first.setdefault(one.concern, {})
        if len(known) < _SIGHTINGS:
            known.setdefault(one.place, one)
    return tuple(sorted((one for known in first.values() for one in known.values()), key=lambda one: one.place))


def _sightings(db: Database, package: str) -> Iterator[CrossCutting]:
    for one in applied(db, package):
        yield from _of_handler(db, one.handler)
        if one.role == "hook" and any(body_of(db, *function).logs_path for function in functions_of(db, one.handler)):
            yield CrossCutting(one.handler.place, "logging", "a hook that logs requests")
    for place in fastify_loggers(db, package):
        yield CrossCutting(place, "logging", "Fastify's logger")
    for route in registrations(db, package):
        for handler in route.chain:
            yield from _of_handler(db, handler)
        names = {body_of(db, *one).name or "its handler" for one in functions_of(db, route.handler)} if route.handler else set()
        for concern, by in (("auth", route.auth_by), ("validation", route.validated_by)):
            if by and by not in names:  # what a handler does by itself is no middleware
                yield CrossCutting(route.place, concern, by)


def _of_handler(db: Database, handler: Handler) -> Iterator[CrossCutting]:
    for control in sorted(controls_of(db, handler)):
        if control.kind in _CONCERNS:
            yield CrossCutting(handler.place, _CONCERNS[control.kind], control.by or "a function of its own")
