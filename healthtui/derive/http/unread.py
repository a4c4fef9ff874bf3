"""Where most routes of a package come from a form that is not read: a library, a router class of its own, another server."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from healthtui.derive.batches import in_each_file
from healthtui.derive.database import Database, query
from healthtui.derive.evaluation.evaluate import Evaluator
from healthtui.derive.evaluation.values import external_of
from healthtui.derive.evaluation.written import called_name, dotted
from healthtui.derive.http.endpoints import endpoints
from healthtui.derive.http.express.assemble import libraries_read
from healthtui.derive.inputs import derived, derives, index_of
from healthtui.derive.libraries.unread import FEW_ROUTES, FRAMEWORKS, GRAPHQL, UNREAD
from healthtui.derive.repository.packages import OTHER_SERVERS, packages, packages_taken
from healthtui.facts.base import Place
from healthtui.facts.http import Endpoint, Operation, UnreadRoutes
from healthtui.facts.source import Call, Literal

_METHODS = {"GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "ALL"}


@derives(UnreadRoutes)
def unread_routes(db: Database, package: str) -> tuple[UnreadRoutes, ...]:
    itself = next((one for one in packages(db) if one.path == package), None)
    routes = [one for one in endpoints(db, package) if not one.is_not_found]
    found: dict[str, UnreadRoutes] = {}
    if itself is not None and itself.other_servers and not itself.frameworks:
        for place, module in _imports(db, package, OTHER_SERVERS):
            found.setdefault(OTHER_SERVERS[module], UnreadRoutes(place, OTHER_SERVERS[module], is_server=True))
    elif len(routes) < FEW_ROUTES:
        read = {*libraries_read(db, package), *(GRAPHQL if derived(db, Operation, package) else ())}
        for place, module in _imports(db, package, UNREAD):
            name = UNREAD[module]
            if name in read:
                continue
            found.setdefault(name, UnreadRoutes(place, name, is_framework=name in FRAMEWORKS))
    for one in _own_routers(db, package, routes):
        found.setdefault(one.by, one)
    return tuple(sorted(found.values(), key=lambda one: one.place))


def _imports(db: Database, package: str, table: dict[str, str]) -> Iterator[tuple[Place, str]]:
    yield from (one for one in in_each_file(db, package, _unread_in) if one[1] in table)


@query
def _unread_in(db: Database, path: str) -> tuple[tuple[Place, str], ...]:
    """The packages that routes of such forms come from, which a file imports."""
    return tuple(one for one in packages_taken(db, path) if one[1] in UNREAD or one[1] in OTHER_SERVERS)


def _own_routers(db: Database, package: str, routes: list[Endpoint]) -> Iterator[UnreadRoutes]:
    """`this.route('GET', '/users', …)`, `@Get('/users')`: what looks like routes, where it outnumbers those that are read."""
    read = {(one.place.path, one.place.line) for one in routes}
    found: defaultdict[str, list[Place]] = defaultdict(list)
    for name, place in in_each_file(db, package, _own_routes_in):
        if (place.path, place.line) not in read:
            found[name].append(place)
    for name, places in found.items():
        if len(places) > len(routes):
            yield UnreadRoutes(min(places), f"{name}(), a router of its own")


def _own_routes_in(db: Database, path: str) -> Iterator[tuple[str, Place]]:
    yield from _routes_by_look(db, path)
    yield from _own_decorators(db, path)


@query
def _routes_by_look(db: Database, path: str) -> tuple[tuple[str, Place], ...]:
    index = index_of(db, path)
    if index is None:
        return ()
    calls = (call for call in index.module.calls if _looks_like_route(call))
    return tuple((dotted(index, call.callee), Place(path, call.line, call.column)) for call in calls)


@query
def _own_decorators(db: Database, path: str) -> tuple[tuple[str, Place], ...]:
    """`@Get('/:id')` of a class, where the repository makes the decorator itself."""
    index = index_of(db, path)
    calls = [one for one in index.module.calls if one.in_decorator and called_name(one).upper() in _METHODS] if index else []
    evaluator = Evaluator(db)
    own = [one for one in calls if external_of(evaluator.callee(path, one)) is None]
    return tuple((f"@{called_name(one)}", Place(path, one.line, one.column)) for one in own)


def _looks_like_route(call: Call) -> bool:
    match call.arguments:
        case (Literal(str() as method), Literal(str() as route), _, *_):
            return method.upper() in _METHODS and route.startswith("/")
    return False
