"""What a library puts on an app of Express in one call: the routes of its controllers, and what it applies around them."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from healthtui.derive.database import Database
from healthtui.derive.evaluation.values import FunctionValue
from healthtui.derive.http.bodies import body_of
from healthtui.derive.http.classes.decorators import Decoration, items_of
from healthtui.derive.http.model import Handler, Registration
from healthtui.facts.base import Place
from healthtui.facts.source import FunctionRef


class Bound(msgspec.Struct, frozen=True, gc=False):
    """Something that is applied to all routes of an app, or to those of a controller; `role` as in `Applied`."""

    role: str
    handler: Handler


class Served(msgspec.Struct, frozen=True, gc=False):
    """The paths of routes are without what stands before them on the app; so are the handlers that they inherit."""

    library: str
    before: tuple[Bound, ...] = ()
    routes: tuple[Registration, ...] = ()
    after: tuple[Bound, ...] = ()
    of_some: tuple[Bound, ...] = ()  # bound to controllers


def final_handler(db: Database, function: FunctionValue) -> Handler:
    """The method of a controller that answers."""
    place: Place = body_of(db, function.path, function.index).place
    return Handler(place, function.path, FunctionRef(function.index), value=function)


def handlers_given(db: Database, marks: Iterable[Decoration], first: int = 0) -> tuple[Handler, ...]:
    """The middleware that decorators are given, from a position on, in order."""
    return tuple(
        Handler(mark.place, mark.scope.path, argument, mark.scope.function, mark.scope.owner, value)
        for mark in marks
        for argument in mark.arguments[first:]
        for value in items_of(db, mark.scope, argument, follow_calls=False)
    )
