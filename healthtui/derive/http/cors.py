"""Where CORS is enabled, and for which origins."""

from __future__ import annotations

import re

from healthtui.derive.database import Database, query
from healthtui.derive.evaluation.evaluate import Evaluator
from healthtui.derive.evaluation.pieces import call_at
from healthtui.derive.evaluation.values import (
    UNKNOWN,
    Called,
    Literally,
    Value,
    external_of,
    options_of,
)
from healthtui.derive.evaluation.written import dotted, texts_of
from healthtui.derive.http.cors_origins import ECHO, NAMED, allowed, origin_of, worst
from healthtui.derive.http.endpoints import applied, registrations
from healthtui.derive.http.model import Handler
from healthtui.derive.inputs import ModuleIndex, derives, index_of
from healthtui.derive.libraries.controllers import ROUTING, ROUTING_SERVERS
from healthtui.derive.libraries.http import CORS
from healthtui.derive.repository.packages import request_path_files
from healthtui.facts.base import Place
from healthtui.facts.http import CorsPolicy
from healthtui.facts.source import Call, CallRef, Choice, Expression, Literal, Name, Object

_SETTERS = {"header", "setHeader", "set", "append", "writeHead"}
_COMPARES_ORIGIN = re.compile(r"(?=.*(?:origin|allow))(?:.*[\w$]\(|.*==)", re.I | re.S)
_ALLOW_ORIGIN = "access-control-allow-origin"


@derives(CorsPolicy)
def cors_policies(db: Database, package: str) -> tuple[CorsPolicy, ...]:
    found: dict[Place, CorsPolicy] = {}
    for one in applied(db, package):
        if policy := _of_applied(db, one.handler, one.options, one.role == "cors"):
            found.setdefault(policy.place, policy)
    for route in registrations(db, package):
        for handler in (*route.chain, *([route.handler] if route.handler else [])):
            if policy := _of_applied(db, handler, UNKNOWN, False):
                found.setdefault(policy.place, policy)
    for path in request_path_files(db, package):
        for policy in (*_by_hand(db, path), *_of_servers(db, path)):
            found.setdefault(policy.place, policy)
    return tuple(sorted(found.values(), key=lambda one: one.place))


def _of_applied(db: Database, handler: Handler, options: Value, is_cors: bool) -> CorsPolicy | None:
    for value in options_of(handler.value):
        external = external_of(value)
        if not is_cors and (external is None or external.module not in CORS):
            continue
        if isinstance(value, Called) and options == UNKNOWN and (call := call_at(db, value.path, value.index)):
            options = Evaluator(db).argument(value.path, call, 0) if call.arguments else Literally(value.path, Object(()), -1, -1)
        origin = origin_of(db, options)
        return CorsPolicy(handler.place, origin, _text_of(external.module if external else "enableCors", origin))
    return None


def _text_of(module: str, origin: str) -> str:
    name = {"cors": "cors()", "enableCors": "enableCors()"}.get(module, module)
    return f"{name} names its origins" if origin == NAMED else name


@query
def _by_hand(db: Database, path: str) -> tuple[CorsPolicy, ...]:
    """`res.header('Access-Control-Allow-Origin', …)`."""
    index, found = index_of(db, path), []
    for call in index.module.calls if index else ():
        if index and (value := _origin_set(index, call)) is not None:
            origin = _of_header(db, path, call, value)
            found.append(CorsPolicy(Place(path, call.line, call.column), origin, "Access-Control-Allow-Origin"))
    return tuple(found)


@query
def _of_servers(db: Database, path: str) -> tuple[CorsPolicy, ...]:
    """`createExpressServer({ cors: true })`: a library that makes the server, and takes CORS among its options."""
    index, found = index_of(db, path), []
    for call in index.module.calls if index else ():
        name = dotted(index, call.callee).rpartition(".")[2] if index else ""
        if name not in ROUTING_SERVERS or not call.arguments:
            continue
        external = external_of(Evaluator(db).callee(path, call))
        options = Evaluator(db).argument(path, call, len(call.arguments) - 1)
        given = options.expression if isinstance(options, Literally) else None
        names_cors = isinstance(given, Object) and any(key == "cors" for key, _ in given.entries)
        if names_cors and external is not None and external.module == ROUTING:
            origin = origin_of(db, Evaluator(db).member(options, "cors"))
            found.append(CorsPolicy(Place(path, call.line, call.column), origin, f"cors of {name}"))
    return tuple(found)


def _origin_set(index: ModuleIndex, call: Call) -> Expression | None:
    """What a call sets the header to: `res.set(name, value)`, `res.set({ name: value })`."""
    if dotted(index, call.callee).rpartition(".")[2] not in _SETTERS:
        return None
    match call.arguments:
        case (Literal(str() as name), value, *_):
            headers: tuple[tuple[str, Expression], ...] = ((name, value),)
        case (*_, Object(headers)):
            pass
        case _:
            return None
    return next((value for name, value in headers if name.lower() == _ALLOW_ORIGIN), None)


def _of_header(db: Database, path: str, call: Call, value: Expression) -> str:
    """The origin that asks is an echo, unless something in the function compares it."""
    index = index_of(db, path)
    if index is not None and _asks_origin(index, call.function, value):
        tests = (one.test for one in index.module.branches if one.function == call.function)
        return NAMED if any(_COMPARES_ORIGIN.search(test) for test in tests) else ECHO
    return worst([allowed(db, one) for one in options_of(Evaluator(db).of(path, value, call.function, call.owner))])


def _asks_origin(index: ModuleIndex, function: int, value: Expression) -> bool:
    """`req.headers.origin`, `req.get('Origin')`, a name for one, or one of them `|| '*'`."""
    if isinstance(value, Choice) and Literal("*") in value.options:
        value = value.options[0]
    if isinstance(value, Name) and (bindings := index.bindings.get((function, value.id))):
        value = bindings[0].value
    chain = dotted(index, value)
    if isinstance(value, CallRef):
        return chain.endswith((".get()", ".header()")) and "origin" in map(str.lower, texts_of(index.module.calls[value.index]))
    return chain.endswith("headers.origin")
