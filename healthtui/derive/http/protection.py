"""Security headers and rate limits: where they are applied, and how much they cover."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from healthtui.derive.batches import in_each_file
from healthtui.derive.database import Database, query
from healthtui.derive.http.controls import controls_of
from healthtui.derive.http.endpoints import applied, registrations
from healthtui.derive.http.model import Applied, Handler, Registration
from healthtui.derive.http.paths import covers
from healthtui.derive.http.public import is_account_path
from healthtui.derive.inputs import all_facts, derives, index_of
from healthtui.derive.libraries.http import HEADERS, LIMITERS
from healthtui.derive.repository.packages import modules_used, packages, packages_taken
from healthtui.facts.base import Place
from healthtui.facts.http import HeaderProtection, Limiter
from healthtui.facts.project import ProxyConfig
from healthtui.facts.source import Call, Literal, Member, Object

_HEADER_NAMES = re.compile(
    r"^(?:x-frame-options|x-content-type-options|strict-transport-security|content-security-policy)$", re.I
)
_SETTERS = {"set", "header", "headers", "writeHead"}  # of a response, that take an object


def controlling(db: Database, package: str, kind: str) -> Iterator[tuple[Applied, str]]:
    """What is applied that does one kind of work, and by what."""
    for one in applied(db, package):
        for control in sorted(controls_of(db, one.handler)):
            if control.kind == kind:
                yield one, control.by or "a middleware of its own"
                break


@derives(HeaderProtection)
def header_protections(db: Database, package: str) -> tuple[HeaderProtection, ...]:
    seen = list(controlling(db, package, "headers"))
    leaves_out = _served_by(db, package) - {one.framework for one, _ in seen if _reach(one) == "all"}
    found = [HeaderProtection(one.handler.place, by, "some" if leaves_out else _reach(one)) for one, by in seen]
    by_hand = in_each_file(db, package, _headers_by_hand)
    found += [HeaderProtection(place, "headers set by hand", "by-hand") for place in by_hand]
    found += [
        HeaderProtection(Place(path, config.headers, 1), f"headers of {config.tool}", "by-hand")
        for path, config in all_facts(db, ProxyConfig)
        if config.headers
    ]
    if not found:
        taken = [one for one in in_each_file(db, package, packages_taken) if one[1] in HEADERS]
        found = [HeaderProtection(place, name, "installed") for place, name in taken or unused(db, package, HEADERS)]
    return tuple(sorted(dict.fromkeys(found), key=lambda one: one.place))


def _served_by(db: Database, package: str) -> set[str]:
    """Express and Fastify where a package serves routes with both, each by an application of its own."""
    found = {route.framework for route in registrations(db, package)} & {"express", "fastify"}
    return found if len(found) > 1 else set()


def _reach(one: Applied) -> str:
    """A hook of Fastify, which its plugin of headers adds, holds for all routes of its scope, whichever is declared first."""
    is_in_time = one.framework == "fastify" or one.routes_before == 0
    return "all" if one.scope == "global" and is_in_time else "some"


@query
def _headers_by_hand(db: Database, path: str) -> tuple[Place, ...]:
    index = index_of(db, path)
    calls = index.module.calls if index else ()
    return tuple(Place(path, call.line, call.column) for call in calls if _sets_header(call))


def _sets_header(call: Call) -> bool:
    """A name with a value, or an object of them; a name alone is asked for."""
    match call.arguments:
        case (Literal(str() as name), _, *_) if _HEADER_NAMES.match(name):
            return True
    is_setter = isinstance(call.callee, Member) and call.callee.name in _SETTERS
    given = [one for one in call.arguments if isinstance(one, Object)] if is_setter else []
    return any(_HEADER_NAMES.match(key) for one in given for key, _ in one.entries)


@derives(Limiter)
def limiters(db: Database, package: str) -> tuple[Limiter, ...]:
    routes = registrations(db, package)
    found = [Limiter(one.handler.place, by, _limited(one, routes)) for one, by in controlling(db, package, "limiter")]
    for route in routes:
        by = _limiter_of(db, route.chain) or route.limited_by
        if by:
            found.append(Limiter(route.place, by, "auth" if is_account_path(route.path) else "some"))
    found = found or list(in_each_file(db, package, _declared))  # never applied
    found = found or [Limiter(place, name, "installed") for place, name in unused(db, package, LIMITERS)]
    return tuple(sorted(dict.fromkeys(found), key=lambda one: one.place))


def _limiter_of(db: Database, chain: Iterable[Handler]) -> str:
    for handler in chain:
        for control in sorted(controls_of(db, handler)):
            if control.kind == "limiter":
                return control.by
    return ""


def _limited(one: Applied, routes: Iterable[Registration]) -> str:
    """What a limiter reaches: where routes stand before it, those that it is seen to be inherited by."""
    own = [route for route in routes if covers(one.prefix, route.path)]
    accounts = [route for route in own if is_account_path(route.path)]
    if one.framework != "nestjs" and one.routes_before:
        alike = [route for route in own if route.framework == one.framework]
        reached = [route for route in alike if one.handler in route.inherited]
        if alike and not reached and (one.scope != "global" or one.routes_before >= len(alike)):
            return "declared"
        if reached and accounts and not any(route in accounts for route in reached):
            return "some"
    if one.scope == "global":
        return "global"
    return "auth" if accounts else "some"


@query
def _declared(db: Database, path: str) -> tuple[Limiter, ...]:
    """Limiters that a file makes."""
    return tuple(Limiter(place, name, "declared") for place, name in packages_taken(db, path) if name in LIMITERS)


def unused(db: Database, package: str, table: dict[str, str]) -> Iterator[tuple[Place, str]]:
    """Dependencies that nothing in request-path code imports."""
    for one in packages(db):
        if one.path == package:
            yield from ((one.place, name) for name in sorted((one.dependencies & table.keys()) - modules_used(db, package)))
