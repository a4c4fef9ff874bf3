"""Routes that stay open: event streams of Express and Fastify, socket routes of express-ws and @fastify/websocket."""

from __future__ import annotations

from healthtui.derive.batches import in_each_file
from healthtui.derive.database import Database, query
from healthtui.derive.evaluation.evaluate import Evaluator
from healthtui.derive.evaluation.values import FunctionValue, external_of, options_of
from healthtui.derive.evaluation.written import dotted, inner_functions
from healthtui.derive.http.endpoints import registrations
from healthtui.derive.http.functions import functions_of
from healthtui.derive.http.model import Registration
from healthtui.derive.inputs import derived, index_of
from healthtui.derive.libraries.realtime import EXPRESS_WS, FASTIFY_WEBSOCKET, STREAM_OPENERS, STREAMING_REPLY
from healthtui.derive.realtime.handshakes import NO, NOT_KNOWN, YES, Gate, gate_of, handshake_of, joined
from healthtui.derive.repository.packages import modules_used
from healthtui.facts.base import Place
from healthtui.facts.http import CorsPolicy, Endpoint
from healthtui.facts.realtime import Socket
from healthtui.facts.source import Call, Literal, Member, Object

_STREAM, _CONTENT_TYPE = "text/event-stream", "content-type"
_SETTERS = {"writeHead", "setHeader", "set", "header", "headers", "type", "append"}
_OPENERS = {name for names in STREAM_OPENERS.values() for name in names}
_KIND = "event stream"
_FLAGS = (("websocket", Literal(True)),)


def event_streams(db: Database, package: str) -> list[Socket]:
    """The routes whose handler answers with a stream of events; who may open others is not known."""
    opened = set(in_each_file(db, package, _opened_in))
    found: list[Socket] = []
    for route in registrations(db, package) if opened else ():
        functions = functions_of(db, route.handler) if route.handler else ()
        if places := {place for one in functions for place in _opened_by(db, *one)}:
            opened -= places
            found.append(Socket(route.place, _KIND, _auth_of_route(db, package, route), ""))
    return found + [Socket(place, _KIND, NOT_KNOWN, "") for place in opened]


def _auth_of_route(db: Database, package: str, route: Registration) -> str:
    """A route that opens a connection is authenticated as any other route, or by what its handler does."""
    known = [one for one in derived(db, Endpoint, package) if one.place == route.place and one.path == route.path]
    if any(one.is_authenticated for one in known):
        return YES
    functions = functions_of(db, route.handler) if route.handler else ()
    return YES if any(handshake_of(db, *one).authenticates for one in functions) else NO


@query
def _opened_by(db: Database, path: str, function: int) -> frozenset[Place]:
    """Where a function opens streams of events, itself or in a function that it calls."""
    index = index_of(db, path)
    inside = inner_functions(index, function) if index else []
    found = {place for place, of in dict(_opened_at(db, path)).items() if of in inside}
    for call in (index.module.calls[n] for one in inside for n in index.calls_in.get(one, ())) if index else ():
        for value in options_of(Evaluator(db).callee(path, call)):
            other = index_of(db, value.path) if isinstance(value, FunctionValue) else None
            if other is not None and isinstance(value, FunctionValue):
                below = inner_functions(other, value.index)
                found |= {place for place, of in _opened_at(db, value.path) if of in below}
    return frozenset(found)


def _opened_in(db: Database, path: str) -> list[Place]:
    return [place for place, _ in _opened_at(db, path)]


@query
def _opened_at(db: Database, path: str) -> tuple[tuple[Place, int], ...]:
    """Where a file opens streams of events, and in which functions."""
    index, evaluator = index_of(db, path), Evaluator(db)
    found: list[tuple[Place, int]] = []
    for call in index.module.calls if index else ():
        written = dotted(index, call.callee) if index else ""
        name = written.rpartition(".")[2]
        is_opened = (name in _SETTERS and _says_stream(call)) or (name in _OPENERS and _opens(evaluator, path, call))
        if is_opened or STREAMING_REPLY.fullmatch(written):
            found.append((Place(path, call.line, call.column), call.function))
    return tuple(found)


def _opens(evaluator: Evaluator, path: str, call: Call) -> bool:
    external = external_of(evaluator.callee(path, call))
    return external is not None and external.name in STREAM_OPENERS.get(external.module, ())


def _says_stream(call: Call) -> bool:
    """`setHeader('Content-Type', 'text/event-stream')`, `writeHead(200, { 'Content-Type': … })`, `type(…)`."""
    match call.callee, call.arguments:
        case Member(_, "type"), (Literal(text), *_):
            return _is_stream(text)
        case _, (Literal(str() as name), Literal(text), *_) if name.lower() == _CONTENT_TYPE:
            return _is_stream(text)
    entries = [entry for one in call.arguments if isinstance(one, Object) for entry in one.entries]
    return any(key.lower() == _CONTENT_TYPE and isinstance(one, Literal) and _is_stream(one.value) for key, one in entries)


def _is_stream(value: object) -> bool:
    return isinstance(value, str) and value.partition(";")[0].strip().lower() == _STREAM


def stream_origin(db: Database, package: str) -> str:
    """Another origin reads a stream only where CORS lets it: without a policy the browser keeps it to the own."""
    origins = {one.origin for one in derived(db, CorsPolicy, package)}
    if origins & {"any", "echo", "wildcard-default"}:
        return "open"
    return "unknown" if "unknown" in origins else "named"


def socket_routes(db: Database, package: str) -> list[Socket]:
    """`fastify.get('/live', { websocket: true }, handler)`, `app.ws('/live', handler)`."""
    used = modules_used(db, package)
    found: list[Socket] = []
    if not used.isdisjoint(FASTIFY_WEBSOCKET):
        places = set(in_each_file(db, package, _marked_in))
        routes = [one for one in registrations(db, package) if one.place in places]
        found += [Socket(one.place, "socket route", _auth_of_route(db, package, one), "open") for one in routes]
    if EXPRESS_WS in used:
        found += in_each_file(db, package, _express_in)
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
