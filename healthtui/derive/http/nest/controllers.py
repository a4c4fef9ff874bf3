"""Controllers as they are declared: their routes, own and inherited, before the application adds to them."""

from __future__ import annotations

import msgspec

from healthtui.derive.database import Database, query
from healthtui.derive.evaluation.values import ClassValue, FunctionValue, Literally, options_of
from healthtui.derive.http.classes.decorators import Decoration, class_decorations, items_of, object_of, texts_of
from healthtui.derive.http.classes.members import decorated_classes, decorated_methods, lineage
from healthtui.derive.http.nest.prefixes import version_text
from healthtui.derive.http.nest.settings import COMMON
from healthtui.derive.http.paths import joined
from healthtui.facts.base import Place
from healthtui.facts.source import Object

_VERBS = {
    "Get",
    "Post",
    "Put",
    "Patch",
    "Delete",
    "Options",
    "Head",
    "All",
    "Search",
    "Propfind",
    "Copy",
    "Move",
    "Lock",
    "Unlock",
    "Sse",
}
_STREAM = "Sse"  # answers GET
GRAPHQL = ("@nestjs/graphql", "type-graphql")
_ROUTE_MODULES = (*COMMON, "@nestia/core")


class DeclaredRoute(msgspec.Struct, frozen=True, gc=False):
    """A method of a controller that answers requests. `versions` are None where it names none ("" is the neutral one)."""

    controller: ClassValue
    place: Place
    method: str
    paths: tuple[str, ...]
    versions: tuple[str, ...] | None
    function: FunctionValue
    above: tuple[Decoration, ...]  # decorators of the class and its bases
    own: tuple[Decoration, ...]


@query
def controllers_in(db: Database, path: str) -> tuple[ClassValue, ...]:
    """The classes of a file that are decorated as controllers; those inside functions are mixins, and only inherited."""
    return decorated_classes(db, path, COMMON, "Controller")


@query
def resolvers_in(db: Database, path: str) -> tuple[ClassValue, ...]:
    """The classes of a file that resolve GraphQL operations."""
    return decorated_classes(db, path, GRAPHQL, "Resolver")


@query
def routes_of(db: Database, controller: ClassValue) -> tuple[DeclaredRoute, ...]:
    """The routes of a controller, in the order of its methods, inherited ones last."""
    above = tuple(mark for one in lineage(db, controller) for mark in class_decorations(db, one))
    found: list[DeclaredRoute] = []
    for member in decorated_methods(db, controller):
        for mark in member.decorations:
            if mark.module in _ROUTE_MODULES and mark.name in _VERBS:
                paths = tuple(joined(prefix, path) for prefix in _prefixes(db, above) for path in _method_paths(db, mark))
                versions = _versions(db, member.decorations)
                versions = _versions(db, above) if versions is None else versions
                verb = "GET" if mark.name == _STREAM else mark.name.upper()
                found.append(
                    DeclaredRoute(controller, mark.place, verb, paths, versions, member.function, above, member.decorations)
                )
    return tuple(found)


def _prefixes(db: Database, above: tuple[Decoration, ...]) -> list[str]:
    """The paths of `@Controller`, which takes a path, several, or options."""
    mark = next(one for one in above if one.is_one(COMMON, "Controller"))
    if not mark.arguments:
        return ["/"]
    if any(
        isinstance(v, Literally) and isinstance(v.expression, Object) for v in options_of(mark.scope.value(db, mark.arguments[0]))
    ):
        options = object_of(db, mark, 0)
        return [joined("/", one) for one in texts_of(db, mark.scope, options["path"])] if "path" in options else ["/"]
    return [joined("/", one) for one in texts_of(db, mark.scope, mark.arguments[0])]


def _method_paths(db: Database, mark: Decoration) -> list[str]:
    return texts_of(db, mark.scope, mark.arguments[0]) if mark.arguments else ["/"]


def _versions(db: Database, marks: tuple[Decoration, ...]) -> tuple[str, ...] | None:
    for mark in marks:
        if mark.is_one(COMMON, "Version") and mark.arguments:
            return tuple(version_text(one) for one in items_of(db, mark.scope, mark.arguments[0]))
        if mark.is_one(COMMON, "Controller") and "version" in (options := object_of(db, mark, 0)):
            return tuple(version_text(one) for one in items_of(db, mark.scope, options["version"]))
    return None
