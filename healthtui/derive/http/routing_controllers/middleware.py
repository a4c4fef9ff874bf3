"""What stands around all actions of a server, and what controllers bind to theirs."""

from __future__ import annotations

from collections.abc import Iterator

from healthtui.derive.database import Database
from healthtui.derive.evaluation.evaluate import Evaluator
from healthtui.derive.evaluation.values import ClassValue, Constant, External, FunctionValue
from healthtui.derive.http.classes.decorators import class_decorations
from healthtui.derive.http.classes.listed import classes_listed
from healthtui.derive.http.classes.members import marked
from healthtui.derive.http.classes.options import Options, options_in
from healthtui.derive.http.classes.served import Bound, handlers_given
from healthtui.derive.http.express.nodes import Event
from healthtui.derive.http.model import Handler
from healthtui.derive.http.routing_controllers.actions import Action, classes_marked
from healthtui.derive.libraries.controllers import ROUTING, ROUTING_ANSWERS, ROUTING_ANSWERS_QUIETLY
from healthtui.facts.base import Place
from healthtui.facts.source import ClassRef, FunctionRef, Name


def around_all(db: Database, package: str, server: Options, kind: str) -> Iterator[Bound]:
    """The classes of `@Middleware({ type })` of a kind, before or after; those of a higher priority first."""
    found: list[tuple[float, Bound]] = []
    for one in classes_listed(db, package, server.entries.get("middlewares"), classes_marked(db, package, "Middleware")):
        mark = marked(class_decorations(db, one), (ROUTING,), "Middleware")[0]
        settings = [options_in(db, mark.scope.value(db, given)) for given in mark.arguments]
        options = next((it for it in settings if it is not None), Options({}))
        rank = options.value(db, "priority")
        if options.value(db, "type") == Constant(kind):
            first = rank.value if isinstance(rank, Constant) and isinstance(rank.value, int | float) else 0
            found.append((-first, _of_class(db, one, mark.place)))
    yield from (bound for _, bound in sorted(found, key=lambda pair: pair[0]))


def default_handler(db: Database, server: Options, event: Event) -> Iterator[Bound]:
    """The library answers errors unless it is told not to; with the stack, unless it runs in production or is told so."""
    if server.value(db, "defaultErrorHandler") == Constant(False):
        return
    name = ROUTING_ANSWERS_QUIETLY if "development" in server.entries else ROUTING_ANSWERS
    value = External(ROUTING, name)
    yield Bound("error-handler", Handler(event.place, event.path, Name(name), event.function, event.owner, value))


def bound_to(db: Database, action: Action) -> Iterator[Bound]:
    """What a controller binds to its actions; one after them is given errors where it is made for them."""
    yield from (Bound("middleware", one) for one in handlers_given(db, marked(action.above, (ROUTING,), "UseBefore")))
    for one in handlers_given(db, marked((*action.above, *action.own), (ROUTING,), "UseAfter")):
        handled = _method(db, one.value, "error") if isinstance(one.value, ClassValue) else None
        yield Bound("error-handler", _as(one, handled)) if handled else Bound("middleware", one)


def _of_class(db: Database, one: ClassValue, place: Place) -> Bound:
    """A class whose `error` method is given errors, or whose `use` method stands among the handlers of all routes."""
    handler = Handler(place, one.path, ClassRef(one.index), value=one)
    handled = _method(db, one, "error")
    return Bound("error-handler", _as(handler, handled)) if handled else Bound("middleware", handler)


def _method(db: Database, one: ClassValue, name: str) -> FunctionValue | None:
    found = Evaluator(db).class_member(one.path, one.index, name)
    return found if isinstance(found, FunctionValue) else None


def _as(handler: Handler, function: FunctionValue) -> Handler:
    return Handler(handler.place, function.path, FunctionRef(function.index), value=function)
