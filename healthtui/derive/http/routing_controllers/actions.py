"""The routes that controllers declare, before the server adds to them."""

from __future__ import annotations

import msgspec

from healthtui.derive.database import Database, query
from healthtui.derive.evaluation.values import ClassValue, FunctionValue
from healthtui.derive.http.classes.decorators import Decoration, class_decorations
from healthtui.derive.http.classes.members import decorated_classes, decorated_methods, marked, texts_at
from healthtui.derive.http.paths import joined
from healthtui.derive.inputs import modules_in
from healthtui.derive.libraries.controllers import ROUTING, ROUTING_VERBS
from healthtui.derive.repository.packages import request_path_files
from healthtui.facts.base import Place

_CONTROLLERS = ("Controller", "JsonController")


class Action(msgspec.Struct, frozen=True, gc=False):
    """A method of a controller that answers requests; `above` are the decorators of the class, `own` those of the method."""

    controller: ClassValue
    place: Place
    method: str
    path: str
    function: FunctionValue
    above: tuple[Decoration, ...]
    own: tuple[Decoration, ...]


@query
def classes_marked(db: Database, package: str, *names: str) -> tuple[ClassValue, ...]:
    """The classes of a package, tests left out, that carry one of the library's decorators."""
    paths = [path for path in request_path_files(db, package) if ROUTING in modules_in(db, path)]
    return tuple(dict.fromkeys(one for path in paths for name in names for one in decorated_classes(db, path, (ROUTING,), name)))


def controllers_of(db: Database, package: str) -> tuple[ClassValue, ...]:
    return classes_marked(db, package, *_CONTROLLERS)


@query
def actions_of(db: Database, controller: ClassValue) -> tuple[Action, ...]:
    """The routes of a controller, inherited ones last: they run under the decorators of the class that inherits."""
    above = class_decorations(db, controller)
    bases = [text for mark in marked(above, (ROUTING,), *_CONTROLLERS) for text in texts_at(db, mark, 0)]
    return tuple(
        Action(controller, mark.place, verb, joined(joined("/", base), path), member.function, above, member.decorations)
        for member in decorated_methods(db, controller)
        for mark in member.decorations
        if mark.module == ROUTING
        for verb, path in _routes(db, mark)
        for base in bases
    )


def _routes(db: Database, mark: Decoration) -> list[tuple[str, str]]:
    """(method, path) of `@Get('/orders')` and `@Method('copy', '/orders')`."""
    if mark.name == "Method" and mark.arguments:
        return [(texts_at(db, mark, 0)[0].upper(), path) for path in texts_at(db, mark, 1)]
    return [(ROUTING_VERBS[mark.name], path) for path in texts_at(db, mark, 0)] if mark.name in ROUTING_VERBS else []
