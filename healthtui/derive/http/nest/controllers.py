"""Controllers as they are declared: their routes, own and inherited, before the application adds to them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec

from healthtui.derive.database import Database, query
from healthtui.derive.evaluation.values import ClassValue, FunctionValue, Literally, options_of
from healthtui.derive.http.nest.decorators import Decoration, Scope, class_decorations, decorations, items_of, texts_of
from healthtui.derive.http.nest.prefixes import version_text
from healthtui.derive.http.nest.settings import COMMON, object_of
from healthtui.derive.http.paths import joined
from healthtui.derive.inputs import index_of
from healthtui.facts.base import Place
from healthtui.facts.source import Object

MAX_BASES = 10
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


class MemberDecorations(msgspec.Struct, frozen=True, gc=False):
    """A decorated method of a class."""

    function: FunctionValue
    decorations: tuple[Decoration, ...]


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


def decorated_classes(db: Database, path: str, modules: Iterable[str], name: str) -> tuple[ClassValue, ...]:
    """The classes of a file, outside functions, that carry a decorator of one of the packages."""
    index = index_of(db, path)
    decorated = [n for n, one in enumerate(index.module.classes) if one.decorators and one.function < 0] if index else []
    classes = [ClassValue(path, number) for number in decorated]
    return tuple(one for one in classes if any(mark.is_one(modules, name) for mark in class_decorations(db, one)))


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


def lineage(db: Database, one: ClassValue) -> list[ClassValue]:
    """A class and the classes of the repository that it extends, also those that a function makes."""
    found = [one]
    while len(found) < MAX_BASES:
        index = index_of(db, found[-1].path)
        declared = index.module.classes[found[-1].index] if index else None
        if declared is None or declared.extends is None:
            break
        value = Scope(found[-1].path, declared.function, found[-1].index).value(db, declared.extends)
        base = next((base for base in options_of(value) if isinstance(base, ClassValue)), None)
        if base is None or base in found:
            break
        found.append(base)
    return found


def decorated_methods(db: Database, one: ClassValue) -> Iterator[MemberDecorations]:
    """The decorated methods of a class and of its bases; one that a subclass declares again is that of the subclass."""
    seen: set[str] = set()
    for level in lineage(db, one):
        index = index_of(db, level.path)
        assert index is not None
        declared = index.module.classes[level.index]
        scope = Scope(level.path, declared.function, level.index)
        for member in declared.members:
            if member.function < 0 or member.is_static or member.name in seen:
                continue
            marks = decorations(db, scope, member.decorators, Place(level.path, member.line, member.column))
            yield MemberDecorations(FunctionValue(level.path, member.function), marks)
        seen |= {member.name for member in declared.members}


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
