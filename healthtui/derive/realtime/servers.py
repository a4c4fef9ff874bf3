"""Servers of sockets: Socket.io, ws and what speaks GraphQL over them, with what stands before their connections."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from healthtui.derive.data.trails import Tracer
from healthtui.derive.database import Database, query
from healthtui.derive.evaluation.evaluate import callee_of
from healthtui.derive.evaluation.values import UNKNOWN, Called, Literally, Value, external_of, options_of
from healthtui.derive.http.cors_origins import origin_of
from healthtui.derive.inputs import index_of
from healthtui.derive.jobs.queues import last_name
from healthtui.derive.libraries.realtime import (
    CHECK_OPTIONS,
    CONNECTION_EVENTS,
    EXPRESS_WS,
    FASTIFY_WEBSOCKET,
    GRAPHQL_SERVERS,
    SOCKET_IO,
    SOCKET_IO_SERVERS,
    WS_SERVERS,
)
from healthtui.derive.realtime.handshakes import Gate, gate_of, joined
from healthtui.derive.repository.packages import modules_used, request_path_files
from healthtui.facts.base import Place
from healthtui.facts.source import Call, Literal, Member, Name, Object, Require

IO, WS, GRAPHQL = "Socket.io", "WebSocket", "GraphQL over WebSocket"
NAMED, OPEN, HIDDEN = "named", "open", "unknown"
_PACKAGES = {*SOCKET_IO, *WS_SERVERS, *GRAPHQL_SERVERS, EXPRESS_WS, *FASTIFY_WEBSOCKET, "@nestjs/websockets", "mercurius"}
_OF_CORS = {"named": NAMED, "unknown": HIDDEN}
_EVENTS = tuple(Literal(one) for one in sorted(CONNECTION_EVENTS))
_HANDLES = ("io", "wss", "nsp", "namespace", "socketServer", "wsServer", "ioServer")


class Opened(msgspec.Struct, frozen=True, gc=False):
    """Where a server of sockets is made, and the origins that its options allow. `carriers` are the calls that make the
    servers on which GraphQL is spoken."""

    kind: str
    place: Place
    origin: str
    gate: Gate
    carriers: tuple[Place, ...] = ()


def uses_sockets(db: Database, package: str) -> bool:
    return not modules_used(db, package).isdisjoint(_PACKAGES)


@query
def opened_in(db: Database, path: str) -> tuple[Opened, ...]:
    """The servers of sockets that a file makes."""
    index = index_of(db, path)
    if index is None:
        return ()
    tracer, found = Tracer(db, path, index), list[Opened]()
    for call in index.module.calls:
        if not call.in_decorator and isinstance(call.callee, Name | Member | Require) and (kind := _kind(tracer, path, call)):
            options = _options(tracer, path, call)
            gates = [_gate_in(db, one) for one in options]
            carriers = tuple(_carriers(tracer, path, call)) if kind == GRAPHQL else ()
            origin = _origin(db, tracer, options)
            found.append(Opened(kind, Place(path, call.line, call.column), origin, joined(gates), carriers))
    return tuple(found)


def _carriers(tracer: Tracer, path: str, call: Call) -> Iterator[Place]:
    """`useServer(options, server)`: where that server is made."""
    for value in options_of(tracer.evaluator.argument(path, call, 1)):
        index = index_of(tracer.db, value.path) if isinstance(value, Called) else None
        if index is not None and isinstance(value, Called):
            made = index.module.calls[value.index]
            yield Place(value.path, made.line, made.column)


def _kind(tracer: Tracer, path: str, call: Call) -> str:
    if last_name(call) == "register":
        given = options_of(tracer.evaluator.argument(path, call, 0))
        is_plugin = any((external := external_of(one)) is not None and external.module == "fastify-socket.io" for one in given)
        return IO if is_plugin else ""
    for value in options_of(callee_of(tracer.db, path, call)):
        external = external_of(value)
        if external is None:
            continue
        root = external.module if external.module in WS_SERVERS else external.module.partition("/")[0]
        if external.module == "socket.io" and external.name in SOCKET_IO_SERVERS and (call.is_new or external.name != "Server"):
            return IO
        if call.is_new and external.name in WS_SERVERS.get(root, ()):
            return WS
        if external.name in GRAPHQL_SERVERS.get(root, ()):
            return GRAPHQL
    return ""


def _options(tracer: Tracer, path: str, call: Call) -> list[Literally]:
    """The object literals among what a server is given."""
    values = [one for at in range(len(call.arguments)) for one in options_of(tracer.evaluator.argument(path, call, at))]
    return [one for one in values if isinstance(one, Literally) and isinstance(one.expression, Object)]


def _gate_in(db: Database, options: Literally) -> Gate:
    """What the options say of those who connect: `verifyClient`, `allowRequest`, `onConnect`, …"""
    entries = options.expression.entries if isinstance(options.expression, Object) else ()
    checks = [value for key, value in entries if key in CHECK_OPTIONS]
    return joined([gate_of(db, options.path, one, options.function, options.owner) for one in checks])


def _origin(db: Database, tracer: Tracer, options: list[Literally]) -> str:
    """`cors: { origin }` of Socket.io."""
    for one in options:
        if (policy := tracer.evaluator.member(one, "cors")) != UNKNOWN or _has(one, "cors"):
            return origin_allowed(db, policy)
    return OPEN


def _has(options: Literally, name: str) -> bool:
    return isinstance(options.expression, Object) and any(key == name for key, _ in options.expression.entries)


def origin_allowed(db: Database, policy: Value) -> str:
    """What CORS options of a socket come to; several that may hold are as open as the most open."""
    return _OF_CORS.get(origin_of(db, policy), OPEN)


@query
def gates_of(db: Database, package: str, kind: str) -> Gate:
    """What a package does with those who connect, apart from the options of a server."""
    return joined([gate for path in request_path_files(db, package) for of, gate in _gates_in(db, path) if of == kind])


@query
def _gates_in(db: Database, path: str) -> tuple[tuple[str, Gate], ...]:
    index = index_of(db, path)
    if index is None:
        return ()
    tracer, found = Tracer(db, path, index), list[tuple[str, Gate]]()
    for call in index.module.calls:
        if call.in_decorator or not isinstance(call.callee, Member) or not call.arguments:
            continue
        is_use = call.callee.name == "use"
        is_event = call.callee.name in ("on", "once", "addListener") and call.arguments[0] in _EVENTS
        for kind in _sides(tracer, call, is_use, is_event) if is_use or is_event else ():
            given = call.arguments if is_use else call.arguments[1:]
            found.append((kind, joined([gate_of(db, path, one, call.function, call.owner) for one in given])))
    return tuple(found)


def _sides(tracer: Tracer, call: Call, is_use: bool, is_event: bool) -> Iterator[str]:
    """Which sockets a middleware or listener is for."""
    if is_event and call.arguments[0] == Literal("upgrade"):
        yield from (WS, GRAPHQL)
        return
    for trail in tracer.of(call):
        if trail.package in SOCKET_IO:
            yield IO
        elif trail.package in WS_SERVERS and is_event:
            yield WS
        elif not trail.package and trail.plain.split(".")[-2:-1] and trail.plain.split(".")[-2] in _HANDLES:
            yield from ((IO,) if is_use else (IO, WS))
