"""From controllers to the routes that tsoa makes of them."""

from __future__ import annotations

import re
from collections.abc import Iterable

from msgspec.structs import replace

from healthtui.derive.batches import in_each_file
from healthtui.derive.database import Database, query
from healthtui.derive.evaluation.values import ClassValue
from healthtui.derive.http.classes.answers import errors_answered
from healthtui.derive.http.classes.decorators import Decoration, class_decorations
from healthtui.derive.http.classes.inputs import judged
from healthtui.derive.http.classes.members import MemberDecorations, decorated_classes, decorated_methods, marked, texts_at
from healthtui.derive.http.classes.served import Bound, Served, final_handler, handlers_given
from healthtui.derive.http.express.nodes import Event
from healthtui.derive.http.model import Registration
from healthtui.derive.http.paths import joined
from healthtui.derive.http.tsoa.parameters import uses_of
from healthtui.derive.http.tsoa.settings import MadeRoutes, made_routes
from healthtui.derive.inputs import modules_in
from healthtui.derive.libraries.controllers import TSOA, TSOA_MODULES, TSOA_STATUSES, TSOA_VERBS
from healthtui.facts.source import Array

_IN_BRACES = re.compile(r"\{(\w+)\}")


def served_by_tsoa(db: Database, package: str, _: Event) -> Served | None:
    """What `RegisterRoutes(app)` of the file that tsoa makes puts on an app; None where no settings say how it is made."""
    made = made_routes(db, package)
    if made is None:
        return None
    controllers = list(in_each_file(db, package, _controllers_in))
    routes = [route for one in controllers for route in _routes_of(db, one, made)]
    marks = [mark for one in controllers for mark in class_decorations(db, one)]
    bound = [Bound("middleware", one) for one in handlers_given(db, marked(marks, TSOA_MODULES, "Middlewares"))]
    return Served(TSOA, (), tuple(replace(one, path=joined("/" + made.base, one.path)) for one in routes), (), tuple(bound))


def _controllers_in(db: Database, path: str) -> tuple[ClassValue, ...]:
    return () if set(TSOA_MODULES).isdisjoint(modules_in(db, path)) else decorated_classes(db, path, TSOA_MODULES, "Route")


@query
def _routes_of(db: Database, controller: ClassValue, made: MadeRoutes) -> tuple[Registration, ...]:
    above = class_decorations(db, controller)
    bases = [text for mark in marked(above, TSOA_MODULES, "Route") for text in texts_at(db, mark, 0)]
    return tuple(
        _route(db, controller, member, mark, _IN_BRACES.sub(r":\1", joined(joined("/", base), path)), made)
        for member in decorated_methods(db, controller)
        for mark in marked(member.decorations, TSOA_MODULES, *TSOA_VERBS)
        for path in texts_at(db, mark, 0)
        for base in bases
    )


def _route(
    db: Database, controller: ClassValue, member: MemberDecorations, mark: Decoration, path: str, made: MadeRoutes
) -> Registration:
    above, verb = class_decorations(db, controller), TSOA_VERBS[mark.name]
    reads, validated = judged(db, member.function, uses_of(db, member.function, verb, path))
    asked = _security(above, member.decorations) if made.authenticates else []
    is_asked = bool(asked) or (made.asks_always and not marked(member.decorations, TSOA_MODULES, "NoSecurity"))
    asks_role = made.takes_scopes and any(scopes != Array(()) for one in asked for scopes in one.arguments[1:])
    refusals = {*errors_answered(db, member.function, {}, TSOA_STATUSES), _invalid(made, validated), 401 if is_asked else 0}
    return Registration(
        mark.place,
        "express",
        verb,
        path,
        controller.path,
        handlers_given(db, marked(above, TSOA_MODULES, "Middlewares")),
        handlers_given(db, marked(member.decorations, TSOA_MODULES, "Middlewares")),
        final_handler(db, member.function),
        reads_input=reads or None,
        validated_by=validated or None,
        auth_by="@Security" if is_asked else None,
        role_by="@Security" if asks_role else "",
        refusals=tuple(sorted(refusals - {0})),
    )


def _invalid(made: MadeRoutes, validated: str) -> int:
    return 400 if validated and made.refuses_invalid else 0


def _security(above: Iterable[Decoration], own: Iterable[Decoration]) -> list[Decoration]:
    """That of a method holds instead of that of its class; `@NoSecurity()` takes both away."""
    own = list(own)
    if marked(own, TSOA_MODULES, "NoSecurity"):
        return []
    return marked(own, TSOA_MODULES, "Security") or marked(above, TSOA_MODULES, "Security")
