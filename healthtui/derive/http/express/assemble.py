"""From events to routes: each app is walked in order, through what it mounts, with the middleware met on the way."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from msgspec.structs import replace

from healthtui.derive.batches import in_each_file
from healthtui.derive.database import Database, query
from healthtui.derive.evaluation.evaluate import Evaluator
from healthtui.derive.evaluation.pieces import parameter_count
from healthtui.derive.evaluation.values import (
    Called,
    ParameterValue,
    Value,
    external_of,
    options_of,
)
from healthtui.derive.http.controls import controls_of
from healthtui.derive.http.express.arguments import evaluator_of, paths_of_use, texts_of_paths
from healthtui.derive.http.express.directories import named_after, routers_loaded_by
from healthtui.derive.http.express.events import events_in
from healthtui.derive.http.express.handlers import handlers_of
from healthtui.derive.http.express.nodes import Event, kind_of, node_of
from healthtui.derive.http.express.parameters import APP, stands_for
from healthtui.derive.http.express.passing import (
    before_parameter,
    guards_around,
    is_of_plugin,
    rest_of,
    stands_before_others,
)
from healthtui.derive.http.functions import functions_of
from healthtui.derive.http.inversify.assemble import served_by_inversify
from healthtui.derive.http.model import Applied, Handler, Registration
from healthtui.derive.http.paths import covers, joined
from healthtui.derive.http.routing_controllers.assemble import served_by_routing
from healthtui.derive.http.skipped import skip_of
from healthtui.derive.http.tsoa.assemble import served_by_tsoa
from healthtui.derive.http.tsoa.settings import is_made_by_tsoa
from healthtui.derive.libraries.controllers import INVERSIFY, ROUTING, TSOA
from healthtui.derive.libraries.http import ERROR_HANDLERS
from healthtui.derive.repository.packages import modules_used
from healthtui.facts.base import Place

MAX_DEPTH = 20
SERVED_BY = {ROUTING: served_by_routing, INVERSIFY: served_by_inversify, TSOA: served_by_tsoa}  # what each library puts on an app
EVERYWHERE = {"", "/", "*", "/*"}


@query
def _walked(db: Database, package: str) -> tuple[tuple[Registration, ...], tuple[Applied, ...], frozenset[str]]:
    if modules_used(db, package).isdisjoint({"express", *SERVED_BY}):
        return (), (), frozenset()
    walk = _Walk(db, package)
    walk.run()
    return tuple(walk.routes), tuple(walk.applied), frozenset(walk.libraries)


def express_routes(db: Database, package: str) -> tuple[Registration, ...]:
    """The routes of the Express apps and routers of a package."""
    return _walked(db, package)[0]


def express_applied(db: Database, package: str) -> tuple[Applied, ...]:
    """What is applied with `use` to an app or router."""
    return _walked(db, package)[1]


def libraries_read(db: Database, package: str) -> frozenset[str]:
    """The libraries whose controllers are read where they put them on an app."""
    return _walked(db, package)[2]


class _Walk:
    def __init__(self, db: Database, package: str) -> None:
        self.db, self.package = db, package
        self.libraries: set[str] = set()
        self.routes: list[Registration] = []
        self.applied: list[Applied] = []
        self.events: defaultdict[Value, list[Event]] = defaultdict(list)
        for event in in_each_file(db, package, events_in):
            if not is_made_by_tsoa(db, package, event.path):
                self.events[event.node].append(event)
        self._visited: set[Value] = set()
        self._known: set[tuple[Place, str, str]] = set()
        self._before: defaultdict[str, list[tuple[str, Handler]]] = defaultdict(list)  # by `all(path, …)`, for this path alone

    def run(self) -> None:
        """Apps first; then routers that nothing seen mounts: they count, too."""
        mounted = {child for node in self.events for child in self._mounted_by(node)}
        ranked = [(self._rank(node), node in mounted, events[0].place, node) for node, events in self.events.items()]
        for rank, _, _, node in sorted((one for one in ranked if one[0]), key=lambda one: one[:3]):
            if node not in self._visited:
                self.walk(node, "", [], rank == 1 or stands_for(self.db, node) == APP, ())

    def _rank(self, node: Value) -> int:
        """Apps, routers, then parameters that are one of them and that nothing seen is given; 0 for other parameters."""
        if kind_of(node) == APP:
            return 1
        if node_of(self.db, node):
            return 2
        return 3 if stands_for(self.db, node) else 0

    def _mounted_by(self, node: Value) -> Iterator[Value]:
        for event in self.events[node]:
            if event.kind == "pass" and event.target is not None:
                yield event.target
            for handler in handlers_of(self.db, event, event.arguments) if event.kind == "use" else ():
                yield from self._children(handler.value)

    def walk(
        self, node: Value, prefix: str, inherited: list[tuple[str, Handler]], is_global: bool, above: tuple[Value, ...]
    ) -> None:
        if node in above or len(above) > MAX_DEPTH:
            return
        self._visited.add(node)
        for event in sorted(self.events.get(node, ()), key=lambda one: (one.kind != "param", one.is_last)):
            if event.kind == "pass" and event.target is not None:
                self.walk(event.target, prefix, inherited, is_global, (*above, node))
            elif event.kind == "use":
                self._use(event, prefix, inherited, is_global, (*above, node))
            elif event.kind == "param":
                inherited += before_parameter(self.db, event, prefix)
            elif event.kind == "route":
                self._route(event, prefix, inherited)
            elif event.kind == "serve":
                self._serve(event, prefix, inherited, is_global)

    def _use(
        self, event: Event, prefix: str, inherited: list[tuple[str, Handler]], is_global: bool, above: tuple[Value, ...]
    ) -> None:
        paths, arguments = paths_of_use(self.db, event)
        passed: list[Handler] = []
        for handler in handlers_of(self.db, event, arguments):
            children = self._children(handler.value)
            for child in children:
                for path in paths:
                    below = [*inherited, *((joined(prefix, path), one) for one in passed)]
                    self.walk(child, joined(prefix, path), below, False, above)
            if not children:
                loaded = routers_loaded_by(self.db, event, handler.value)
                for child, file in loaded.items():
                    self.walk(child, joined(prefix, named_after(paths[0], file)), list(inherited), False, above)
                passed += [handler] if not loaded else []
        for handler in passed:
            for path in paths:
                self._apply(handler, joined(prefix, path), is_global and path in EVERYWHERE)
                inherited.append((joined(prefix, path), handler))

    def _apply(self, handler: Handler, prefix: str, is_global: bool, role: str = "") -> None:
        role, scope = role or self._role_of(handler), ("global" if is_global else "router")
        self.applied.append(Applied(handler, "express", role, scope, prefix, len(self.applied), len(self.routes)))

    def _role_of(self, handler: Handler) -> str:
        external = external_of(handler.value)
        takes_errors = any(parameter_count(self.db, path, number) == 4 for path, number in functions_of(self.db, handler))
        is_error = takes_errors or (external is not None and external.module in ERROR_HANDLERS)
        return "error-handler" if is_error else "middleware"

    def _route(self, event: Event, prefix: str, inherited: list[tuple[str, Handler]]) -> None:
        evaluator = evaluator_of(self.db, event)
        assert event.route is not None
        value = evaluator.of(event.path, event.route, event.function, event.owner)
        handlers = list(handlers_of(self.db, event, event.arguments))
        if is_of_plugin(handlers):
            return
        for path in texts_of_paths(evaluator, value):
            whole = joined(prefix, path)
            if event.method == "ALL" and handlers and stands_before_others(self.db, handlers[-1], event, self.events[event.node]):
                self._stand_before(whole, handlers, inherited)
                continue
            passed, is_public = self._passed(event.method, whole, (*inherited, *self._before[whole]))
            self._add(
                Registration(
                    event.place,
                    "express",
                    event.method,
                    whole,
                    event.place.path,
                    passed,
                    (*handlers[:-1], *(guards_around(self.db, handlers[-1]) if handlers else ())),
                    handlers[-1] if handlers else None,
                    is_public=is_public,
                )
            )

    def _passed(self, method: str, path: str, inherited: Iterable[tuple[str, Handler]]) -> tuple[tuple[Handler, ...], bool]:
        """What a request of a route passes, and whether a check of who asks leaves it out."""
        met = [(one, skip_of(self.db, one, under, method, path)) for under, one in inherited if covers(under, path)]
        is_public = any(skip is not None and skip.text and self._authenticates(handler) for handler, skip in met)
        return tuple(handler for handler, skip in met if skip is None), is_public

    def _serve(self, event: Event, prefix: str, inherited: list[tuple[str, Handler]], is_global: bool) -> None:
        """The controllers of a library, with what it applies before and after them."""
        served = SERVED_BY[event.method](self.db, self.package, event)
        if served is None:
            return
        self.libraries.add(served.library)
        for bound in served.before:
            self._apply(bound.handler, prefix, is_global, bound.role)
            inherited.append((prefix, bound.handler))
        for route in served.routes:
            whole = joined(prefix, route.path)
            passed, is_public = self._passed(route.method, whole, inherited)
            self._add(replace(route, path=whole, inherited=(*passed, *route.inherited), is_public=is_public))
        for bound in served.of_some:
            self._apply(bound.handler, prefix, False, bound.role)
        for bound in served.after:
            self._apply(bound.handler, prefix, is_global, bound.role)

    def _stand_before(self, path: str, handlers: list[Handler], inherited: list[tuple[str, Handler]]) -> None:
        """What `all()` registers and hands on: before the later routes of its path, or of all below it."""
        rest = rest_of(path)
        into = self._before[path] if rest is None else inherited
        for handler in handlers:
            self._apply(handler, path, False)
            into.append((path if rest is None else rest, handler))

    def _add(self, route: Registration) -> None:
        """Once, though its method or function may be reached more than once."""
        key = (route.place, route.method, route.path)
        if key not in self._known:
            self._known.add(key)
            self.routes.append(route)

    def _authenticates(self, handler: Handler) -> bool:
        return any(control.kind == "auth" for control in controls_of(self.db, handler))

    def _children(self, value: Value) -> list[Value]:
        """The apps and routers that a handler is, also when a function of the repository makes them."""
        found: list[Value] = []
        for one in options_of(value):
            if node := self._child(one):
                found.append(node)
            elif isinstance(one, Called):
                made = options_of(Evaluator(self.db).call(one.path, one.index))
                found += [node for inner in made if (node := self._child(inner))]
        return found

    def _child(self, value: Value) -> Value | None:
        return value if isinstance(value, ParameterValue) and value in self.events else node_of(self.db, value)
