"""Modules: where the router module puts their controllers, and which middleware they bind to which routes."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from healthtui.derive.database import Database, query
from healthtui.derive.evaluation.values import ClassValue, Constant, External, Literally, Value, options_of
from healthtui.derive.evaluation.written import method_of
from healthtui.derive.http.classes.decorators import Scope, items_of, texts_of
from healthtui.derive.http.model import Handler
from healthtui.derive.http.nest.application import nest_files
from healthtui.derive.http.nest.prefixes import pattern_matches, route_info
from healthtui.derive.http.nest.settings import module_options
from healthtui.derive.http.paths import joined
from healthtui.derive.inputs import ModuleIndex, index_of
from healthtui.facts.base import Place
from healthtui.facts.source import Call, CallRef, Member, Object

_TREE_MAKERS = {"register": "@nestjs/core", "forRoutes": "nest-router"}


class BoundMiddleware(msgspec.Struct, frozen=True, gc=False):
    """`consumer.apply(handler).exclude(…).forRoutes(…)`: routes are (method, pattern), "" for any method."""

    handler: Handler
    place: Place
    routes: tuple[tuple[str, str], ...]
    controllers: frozenset[ClassValue]
    excluded: tuple[tuple[str, str], ...]

    def covers(self, controller: ClassValue, method: str, path: str) -> bool:
        """Whether it runs before a route, by its path without the global prefix."""
        if _named(self.excluded, method, path):
            return False
        return controller in self.controllers or _named(self.routes, method, path)

    @property
    def is_global(self) -> bool:
        return not self.excluded and any(_is_everything(pattern) for _, pattern in self.routes)


def _named(routes: tuple[tuple[str, str], ...], method: str, path: str) -> bool:
    return any(verb in ("", "ALL", method) and (_is_everything(one) or pattern_matches(one, path)) for verb, one in routes)


def _is_everything(pattern: str) -> bool:
    return pattern.strip("/").startswith(("*", "{*", "(.*)")) and "/" not in pattern.strip("/")


@query
def module_of_controller(db: Database) -> dict[ClassValue, ClassValue]:
    """The module that lists each controller; it may be none where modules are made by functions."""
    found: dict[ClassValue, ClassValue] = {}
    for path in nest_files(db):
        index = index_of(db, path)
        for number, declared in enumerate(index.module.classes if index else ()):
            module = ClassValue(path, number)
            for options in module_options(db, module) if declared.decorators else ():
                found |= {one: module for one in options.items(db, "controllers") if isinstance(one, ClassValue)}
    return found


@query
def module_prefixes(db: Database) -> dict[ClassValue, str]:
    """The path that `RouterModule.register` gives a module."""
    found: dict[ClassValue, str] = {}
    for path in nest_files(db):
        index = index_of(db, path)
        for call in index.module.calls if index else ():
            if not isinstance(call.callee, Member) or call.callee.name not in _TREE_MAKERS or not call.arguments:
                continue
            scope = Scope(path, call.function, call.owner)
            if scope.value(db, call.callee) == External(_TREE_MAKERS[call.callee.name], f"RouterModule.{call.callee.name}"):
                found |= _tree(db, [("/", one) for one in items_of(db, scope, call.arguments[0])])
    return found


def _tree(db: Database, todo: list[tuple[str, Value]]) -> dict[ClassValue, str]:
    found: dict[ClassValue, str] = {}
    seen: set[Value] = set()
    while todo:
        prefix, value = todo.pop()
        if value in seen:
            continue
        seen.add(value)
        if isinstance(value, ClassValue):
            found[value] = prefix
        if not isinstance(value, Literally) or not isinstance(value.expression, Object):
            continue
        entries, scope = dict(value.expression.entries), Scope(value.path, value.function, value.owner)
        below = joined(prefix, texts_of(db, scope, entries["path"])[0]) if "path" in entries else prefix
        if "module" in entries:
            todo.append((below, scope.value(db, entries["module"])))
        if "children" in entries:
            todo += [(below, one) for one in items_of(db, scope, entries["children"])]
    return found


@query
def middleware_in(db: Database, path: str) -> tuple[BoundMiddleware, ...]:
    """What the `configure` methods of a file bind."""
    index = index_of(db, path)
    found: list[BoundMiddleware] = []
    for call in index.module.calls if index else ():
        if index and isinstance(call.callee, Member) and call.callee.name == "forRoutes":
            found += _bound(db, path, index, call)
    return tuple(found)


def _bound(db: Database, path: str, index: ModuleIndex, last: Call) -> Iterator[BoundMiddleware]:
    routes, controllers = _targets(db, path, last)
    excluded: list[tuple[str, str]] = []
    call = last
    while isinstance(call.callee, Member) and isinstance(call.callee.of, CallRef):
        call = index.module.calls[call.callee.of.index]
        name = method_of(call)
        if name == "exclude":
            excluded += _targets(db, path, call)[0]
        elif name == "apply":
            place, scope = Place(path, call.line, call.column), Scope(path, call.function, call.owner)
            for argument in call.arguments:
                for value in items_of(db, scope, argument, follow_calls=False):
                    handler = Handler(place, path, argument, call.function, call.owner, value)
                    yield BoundMiddleware(handler, place, tuple(routes), controllers, tuple(excluded))


def _targets(db: Database, path: str, call: Call) -> tuple[list[tuple[str, str]], frozenset[ClassValue]]:
    routes: list[tuple[str, str]] = []
    controllers: set[ClassValue] = set()
    scope = Scope(path, call.function, call.owner)
    for value in (one for argument in call.arguments for item in items_of(db, scope, argument) for one in options_of(item)):
        match value:
            case ClassValue():
                controllers.add(value)
            case Constant(str(text)):
                routes.append(("", text))
            case Literally(_, Object()):
                info = route_info(db, value)
                routes += [info] if info else []
    return routes, frozenset(controllers)
