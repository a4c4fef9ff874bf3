"""Endpoints: every route with what is known of it, whichever framework declared it."""

from __future__ import annotations

import re
from collections.abc import Iterable

import msgspec

from healthtui.derive.database import Database, query
from healthtui.derive.errors.raised import raised_in
from healthtui.derive.http.adapted import reads_adapted
from healthtui.derive.http.bodies import body_of
from healthtui.derive.http.controls import controls_of
from healthtui.derive.http.express import EXPRESS
from healthtui.derive.http.fastify import FASTIFY
from healthtui.derive.http.functions import functions_of
from healthtui.derive.http.logins import opens_session, verifies_signature
from healthtui.derive.http.model import Adapter, Applied, Handler, Registration
from healthtui.derive.http.nest import NEST
from healthtui.derive.http.public import is_prefix_root, is_public_path
from healthtui.derive.http.reading import parts_read
from healthtui.derive.http.writes import written_by
from healthtui.derive.inputs import derives, index_of
from healthtui.derive.testing.requested import requested_routes
from healthtui.derive.testing.requests import test_requests
from healthtui.facts.base import Place
from healthtui.facts.http import Endpoint

_CATCH_ALL = re.compile(r"(?:^|/)(?:\(?\.?\*\)?|\{?\*\w*\}?)$")
_SOCKET = re.compile(r"socket|ws|websocket|conn(?:ection)?", re.I)
ADAPTERS: tuple[Adapter, ...] = (EXPRESS, FASTIFY, NEST)


@query
def registrations(db: Database, package: str) -> tuple[Registration, ...]:
    """All routes of a package, in the order of place."""
    found = [route for adapter in ADAPTERS for route in adapter.routes(db, package)]
    return tuple(sorted(found, key=lambda one: (one.place, one.method, one.path)))


@query
def applied(db: Database, package: str) -> tuple[Applied, ...]:
    """Everything that is applied to more than one route of a package."""
    return tuple(one for adapter in ADAPTERS for one in adapter.applied(db, package))


@derives(Endpoint)
def endpoints(db: Database, package: str) -> tuple[Endpoint, ...]:
    """The routes, with what a test requests and what a handler writes: apart, so that a change there reads no route again."""
    found = _declared(db, package)
    tested = requested_routes(((one.method, one.path) for one in found), test_requests(db, package))
    written = _written(db, package)
    return tuple(
        msgspec.structs.replace(one, is_tested=(one.method, one.path) in tested, writes=writes)
        for one, writes in zip(found, written, strict=True)
    )


@query
def _declared(db: Database, package: str) -> tuple[Endpoint, ...]:
    return tuple(_endpoint(db, one) for one in registrations(db, package) if not _is_preflight(one))


@query
def _written(db: Database, package: str) -> tuple[str, ...]:
    """For each route that is declared, in order: what its handler writes, where it is one that should only read."""
    routes = [one for one in registrations(db, package) if not _is_preflight(one)]
    return tuple(
        written_by(db, package, functions_of(db, one.handler))
        if one.method == "GET" and one.handler and not _opens_socket(db, one.handler)
        else ""
        for one in routes
    )


def _opens_socket(db: Database, handler: Handler) -> bool:
    """`(socket, request) => …` of a route that becomes a WebSocket: what comes later is no GET."""
    indexes = ((index_of(db, path), function) for path, function in functions_of(db, handler))
    first = [one for index, number in indexes if index for one in index.module.functions[number].parameters[:1]]
    return any(_SOCKET.fullmatch(one.name) for one in first)


def _is_preflight(route: Registration) -> bool:
    """An OPTIONS declaration that only answers CORS is no route."""
    return route.method == "OPTIONS"


def _is_not_found(db: Database, route: Registration, places: Iterable[tuple[str, int]]) -> bool:
    """A catch-all that only answers 404, or raises an error that is one."""
    if not _CATCH_ALL.search(route.path):
        return False
    answers = [body_of(db, *one).statuses or _statuses_raised(db, *one) for one in places]
    return bool(answers) and all(one <= {404} and one for one in answers)


def _statuses_raised(db: Database, path: str, function: int) -> frozenset[int]:
    """Of `throw new NotFoundError()`, `next(Problem.notFound('Page'))`."""
    index = index_of(db, path)
    inside = index.module.functions[function] if index else None
    raised = [one for one in raised_in(db, path) if inside and inside.line <= one.site.place.line <= inside.end_line]
    return frozenset(status for one in raised for status in one.statuses)


def _endpoint(db: Database, route: Registration) -> Endpoint:
    chain = (*route.inherited, *route.chain)
    auth_by = _by(db, "auth", chain) if route.auth_by is None else route.auth_by
    validated_by = _by(db, "validation", chain) if route.validated_by is None else route.validated_by
    places = functions_of(db, route.handler) if route.handler else ()
    if route.auth_by is None and not auth_by:
        auth_by = _own_check(db, places)
    if route.validated_by is None and not validated_by:
        validated_by = next((body_of(db, *one).validates_input for one in places if body_of(db, *one).validates_input), "")
    reads = _reads(db, route, places) if route.reads_input is None else route.reads_input
    return Endpoint(
        place=route.place,
        method=route.method,
        path=route.path,
        handler=_place_of(db, places, route.handler),
        module=route.module,
        is_public=route.is_public or _is_public(db, route, places, bool(auth_by)) or (not reads and _is_page(db, route, places)),
        is_authenticated=bool(auth_by),
        reads_input=reads,
        is_validated=bool(validated_by),
        is_limited=bool(_by(db, "limiter", chain) if route.limited_by is None else route.limited_by),
        is_read=bool(places) or route.reads_input is not None,
        is_not_found=_is_not_found(db, route, places),
        auth_by=auth_by,
        validated_by=validated_by,
    )


def _reads(db: Database, route: Registration, places: tuple[tuple[str, int], ...]) -> bool:
    """Its handler does, by itself or through an adapter; or a schema of the route's own checks input, of which the handler
    takes what was checked: `req.valid.body`."""
    if parts_read(db, places) or _by(db, "validation", route.chain):
        return True
    return route.handler is not None and reads_adapted(db, route.handler.value, places)


def _is_public(db: Database, route: Registration, places: Iterable[tuple[str, int]], is_authenticated: bool) -> bool:
    """By its path; where that does not tell, a route that nobody must be known to and that opens a session, or is a webhook
    with a signature."""
    if is_public_path(route.method, route.path):
        return not (is_authenticated and is_prefix_root(route.path))
    if route.method not in ("POST", "ALL") or is_authenticated:
        return False
    chain = (place for handler in route.chain for place in functions_of(db, handler))
    return opens_session(db, places) or verifies_signature(db, (*places, *chain))


def _is_page(db: Database, route: Registration, places: Iterable[tuple[str, int]]) -> bool:
    """The page of a client application, whatever its path: `app.get('*', (req, res) => res.sendFile('index.html'))`."""
    given = [body_of(db, *one).gives_page for one in places]
    return route.method == "GET" and bool(_CATCH_ALL.search(route.path)) and bool(given) and all(given)


def _by(db: Database, kind: str, chain: Iterable[Handler]) -> str:
    for handler in chain:
        for control in sorted(controls_of(db, handler)):
            if control.kind == kind:
                return control.by or kind
    return ""


def _own_check(db: Database, places: Iterable[tuple[str, int]]) -> str:
    """A handler that begins with a check of its own that answers or redirects."""
    for path, function in places:
        body = body_of(db, path, function)
        if body.begins_with_check:
            return body.name or "its handler"
    return ""


def _place_of(db: Database, places: Iterable[tuple[str, int]], handler: Handler | None) -> Place | None:
    for path, function in places:
        return body_of(db, path, function).place
    return handler.place if handler else None
