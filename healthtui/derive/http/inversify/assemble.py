"""From the server that is built to the routes of its controllers, with the middleware that their decorators name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from msgspec.structs import replace

from healthtui.derive.batches import in_each_file
from healthtui.derive.database import Database, query
from healthtui.derive.evaluation.evaluate import Evaluator
from healthtui.derive.evaluation.values import UNKNOWN, ClassValue, FunctionValue
from healthtui.derive.http.classes.answers import errors_answered
from healthtui.derive.http.classes.decorators import Decoration, class_decorations
from healthtui.derive.http.classes.inputs import InputUse, judged, read_of_request
from healthtui.derive.http.classes.members import (
    MemberDecorations,
    decorated_classes,
    decorated_methods,
    marked,
    parameters_of,
    texts_at,
)
from healthtui.derive.http.classes.options import Options, options_in
from healthtui.derive.http.classes.served import Bound, Served, final_handler, handlers_given
from healthtui.derive.http.express.nodes import Event
from healthtui.derive.http.model import Handler, Registration
from healthtui.derive.http.paths import UNKNOWN_PART, joined, text_of
from healthtui.derive.inputs import modules_in
from healthtui.derive.libraries.controllers import (
    INVERSIFY,
    INVERSIFY_ANSWERS,
    INVERSIFY_INPUTS,
    INVERSIFY_ROUTING,
    INVERSIFY_STATUSES,
    INVERSIFY_VERBS,
)


def served_by_inversify(db: Database, package: str, event: Event) -> Served | None:
    """What `new InversifyExpressServer(container, router, { rootPath })` serves: every controller whose file is imported."""
    root = _root(db, event)
    controllers = list(in_each_file(db, package, _controllers_in))
    routes = [route for one in controllers for route in _routes_of(db, one)]
    bound = [Bound("middleware", one) for each in controllers for one in _middleware(db, class_decorations(db, each))]
    return Served(INVERSIFY, (), tuple(replace(one, path=joined(root, one.path)) for one in routes), (), tuple(bound))


def _root(db: Database, event: Event) -> str:
    evaluator = Evaluator(db, given=dict(event.given))
    for given in event.arguments[INVERSIFY_ROUTING : INVERSIFY_ROUTING + 1]:
        options = options_in(db, evaluator.of(event.path, given, event.function, event.owner)) or Options({})
        if "rootPath" in options.entries:
            text = text_of(evaluator, options.value(db, "rootPath"))
            return joined("/", UNKNOWN_PART if text is None else text)
    return "/"


def _controllers_in(db: Database, path: str) -> tuple[ClassValue, ...]:
    return decorated_classes(db, path, (INVERSIFY,), "controller") if INVERSIFY in modules_in(db, path) else ()


@query
def _routes_of(db: Database, controller: ClassValue) -> tuple[Registration, ...]:
    above = class_decorations(db, controller)
    bases = [text for mark in marked(above, (INVERSIFY,), "controller") for text in texts_at(db, mark, 0)]
    return tuple(
        _route(db, controller, member, mark, verb, joined(joined("/", base), path))
        for member in decorated_methods(db, controller)
        for mark in member.decorations
        if mark.module == INVERSIFY
        for verb, path in _declared(db, mark)
        for base in bases
    )


def _declared(db: Database, mark: Decoration) -> list[tuple[str, str]]:
    """(method, path) of `@httpGet('/orders')` and `@httpMethod('get', '/orders')`."""
    if mark.name == "httpMethod":
        return [(verb.upper(), path) for verb in texts_at(db, mark, 0) for path in texts_at(db, mark, 1)]
    return [(INVERSIFY_VERBS[mark.name], path) for path in texts_at(db, mark, 0)] if mark.name in INVERSIFY_VERBS else []


def _route(
    db: Database, controller: ClassValue, member: MemberDecorations, mark: Decoration, verb: str, path: str
) -> Registration:
    reads, validated = judged(db, member.function, _uses(db, member.function))
    return Registration(
        mark.place,
        "express",
        verb,
        path,
        controller.path,
        tuple(_middleware(db, class_decorations(db, controller))),
        tuple(_middleware(db, member.decorations)),
        final_handler(db, member.function),
        reads_input=reads or None,
        validated_by=validated or None,
        refusals=errors_answered(db, member.function, INVERSIFY_ANSWERS, INVERSIFY_STATUSES),
    )


def _middleware(db: Database, marks: Iterable[Decoration]) -> Iterator[Handler]:
    """What stands after the path of a decorator, and all of `@withMiddleware(…)`."""
    first = {"controller": 1, "httpMethod": 2, "withMiddleware": 0} | dict.fromkeys(INVERSIFY_VERBS, 1)
    for mark in marks:
        if mark.module == INVERSIFY and mark.name in first:
            yield from (_of_container(db, one) for one in handlers_given(db, [mark], first[mark.name]))


def _of_container(db: Database, handler: Handler) -> Handler:
    """A middleware that is named by its token is what the container makes for it."""
    found = Evaluator(db).asked(handler.path, handler.value, handler.expression, 0)
    return handler if found == UNKNOWN else replace(handler, value=found)


def _uses(db: Database, function: FunctionValue) -> Iterator[InputUse]:
    """The library hands on what it finds, and checks nothing."""
    for parameter, marks in parameters_of(db, function):
        yield from (InputUse(INVERSIFY_INPUTS[mark.name], "") for mark in marked(marks, (INVERSIFY,), *INVERSIFY_INPUTS))
        if marked(marks, (INVERSIFY,), "request"):
            yield from (InputUse(one, "") for one in read_of_request(db, function, parameter))
