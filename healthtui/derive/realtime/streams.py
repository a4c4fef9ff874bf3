"""Routes that stay open: event streams of Express and Fastify, socket routes of express-ws and @fastify/websocket."""

from __future__ import annotations

from healthtui.derive.database import Database, query
from healthtui.derive.evaluate import Evaluator
from healthtui.derive.http.endpoints import registrations
from healthtui.derive.http.functions import functions_of
from healthtui.derive.http.model import Registration
from healthtui.derive.http.written import dotted, inner_functions
from healthtui.derive.inputs import derived, index_of
from healthtui.derive.jobs.files import files_of, packages_used
from healthtui.derive.libraries.realtime import EXPRESS_WS, FASTIFY_WEBSOCKET, STREAM_OPENERS
from healthtui.derive.realtime.handshakes import NO, YES, Gate, gate_of, handshake_of, joined
from healthtui.derive.values import FunctionValue, external_of, options_of
from healthtui.facts.base import Place
from healthtui.facts.http import CorsPolicy, Endpoint
from healthtui.facts.realtime import Socket
from healthtui.facts.source import Call, Literal, Member, Name, Object

_STREAM = "text/event-stream"
_SETTERS = {"writeHead", "setHeader", "set", "header", "headers", "type", "append"}
_FLAGS = (("websocket", Literal(True)),)


def event_streams(db: Database, package: str) -> list[Socket]:
    """The routes whose handler answers with a stream of events."""
    streaming = [
        one
        for one in registrations(db, package)
        if one.handler and any(_streams(db, *it) for it in functions_of(db, one.handler))
    ]
    return [Socket(one.place, "event stream", _auth_of_route(db, package, one), "") for one in streaming]


def _auth_of_route(db: Database, package: str, route: Registration) -> str:
    """A route that opens a connection is authenticated as any other route, or by what its handler does."""
    known = [one for one in derived(db, Endpoint, package) if one.place == route.place and one.path == route.path]
    if any(one.is_authenticated for one in known):
        return YES
    functions = functions_of(db, route.handler) if route.handler else ()
    return YES if any(handshake_of(db, *one).authenticates for one in functions) else NO


@query
def _streams(db: Database, path: str, function: int) -> bool:
    """Whether a function answers with a stream of events, itself or in one that it calls."""
    if _streams_itself(db, path, function):
        return True
    index = index_of(db, path)
    inside = inner_functions(index, function) if index else []
    calls = [index.module.calls[n] for one in inside for n in index.calls_in.get(one, ())] if index else []
    for call in calls:
        for value in options_of(Evaluator(db).callee(path, call)):
            if isinstance(value, FunctionValue) and _streams_itself(db, value.path, value.index):
                return True
    return False


@query
def _streams_itself(db: Database, path: str, function: int) -> bool:
    index = index_of(db, path)
    if index is None:
        return False
    calls = [index.module.calls[n] for one in inner_functions(index, function) for n in index.calls_in.get(one, ())]
    for call in calls:
        name = dotted(index, call.callee).rpartition(".")[2]
        if name in _SETTERS and _says_stream(call):
            return True
        for value in options_of(Evaluator(db).callee(path, call)) if isinstance(call.callee, Name) else ():
            external = external_of(value)
            if external is not None and external.name in STREAM_OPENERS.get(external.module, ()):
                return True
    return False


def _says_stream(call: Call) -> bool:
    values = [*call.arguments, *(value for one in call.arguments if isinstance(one, Object) for _, value in one.entries)]
    texts = [one.value for one in values if isinstance(one, Literal) and isinstance(one.value, str)]
    return any(one.partition(";")[0].strip().lower() == _STREAM for one in texts)


def stream_origin(db: Database, package: str) -> str:
    """Another origin reads a stream only where CORS lets it: without a policy the browser keeps it to the own."""
    origins = {one.origin for one in derived(db, CorsPolicy, package)}
    if origins & {"any", "echo", "wildcard-default"}:
        return "open"
    return "unknown" if "unknown" in origins else "named"


def socket_routes(db: Database, package: str) -> list[Socket]:
    """`fastify.get('/live', { websocket: true }, handler)`, `app.ws('/live', handler)`."""
    used = packages_used(db, package)
    found: list[Socket] = []
    if not used.isdisjoint(FASTIFY_WEBSOCKET):
        places = {place for path in files_of(db, package) for place in _marked_in(db, path)}
        routes = [one for one in registrations(db, package) if one.place in places]
        found += [Socket(one.place, "socket route", _auth_of_route(db, package, one), "open") for one in routes]
    if EXPRESS_WS in used:
        found += [one for path in files_of(db, package) for one in _express_in(db, path)]
    return found


@query
def _marked_in(db: Database, path: str) -> frozenset[Place]:
    """The calls that declare a route of a socket."""
    index = index_of(db, path)
    found: set[Place] = set()
    for call in index.module.calls if index else ():
        for argument in call.arguments:
            entries = argument.entries if isinstance(argument, Object) else ()
            if any(entry in _FLAGS or entry[0] == "wsHandler" for entry in entries):
                found.add(Place(path, call.line, call.column))
    return frozenset(found)


@query
def _express_in(db: Database, path: str) -> tuple[Socket, ...]:
    index = index_of(db, path)
    found: list[Socket] = []
    for call in index.module.calls if index else ():
        is_route = isinstance(call.callee, Member) and call.callee.name == "ws" and len(call.arguments) > 1
        if is_route and isinstance(call.arguments[0], Literal):
            gate: Gate = joined([gate_of(db, path, one, call.function, call.owner) for one in call.arguments[1:]])
            found.append(Socket(Place(path, call.line, call.column), "socket route", gate.auth, _named(gate)))
    return tuple(found)


def _named(gate: Gate) -> str:
    return "named" if gate.binds_origin else "open"
