"""From the server that is built to the routes of its controllers, with the middleware that their decorators name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from msgspec.structs import replace

from healthtui.derive.database import Database, query
from healthtui.derive.evaluation.evaluate import Evaluator
from healthtui.derive.evaluation.values import UNKNOWN, ClassValue, FunctionValue
from healthtui.derive.evaluation.written import called_name, inner_functions, status_of
from healthtui.derive.http.classes.decorators import Decoration, Scope, class_decorations, decorations, texts_of
from healthtui.derive.http.classes.inputs import InputUse, judged, read_of_request
from healthtui.derive.http.classes.members import MemberDecorations, decorated_classes, decorated_methods
from healthtui.derive.http.classes.options import Options, options_in
from healthtui.derive.http.classes.served import Bound, Served, final_handler, handlers_given
from healthtui.derive.http.express.nodes import Event
from healthtui.derive.http.model import Handler, Registration
from healthtui.derive.http.paths import UNKNOWN_PART, joined, text_of
from healthtui.derive.inputs import index_of, modules_in
from healthtui.derive.libraries.controllers import (
    INVERSIFY,
    INVERSIFY_ANSWERS,
    INVERSIFY_INPUTS,
    INVERSIFY_ROUTING,
    INVERSIFY_VERBS,
)
from healthtui.derive.repository.packages import request_path_files
from healthtui.facts.base import Place
from healthtui.facts.source import Expression, Member, Name


def served_by_inversify(db: Database, package: str, event: Event) -> Served | None:
    """What `new InversifyExpressServer(container, router, { rootPath })` serves: every controller whose file is imported."""
    root = _root(db, event)
    controllers = [one for path in request_path_files(db, package) for one in _controllers_in(db, path)]
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
    bases = [text for mark in above if mark.is_one((INVERSIFY,), "controller") for text in _paths(db, mark, 0)]
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
        return [(verb.upper(), path) for verb in _paths(db, mark, 0) for path in _paths(db, mark, 1)]
    return [(INVERSIFY_VERBS[mark.name], path) for path in _paths(db, mark, 0)] if mark.name in INVERSIFY_VERBS else []


def _paths(db: Database, mark: Decoration, position: int) -> list[str]:
    return texts_of(db, mark.scope, mark.arguments[position]) if position < len(mark.arguments) else ["/"]


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
        refusals=tuple(_refusals(db, member.function)),
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
    index = index_of(db, function.path)
    declared = index.module.functions[function.index] if index else None
    for parameter in declared.parameters if declared else ():
        scope = Scope(function.path, -1, declared.owner if declared else -1)
        for mark in decorations(db, scope, parameter.decorators, Place(function.path)):
            if mark.module == INVERSIFY and mark.name in INVERSIFY_INPUTS:
                yield InputUse(INVERSIFY_INPUTS[mark.name], "")
            elif mark.is_one((INVERSIFY,), "request"):
                yield from (InputUse(one, "") for one in read_of_request(db, function, parameter))


def _refusals(db: Database, function: FunctionValue) -> Iterator[int]:
    """`this.badRequest()`, `this.statusCode(409)` of a controller that extends the library's."""
    index = index_of(db, function.path)
    for number in inner_functions(index, function.index) if index else ():
        for call in (index.module.calls[n] for n in index.calls_in.get(number, ())) if index else ():
            if isinstance(call.callee, Member) and call.callee.of == Name("this"):
                named = INVERSIFY_ANSWERS.get(called_name(call)) or _status(called_name(call), call.arguments)
                yield from [named] if named and named >= 400 else []


def _status(name: str, arguments: tuple[Expression, ...]) -> int | None:
    at = {"statusCode": 0, "json": 1}.get(name)
    return status_of(arguments[at]) if at is not None and at < len(arguments) else None
