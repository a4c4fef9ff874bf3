"""One declaration of a route: its methods and paths, its own hooks, its schema and its handler."""

from __future__ import annotations

from collections.abc import Iterator

from healthtui.derive.database import Database
from healthtui.derive.evaluation.evaluate import Evaluator
from healthtui.derive.evaluation.pieces import call_at
from healthtui.derive.evaluation.values import UNKNOWN, Called, Constant, External, Literally, Value, options_of
from healthtui.derive.http.fastify.conditions import FALSE, TRUE
from healthtui.derive.http.fastify.decorators import called_decorators, resolved
from healthtui.derive.http.fastify.events import Event
from healthtui.derive.http.fastify.options import entry, literals, option, option_is, texts
from healthtui.derive.http.fastify.validation import validated_by
from healthtui.derive.http.functions import functions_of
from healthtui.derive.http.handed import is_handed_on
from healthtui.derive.http.model import Handler, Registration
from healthtui.derive.http.paths import UNKNOWN_PART, joined
from healthtui.derive.libraries.fastify import DECORATED, FRAMEWORK, REQUEST_HOOKS
from healthtui.facts.source import Array, CallRef, Expression, Member, Object, Spread


class Hooks:
    """Turns expressions that stand for hooks into handlers, with what decorators stand for put in their place."""

    def __init__(self, db: Database, package: str) -> None:
        self.db, self.package = db, package

    def handlers(self, event: Event, expression: Expression) -> list[Handler]:
        """The hooks that an argument of an event names."""
        evaluator = Evaluator(self.db, follow_calls=False, given=dict(event.given))
        return list(self._flattened(event, evaluator, expression, event.path, event.function, event.owner))

    def handlers_within(self, event: Event, literal: Literally, expression: Expression) -> list[Handler]:
        """The hooks that an entry of an options object names: one, or an array of them."""
        evaluator = Evaluator(self.db, follow_calls=False, given=dict(event.given))
        return list(self._flattened(event, evaluator, expression, literal.path, literal.function, literal.owner))

    def _flattened(
        self, event: Event, evaluator: Evaluator, expression: Expression, path: str, function: int, owner: int
    ) -> Iterator[Handler]:
        todo, steps = [(expression, path, function, owner)], 0
        while todo and steps < 100:
            (inner, path, function, owner), steps = todo.pop(0), steps + 1
            inner = inner.of if isinstance(inner, Spread) else inner
            if joined := self._concatenated(path, inner):
                todo[:0] = [(one, path, function, owner) for one in joined]
                continue
            value = evaluator.of(path, inner, function, owner)
            arrays = [one for one in options_of(value) if isinstance(one, Literally) and isinstance(one.expression, Array)]
            for one in reversed(arrays):
                assert isinstance(one.expression, Array)
                todo[:0] = [(item, one.path, one.function, one.owner) for item in one.expression.items]
            if not arrays:
                handler = Handler(event.place, path, inner, function, owner, resolved(self.db, self.package, value))
                yield from self._with_decorators(handler)
                todo[:0] = self._combined(handler.value)

    def _concatenated(self, path: str, expression: Expression) -> tuple[Expression, ...]:
        """The lists that `[app.authenticate].concat(route.onRequest || [])` joins."""
        call = call_at(self.db, path, expression.index) if isinstance(expression, CallRef) else None
        is_joined = call is not None and isinstance(call.callee, Member) and call.callee.name == "concat"
        return (call.callee.of, *call.arguments) if is_joined and call and isinstance(call.callee, Member) else ()

    def _combined(self, value: Value) -> list[tuple[Expression, str, int, int]]:
        """The hooks that `fastify.auth([one, other])` is given, each with its place."""
        found: list[tuple[Expression, str, int, int]] = []
        for one in options_of(value):
            if isinstance(one, Called) and isinstance(one.callee, External) and one.callee.module in DECORATED["auth"]:
                call = call_at(self.db, one.path, one.index)
                found += [(given, one.path, call.function, call.owner) for given in call.arguments[:1]] if call else []
        return found

    def _with_decorators(self, handler: Handler) -> Iterator[Handler]:
        yield handler
        for path, function in functions_of(self.db, handler):
            for called in called_decorators(self.db, self.package, path, function):
                yield Handler(handler.place, handler.path, handler.expression, handler.function, handler.owner, called)


def options_at(db: Database, event: Event, position: int) -> Value:
    """The value of an argument of an event."""
    if position >= len(event.arguments):
        return UNKNOWN
    evaluator = Evaluator(db, given=dict(event.given))
    return evaluator.of(event.path, event.arguments[position], event.function, event.owner)


def declared_routes(hooks: Hooks, event: Event, prefix: str) -> Iterator[Registration]:
    """The routes that a call of `get`, `post`, …, `all` or `route` declares, one for each method and path."""
    return _Declaration(hooks, event, prefix).routes()


class _Declaration:
    def __init__(self, hooks: Hooks, event: Event, prefix: str) -> None:
        self.hooks, self.db, self.event, self.prefix = hooks, hooks.db, event, prefix
        self.is_full, self.given = event.name == "route", dict(event.given)
        self.options = options_at(self.db, event, 0) if self.is_full else self._options()

    def routes(self) -> Iterator[Registration]:
        if len(self.event.arguments) < (1 if self.is_full else 2):
            return
        handler = self._handler()
        functions = functions_of(self.db, handler) if handler else ()
        is_of_package = any(is_handed_on(self.db, *one) for one in functions)
        schema, limited = validated_by(self.db, self.options, functions), self._limited_by()
        chain, marks = tuple(self._chain()), tuple(self._marks())
        for method in self._methods():
            for path in self._paths():
                if is_of_package and path.endswith("*"):
                    continue  # a whole API, as that of a plugin
                yield Registration(
                    self.event.place, FRAMEWORK, method, joined(self.prefix, path), self.event.path, (), chain, handler,
                    validated_by=schema, limited_by=limited, marks=marks,
                )  # fmt: skip

    def _options(self) -> Value:
        """The options of the short form: the second argument, unless that is the handler."""
        if len(self.event.arguments) > 2:
            return options_at(self.db, self.event, 1)
        value = options_at(self.db, self.event, 1)
        return value if any(isinstance(one, Literally) for one in options_of(value)) else UNKNOWN

    def _methods(self) -> list[str]:
        if not self.is_full:
            return [self.event.name.upper()]
        found = [one.upper() for one in texts(self.db, option(self.db, self.options, "method", self.given), self.given)]
        return ["ALL"] if len(found) > 6 else found or ["{?}"]

    def _paths(self) -> list[str]:
        if not self.is_full:
            value = options_at(self.db, self.event, 0)
        else:
            urls = (option(self.db, self.options, key, self.given) for key in ("url", "path"))
            value = next((one for one in urls if one != UNKNOWN), UNKNOWN)
        return texts(self.db, value, self.given) or [UNKNOWN_PART]

    def _chain(self) -> Iterator[Handler]:
        for name in REQUEST_HOOKS:
            if found := entry(self.db, self.options, name):
                yield from self.hooks.handlers_within(self.event, *found)

    def _handler(self) -> Handler | None:
        found: list[Handler] = []
        if not self.is_full and (len(self.event.arguments) > 2 or self.options == UNKNOWN):
            found = self.hooks.handlers(self.event, self.event.arguments[-1])
        elif entered := entry(self.db, self.options, "handler"):
            found = self.hooks.handlers_within(self.event, *entered)
        return found[0] if found else None

    def _marks(self) -> Iterator[tuple[str, str]]:
        """`config: { public: true }`."""
        config = option(self.db, self.options, "config", self.given)
        for one in literals(self.db, config):
            assert isinstance(one.expression, Object)
            for name, _ in one.expression.entries:
                value = option(self.db, one, name, self.given)
                yield name, FALSE if value in (Constant(False), Constant(None)) else TRUE

    def _limited_by(self) -> str | None:
        """`config: { rateLimit: … }`; `false` takes the route out of what limits the others."""
        config = option(self.db, self.options, "config")
        if entry(self.db, config, "rateLimit") is None:
            return None
        return "" if option_is(self.db, config, "rateLimit", False) else "config.rateLimit"
