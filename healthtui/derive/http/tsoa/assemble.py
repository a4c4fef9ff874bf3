"""From controllers to the routes that tsoa makes of them."""

from __future__ import annotations

import re
from collections.abc import Iterable

from msgspec.structs import replace

from healthtui.derive.database import Database, query
from healthtui.derive.evaluation.values import ClassValue
from healthtui.derive.http.classes.decorators import Decoration, class_decorations, texts_of
from healthtui.derive.http.classes.inputs import judged
from healthtui.derive.http.classes.members import MemberDecorations, decorated_classes, decorated_methods
from healthtui.derive.http.classes.served import Bound, Served, final_handler, handlers_given
from healthtui.derive.http.express.nodes import Event
from healthtui.derive.http.model import Registration
from healthtui.derive.http.paths import joined
from healthtui.derive.http.tsoa.parameters import uses_of
from healthtui.derive.http.tsoa.settings import MadeRoutes, made_routes
from healthtui.derive.inputs import modules_in
from healthtui.derive.libraries.controllers import TSOA, TSOA_MODULES, TSOA_VERBS
from healthtui.derive.repository.packages import request_path_files
from healthtui.facts.source import Array

_IN_BRACES = re.compile(r"\{(\w+)\}")


def served_by_tsoa(db: Database, package: str, _: Event) -> Served | None:
    """What `RegisterRoutes(app)` of the file that tsoa makes puts on an app; None where no settings say how it is made."""
    made = made_routes(db, package)
    if made is None:
        return None
    controllers = [one for path in request_path_files(db, package) for one in _controllers_in(db, path)]
    routes = [route for one in controllers for route in _routes_of(db, one, made)]
    marks = [mark for one in controllers for mark in class_decorations(db, one)]
    bound = [Bound("middleware", one) for one in handlers_given(db, _named(marks, "Middlewares"))]
    return Served(TSOA, (), tuple(replace(one, path=joined("/" + made.base, one.path)) for one in routes), (), tuple(bound))


def _controllers_in(db: Database, path: str) -> tuple[ClassValue, ...]:
    return () if set(TSOA_MODULES).isdisjoint(modules_in(db, path)) else decorated_classes(db, path, TSOA_MODULES, "Route")


@query
def _routes_of(db: Database, controller: ClassValue, made: MadeRoutes) -> tuple[Registration, ...]:
    above = class_decorations(db, controller)
    bases = [text for mark in _named(above, "Route") for text in _paths(db, mark)]
    return tuple(
        _route(db, controller, member, mark, _IN_BRACES.sub(r":\1", joined(joined("/", base), path)), made)
        for member in decorated_methods(db, controller)
        for mark in _named(member.decorations, *TSOA_VERBS)
        for path in _paths(db, mark)
        for base in bases
    )


def _route(
    db: Database, controller: ClassValue, member: MemberDecorations, mark: Decoration, path: str, made: MadeRoutes
) -> Registration:
    above, verb = class_decorations(db, controller), TSOA_VERBS[mark.name]
    reads, validated = judged(db, member.function, uses_of(db, member.function, verb, path))
    asked = _security(above, member.decorations) if made.authenticates else []
    is_asked = bool(asked) or (made.asks_always and not _named(member.decorations, "NoSecurity"))
    asks_role = any(scopes != Array(()) for one in asked for scopes in one.arguments[1:])
    refusals = {400: validated, 401: is_asked}
    return Registration(
        mark.place,
        "express",
        verb,
        path,
        controller.path,
        handlers_given(db, _named(above, "Middlewares")),
        handlers_given(db, _named(member.decorations, "Middlewares")),
        final_handler(db, member.function),
        reads_input=reads or None,
        validated_by=validated or None,
        auth_by="@Security" if is_asked else None,
        role_by="@Security" if asks_role else "",
        refusals=tuple(status for status, by in refusals.items() if by),
    )


def _security(above: Iterable[Decoration], own: Iterable[Decoration]) -> list[Decoration]:
    """That of a method holds instead of that of its class; `@NoSecurity()` takes both away."""
    own = list(own)
    return [] if _named(own, "NoSecurity") else _named(own, "Security") or _named(above, "Security")


def _named(marks: Iterable[Decoration], *names: str) -> list[Decoration]:
    return [mark for mark in marks if mark.is_one(TSOA_MODULES, *names)]


def _paths(db: Database, mark: Decoration) -> list[str]:
    return texts_of(db, mark.scope, mark.arguments[0]) if mark.arguments else ["/"]
