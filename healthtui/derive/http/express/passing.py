"""Middleware as routes, and around handlers: `router.route('/:id').all(requireUser).get(…)`, `app.all('/api/*', requireUser)`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from msgspec.structs import replace

from healthtui.derive.database import Database
from healthtui.derive.evaluation.values import Called, FunctionValue, external_of
from healthtui.derive.http.bodies import body_of
from healthtui.derive.http.controls import controls_of
from healthtui.derive.http.express.arguments import evaluator_of, texts_of_paths
from healthtui.derive.http.express.handlers import handlers_of
from healthtui.derive.http.express.nodes import Event
from healthtui.derive.http.functions import functions_of, wrappers_of
from healthtui.derive.http.model import Handler
from healthtui.derive.http.paths import PATTERN, joined
from healthtui.derive.libraries.http import PLUGIN_HANDLERS

_REST = re.compile(r"/?(?:\*\w*|\{/?\*\w*\}|\(\.\*\))$")


def stands_before_others(db: Database, handler: Handler, event: Event, events: Iterable[Event]) -> bool:
    """Whether the last handler of `all` is a middleware: it hands on, and is seen to guard, limit, check or log. Where other
    methods of its path have routes, it is one unless it is seen to answer by itself."""
    has_others = any(one.route == event.route and one.method != event.method for one in events)
    hands_on = all(body_of(db, *one).hands_on for one in functions_of(db, handler))
    return hands_on and (has_others or bool(controls_of(db, handler)))


def guards_around(db: Database, handler: Handler) -> Iterator[Handler]:
    """The wrappers of a handler that do what a middleware does before they call it: `withAuth(handler)`. One that only answers
    what the handler throws, as `catchAsync(handler)`, is none."""
    for wrapper in wrappers_of(db, handler):
        guard = replace(handler, value=wrapper)
        kinds = {one.kind for one in controls_of(db, guard)} - {"input-check"}  # an adapter reads input, and checks none
        if kinds and ("auth" not in kinds or _asks_who(db, wrapper)):
            yield guard


def _asks_who(db: Database, wrapper: FunctionValue) -> bool:
    """Whether a wrapper, or one that it is made of, looks who asks before anything else."""
    todo, seen = [wrapper], set[FunctionValue]()
    while todo:
        one = todo.pop()
        body = body_of(db, one.path, one.index)
        if body.begins_with_check or body.tests_identity:
            return True
        seen.add(one)
        made = (inner.callee for inner in body.delegates if isinstance(inner, Called))
        todo += [inner for inner in made if isinstance(inner, FunctionValue) and inner not in seen]
    return False


def is_of_plugin(handlers: Sequence[Handler]) -> bool:
    """Whether a route is a whole API that a plugin answers: `app.all('/api/auth/*splat', toNodeHandler(auth))`."""
    external = external_of(handlers[-1].value) if handlers else None
    return external is not None and (external.module, external.name) in PLUGIN_HANDLERS


def before_parameter(db: Database, event: Event, prefix: str) -> Iterator[tuple[str, Handler]]:
    """What stands before the routes whose path has a parameter: `router.param('id', checkId)`."""
    evaluator = evaluator_of(db, event)
    assert event.route is not None
    names = texts_of_paths(evaluator, evaluator.of(event.path, event.route, event.function, event.owner))
    for handler in handlers_of(db, event, event.arguments):
        yield from ((joined(prefix, rf"{PATTERN}:{re.escape(name)}\b"), handler) for name in names)


def rest_of(path: str) -> str | None:
    """What stands before the wildcard at the end of a path; None where it has none."""
    return _REST.sub("", path) if _REST.search(path) else None
