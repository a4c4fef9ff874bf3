"""Libraries that put controllers on apps: which call does, with what it is given, and what it hands the app on to."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from healthtui.derive.evaluation.evaluate import Evaluator
from healthtui.derive.evaluation.pieces import call_at
from healthtui.derive.evaluation.values import Called, External, ParameterValue, Value, external_of, options_of
from healthtui.derive.evaluation.written import called_name
from healthtui.derive.http.express.nodes import Event, node_of
from healthtui.derive.http.functions import functions_of
from healthtui.derive.http.model import Handler
from healthtui.derive.inputs import index_of
from healthtui.derive.libraries.controllers import (
    INVERSIFY,
    INVERSIFY_APP,
    INVERSIFY_BUILD,
    INVERSIFY_CONFIGS,
    INVERSIFY_SERVER,
    ROUTING,
    ROUTING_SERVERS,
    TSOA,
    TSOA_MAKER,
)
from healthtui.facts.base import Place
from healthtui.facts.source import Call, CallRef, Expression, Member

LIBRARY_CALLS = {*ROUTING_SERVERS, *INVERSIFY_CONFIGS, INVERSIFY_BUILD, TSOA_MAKER}
Nodes = Callable[[Expression], list[Value]]  # the apps and routers that an expression in the function of the call may be


def library_events(evaluator: Evaluator, path: str, call: Call, nodes_of: Nodes) -> Iterator[Event]:
    """What a call of a library does to an app: controllers are put on it, or it is given to a function."""
    if called_name(call) in ROUTING_SERVERS:
        yield from _routing(evaluator, path, call, nodes_of)
    elif called_name(call) == TSOA_MAKER:
        for node in (node for one in call.arguments[:1] for node in nodes_of(one)):
            yield _event(node, "serve", path, call, arguments=(), method=TSOA)
    elif isinstance(call.callee, Member):
        for server in nodes_of(call.callee.of):
            match server:
                case Called(External(module, name)) if (module, name) == (INVERSIFY, INVERSIFY_SERVER):
                    yield from _inversify(evaluator, path, call, server)


def _event(node: Value, kind: str, path: str, call: Call, **rest: object) -> Event:
    place = Place(path, call.line, call.column)
    return Event(node, kind, path, place, call.function, call.owner, **rest)  # type: ignore[arg-type]


def _routing(evaluator: Evaluator, path: str, call: Call, nodes_of: Nodes) -> Iterator[Event]:
    """`useExpressServer(app, options)`, and `createExpressServer(options)`, which makes the app."""
    external, index = external_of(evaluator.callee(path, call)), index_of(evaluator.db, path)
    if external is None or external.module != ROUTING or index is None:
        return
    given = call.arguments[:1] if external.name == "useExpressServer" else ()
    nodes = [node for one in given for node in nodes_of(one)]
    if not call.is_statement or not nodes:  # the app goes on under the name of what the call gives
        made = evaluator.of(path, CallRef(index.module.calls.index(call)))
        yield from (_event(one, "pass", path, call, arguments=(), target=made) for one in nodes)
        nodes = [made]
    for node in nodes:
        yield _event(node, "serve", path, call, arguments=call.arguments[len(given) :], method=ROUTING)


def _inversify(evaluator: Evaluator, path: str, call: Call, server: Called) -> Iterator[Event]:
    """`server.setConfig(app => …)` before the routes, `setErrorConfig` after them, and `build()`, which puts them on."""
    if called_name(call) == INVERSIFY_BUILD:
        yield from _built(evaluator, path, call, server)
        return
    is_last, place = INVERSIFY_CONFIGS[called_name(call)], Place(path, call.line, call.column)
    for argument in call.arguments[:1]:
        value = evaluator.of(path, argument, call.function, call.owner)
        for at, function in functions_of(evaluator.db, Handler(place, path, argument, call.function, call.owner, value)):
            target = ParameterValue(at, function, 0)
            yield _event(server, "pass", path, call, arguments=(), target=target, is_last=is_last)


def _built(evaluator: Evaluator, path: str, call: Call, server: Called) -> Iterator[Event]:
    """The routes are put on the app that the server was given, or on its own."""
    if (made := call_at(evaluator.db, server.path, server.index)) is None:
        return
    for argument in made.arguments[INVERSIFY_APP : INVERSIFY_APP + 1]:
        for one in options_of(evaluator.of(server.path, argument, made.function, made.owner)):
            if app := node_of(evaluator.db, one):
                yield _event(app, "pass", path, call, arguments=(), target=server)
    place = Place(path, call.line, call.column)
    yield Event(server, "serve", server.path, place, made.function, made.owner, made.arguments, INVERSIFY)
