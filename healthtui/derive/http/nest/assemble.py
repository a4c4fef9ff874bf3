"""From controllers, modules and the bootstrap to routes with the chain that a request passes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec

from healthtui.derive.batches import in_each_file
from healthtui.derive.database import Database, query
from healthtui.derive.evaluation.values import UNKNOWN, ClassValue, Literally, Value
from healthtui.derive.http.bodies import body_of
from healthtui.derive.http.classes.decorators import Decoration, class_decorations, items_of
from healthtui.derive.http.classes.members import lineage
from healthtui.derive.http.controls import controls_of
from healthtui.derive.http.model import Applied, Handler, Registration
from healthtui.derive.http.nest.application import holds_for, nest_files
from healthtui.derive.http.nest.configuration import configured
from healthtui.derive.http.nest.controllers import DeclaredRoute, controllers_in, resolvers_in, routes_of
from healthtui.derive.http.nest.guards import auth_of
from healthtui.derive.http.nest.messages import message_marks
from healthtui.derive.http.nest.metadata import marks_of
from healthtui.derive.http.nest.modules import BoundMiddleware, middleware_in, module_of_controller, module_prefixes
from healthtui.derive.http.nest.pipes import input_of, takes_request
from healthtui.derive.http.nest.prefixes import Prefix, Versioning, prefix_of, versioning_of
from healthtui.derive.http.nest.settings import COMMON, Setting, settings_in
from healthtui.derive.http.paths import covers, joined
from healthtui.derive.inputs import index_of
from healthtui.derive.repository.packages import modules_used, request_path_files
from healthtui.facts.source import FunctionRef, Name, Object

_BINDERS = {"UseGuards": "guard", "UsePipes": "pipe", "UseInterceptors": "interceptor", "UseFilters": "filter"}
_IN_CHAIN = ("guard", "interceptor", "pipe")


class Surroundings(msgspec.Struct, frozen=True, gc=False):
    """What the application of a file adds to its routes."""

    prefix: Prefix
    versioning: Versioning | None
    bound: tuple[tuple[str, Handler], ...]  # (role, handler), in the order in which a request passes the roles
    used: tuple[tuple[tuple[str, ...], Handler], ...]  # (paths, () for all, handler) of `app.use`
    middleware: tuple[BoundMiddleware, ...]

    def before(self, route: DeclaredRoute, bare: str, whole: str) -> list[Handler]:
        """The middleware that a request of a route passes; `bare` is its path without prefix and version."""
        used = [handler for paths, handler in self.used if not paths or any(covers(one, whole) for one in paths)]
        return used + [one.handler for one in self.middleware if one.covers(route.controller, route.method, bare)]


@query
def surroundings_of(db: Database, path: str) -> Surroundings:
    """Everything that is set up for the routes of a file by its application."""
    settings = tuple(one for file in nest_files(db) if holds_for(db, file, path) for one in settings_in(db, file))
    bound = [(one.kind, one.handler) for role in _IN_CHAIN for one in settings if one.kind == role and one.handler]
    used = [(one.prefixes, one.handler) for one in settings if one.kind in ("middleware", "plugin") and one.handler]
    middleware = [one for file in nest_files(db) if holds_for(db, file, path) for one in middleware_in(db, file)]
    return Surroundings(prefix_of(db, settings), versioning_of(db, settings), tuple(bound), tuple(used), tuple(middleware))


@query
def nest_routes(db: Database, package: str) -> tuple[Registration, ...]:
    """The routes of the controllers of a package."""
    if "@nestjs/common" not in modules_used(db, package):
        return ()
    return tuple(
        route for one in controllers_of(db, package) for declared in routes_of(db, one) for route in _routes(db, declared)
    )


@query
def controllers_of(db: Database, package: str) -> tuple[ClassValue, ...]:
    """The controllers of a package; one that others extend and no module lists is only their base."""
    found = list(in_each_file(db, package, controllers_in))
    bases = {base for one in found for base in lineage(db, one)[1:]}
    return tuple(one for one in found if one not in bases or one in module_of_controller(db))


def bound_by(db: Database, marks: Iterable[Decoration], *roles: str) -> list[tuple[str, Handler]]:
    """What `@UseGuards`, `@UsePipes`, … among decorators bind, as (role, handler)."""
    found: list[tuple[str, Handler]] = []
    for mark in marks:
        role = _BINDERS.get(mark.name, "") if mark.module in COMMON else ""
        for argument in mark.arguments if role in roles else ():
            scope = mark.scope
            for value in items_of(db, scope, argument):
                found.append((role, Handler(mark.place, scope.path, argument, scope.function, scope.owner, value)))
    return found


def _routes(db: Database, declared: DeclaredRoute) -> Iterator[Registration]:
    around = surroundings_of(db, declared.controller.path)
    above, own = (bound_by(db, marks, *_IN_CHAIN) for marks in (declared.above, declared.own))
    function = declared.function
    index = index_of(db, function.path)
    assert index is not None
    final = Handler(body_of(db, function.path, function.index).place, function.path, FunctionRef(function.index), value=function)
    chain = _without_skipped(db, [*around.bound, *above, *own], declared)
    reads, validated = input_of(db, function, [one for role, one in chain if role == "pipe"])
    guards = [one.value for role, one in chain if role == "guard"]
    by, is_public = auth_of(db, guards, marks_of(db, (*declared.above, *declared.own)))
    for bare, whole in _paths(db, declared, around):
        before = around.before(declared, bare, whole)
        inherited = (*before, *(pair[1] for pair in chain if pair not in own))
        passed = [*before, *(one for role, one in chain if role == "interceptor")]
        yield Registration(
            declared.place,
            "nestjs",
            declared.method,
            whole,
            declared.controller.path,
            inherited,
            tuple(one for _, one in own),
            final,
            is_public,
            reads,
            validated or (_by(db, "validation", before) if reads else ""),
            by or _by(db, "auth", passed) or _own_check(db, declared),
        )


def _paths(db: Database, declared: DeclaredRoute, around: Surroundings) -> Iterator[tuple[str, str]]:
    """(path without prefix and version, whole path) of a route, one for each path and version."""
    module = module_of_controller(db).get(declared.controller)
    below = module_prefixes(db).get(module, "/") if module else "/"
    versions = _version_segments(declared, around.versioning)
    for path in declared.paths:
        bare = joined(below, path)
        for version in versions:
            inner = joined(f"/{version}", bare) if version else bare
            whole = around.prefix.on(declared.method, inner)
            yield bare, (inner if whole != inner and around.prefix.on(declared.method, bare) == bare else whole)


def _version_segments(declared: DeclaredRoute, versioning: Versioning | None) -> list[str]:
    if versioning is None:
        return [""]
    versions = versioning.default if declared.versions is None else declared.versions
    return list(dict.fromkeys(f"{versioning.prefix}{one}" if one else "" for one in versions)) or [""]


def _without_skipped(db: Database, chain: list[tuple[str, Handler]], declared: DeclaredRoute) -> list[tuple[str, Handler]]:
    """`@SkipThrottle()` takes the throttler out of the chain."""
    if not any(mark.is_one(("@nestjs/throttler",), "SkipThrottle") for mark in (*declared.above, *declared.own)):
        return chain
    return [(role, one) for role, one in chain if not any(control.kind == "limiter" for control in controls_of(db, one))]


def _by(db: Database, kind: str, handlers: Iterable[Handler]) -> str:
    """The first that does it; a class by its own name."""
    for handler in handlers:
        for control in sorted(controls_of(db, handler)):
            if control.kind == kind:
                index = index_of(db, handler.value.path) if isinstance(handler.value, ClassValue) else None
                name = index.module.classes[handler.value.index].name if index and isinstance(handler.value, ClassValue) else ""
                return name or control.by or kind
    return ""


def _own_check(db: Database, declared: DeclaredRoute) -> str:
    """A handler that takes the request itself, looks who asks, and refuses."""
    function = declared.function
    if not takes_request(db, function):
        return ""
    body = body_of(db, function.path, function.index)
    return (body.name or "its handler") if body.begins_with_check else ""


@query
def nest_applied(db: Database, package: str) -> tuple[Applied, ...]:
    """What the bootstrap and modules of a package bind globally, and what its controllers and modules bind to some routes."""
    if "@nestjs/common" not in modules_used(db, package):
        return ()
    found: list[Applied] = []
    for path in request_path_files(db, package):
        found += [_applied(db, one) for one in settings_in(db, path) if one.handler or one.kind == "cors"]
        for bound in middleware_in(db, path):
            found.append(Applied(bound.handler, "nestjs", "middleware", "global" if bound.is_global else "router"))
    resolvers = in_each_file(db, package, resolvers_in)
    for controller in (*controllers_of(db, package), *resolvers):
        marks = [mark for level in lineage(db, controller) for mark in class_decorations(db, level)]
        found += [Applied(one, "nestjs", role, "router") for role, one in bound_by(db, marks, *_BINDERS.values())]
    messages = list(in_each_file(db, package, message_marks))
    found += [Applied(one, "nestjs", role, "router") for role, one in bound_by(db, messages, *_BINDERS.values())]
    found = list(dict.fromkeys(found))
    return tuple(msgspec.structs.replace(one, order=order) for order, one in enumerate(found))


def _applied(db: Database, setting: Setting) -> Applied:
    """A setting as what it applies; CORS that is enabled has options and no handler of its own."""
    place, scope = setting.place, setting.scope
    handler = setting.handler or Handler(place, scope.path, Name(setting.kind), scope.function, scope.owner)
    options: Value = UNKNOWN if setting.handler else Literally(scope.path, Object(()), -1, -1)
    for one in setting.arguments[:1]:
        options = configured(db, scope.value(db, one))
    prefix = next(iter(setting.prefixes), "")
    return Applied(handler, "nestjs", setting.kind, "router" if setting.prefixes else "global", prefix, options=options)


def nest_cors(db: Database, package: str) -> tuple[Setting, ...]:
    """Where CORS is enabled (`enableCors(…)`, `NestFactory.create(…, { cors })`); the first argument is its options."""
    return tuple(one for path in request_path_files(db, package) for one in settings_in(db, path) if one.kind == "cors")
