"""From events to routes: each instance is walked as Fastify loads it, plugin by plugin, scope by scope.

A plugin is loaded when the function that registers it has ended, or at an `await`. It starts with the hooks that the
scope above has by then; a scope's own hooks apply to all of its routes, wherever they stand.
"""

from __future__ import annotations

from collections import defaultdict

from msgspec.structs import replace

from healthtui.derive.database import Database, query
from healthtui.derive.evaluation.evaluate import Evaluator, Given
from healthtui.derive.evaluation.values import UNKNOWN, Called, FunctionValue, ParameterValue, Value
from healthtui.derive.http.controls import controls_of
from healthtui.derive.http.fastify.autoload import Group, autoload_folder, autoloaded
from healthtui.derive.http.fastify.conditions import spared
from healthtui.derive.http.fastify.events import Event, events_in, is_made
from healthtui.derive.http.fastify.on_route import added_on_route
from healthtui.derive.http.fastify.options import option, option_is, prefix_of, texts
from healthtui.derive.http.fastify.plugins import Plugin, plugins_of
from healthtui.derive.http.fastify.routes import Hooks, declared_routes, options_at
from healthtui.derive.http.fastify.scopes import Hook, Scope
from healthtui.derive.http.fastify.unregistered import entry_plugins
from healthtui.derive.http.model import Applied, Handler, Registration
from healthtui.derive.http.paths import joined
from healthtui.derive.inputs import index_of
from healthtui.derive.libraries.fastify import AUTOLOADERS, FRAMEWORK, HOOKING, ON_ROUTE, PLUGIN_WRAPPERS
from healthtui.derive.repository.packages import modules_used, request_path_files
from healthtui.facts.base import Place
from healthtui.facts.source import Name

MAX_DEPTH = 20
MAX_RUNS = 5000
Above = tuple[Value, ...]


@query
def _walked(db: Database, package: str) -> tuple[tuple[Registration, ...], tuple[Applied, ...]]:
    if not modules_used(db, package) & {FRAMEWORK, *PLUGIN_WRAPPERS, *AUTOLOADERS}:
        return (), ()
    walk = _Walk(db, package)
    walk.run()
    return tuple(walk.routes()), tuple(walk.applied())


def fastify_routes(db: Database, package: str) -> tuple[Registration, ...]:
    """The routes of the Fastify instances and plugins of a package."""
    return _walked(db, package)[0]


def fastify_applied(db: Database, package: str) -> tuple[Applied, ...]:
    """The plugins, hooks and error handlers of a package, with how far they reach."""
    return _walked(db, package)[1]


class _Walk:
    def __init__(self, db: Database, package: str) -> None:
        self.db, self.hooks = db, Hooks(db, package)
        self.events: defaultdict[Value, list[Event]] = defaultdict(list)
        self.files = request_path_files(db, package)
        self._read: set[str] = set()
        for path in self.files:
            self._read_events(path)
        self._found: list[tuple[Registration, Scope, int]] = []
        self._applied: list[tuple[Applied, Scope]] = []
        self._visited: set[Value] = set()
        self._folders: set[str] = set()  # what autoload leaves out there is not loaded
        self._runs = 0

    def _read_events(self, path: str) -> None:
        if path not in self._read:
            self._read.add(path)
            for event in events_in(self.db, path):
                self.events[event.node].append(event)

    def run(self) -> None:
        """Instances first; then plugins that nothing seen registers: a command or a test may."""
        for node in sorted((one for one in self.events if is_made(one)), key=lambda one: self.events[one][0].place):
            if isinstance(node, Called):
                self.walk(node, Scope(), ())
        for plugin in entry_plugins(self.db, self.files, self.events):
            if plugin not in self._visited and not plugin.path.startswith(tuple(self._folders)):
                self.walk(plugin, Scope(), ())

    def walk(self, node: Value, scope: Scope, above: Above) -> None:
        """Runs a plugin function, or what is done to an instance, and then loads what it registers."""
        waiting: list[Event] = []
        self._run(node, scope, above, waiting)
        self._load(waiting, scope, (*above, node))

    def _run(self, node: Value, scope: Scope, above: Above, waiting: list[Event]) -> None:
        self._runs += 1
        if node in above or len(above) > MAX_DEPTH or self._runs > MAX_RUNS:
            return
        self._visited.add(node)
        above = (*above, node)
        if isinstance(node, ParameterValue):
            self._read_events(node.path)  # a plugin of another package of the workspace
        for event in self.events.get(node, ()):
            if event.kind == "pass" and event.target is not None:
                self._run(event.target, scope, above, waiting)
            elif event.kind == "register":
                waiting.append(event)
            elif event.kind == "route":
                for route in declared_routes(self.hooks, event, scope.prefix):
                    self._found.append((route, scope, len(scope.hooks)))
            elif event.kind in ("hook", "use", "error-handler"):
                self._hook(event, scope)
            if event.is_awaited:
                self._load(waiting, scope, above)

    def _hook(self, event: Event, scope: Scope) -> None:
        arguments = event.arguments if event.kind == "error-handler" else event.arguments[1:] or event.arguments[-1:]
        role = "middleware" if event.kind == "use" else event.kind
        evaluator = Evaluator(self.db, given=dict(event.given))
        name = texts(self.db, evaluator.of(event.path, event.arguments[0], event.function)) if event.arguments else []
        for argument in arguments[:1]:
            for number, handler in enumerate(self.hooks.handlers(event, argument)):
                if name[:1] == ["onRoute"]:
                    scope.hooks += added_on_route(self.hooks, event, handler)
                elif role != "error-handler":
                    scope.hooks.append(Hook(handler, name[0] if name and event.kind == "hook" else "onRequest"))
                if number == 0:
                    self._apply(handler, role, scope)

    def _apply(self, handler: Handler, role: str, scope: Scope, options: Value = UNKNOWN, reach: str = "global") -> None:
        order, before = len(self._applied), len(self._found)
        self._applied.append((Applied(handler, FRAMEWORK, role, reach, scope.prefix, order, before, options), scope))

    def _load(self, waiting: list[Event], scope: Scope, above: Above) -> None:
        while waiting:
            event = waiting.pop(0)
            if not event.arguments:
                continue
            evaluator = Evaluator(self.db, given=dict(event.given))
            value = evaluator.of(event.path, event.arguments[0], event.function, event.owner)
            options = options_at(self.db, event, 1)
            for plugin in plugins_of(self.db, value):
                if plugin.module in AUTOLOADERS:
                    self._folders.add(f"{autoload_folder(self.db, options) or event.path}/")
                    for group in autoloaded(self.db, options):
                        self._load_group(group, options, scope, above)
                else:
                    handler = Handler(event.place, event.path, event.arguments[0], event.function, event.owner, plugin.value)
                    self._register(plugin, options, handler, scope, above, dict(event.given))

    def _register(
        self, plugin: Plugin, options: Value, handler: Handler, scope: Scope, above: Above, given: Given | None = None
    ) -> None:
        if isinstance(plugin.value, FunctionValue):
            prefix = prefix_of(self.db, options, given)
            inner = scope if plugin.is_shared else scope.below(joined(scope.prefix, prefix) if prefix else scope.prefix)
            self.walk(ParameterValue(plugin.value.path, plugin.value.index, 0), inner, above)
            return
        key = HOOKING.get(plugin.module)
        is_off = bool(key) and option_is(self.db, options, key or "", False)
        if key is not None and not is_off:
            scope.hooks.append(Hook(handler, "onRequest", plugin.module in ON_ROUTE))
        self._apply(handler, "plugin", scope, options, "router" if is_off else "global")

    def _load_group(self, group: Group, options: Value, scope: Scope, above: Above) -> None:
        """A folder that autoload loads: inside a scope of its own when it has autohooks."""
        given = option(self.db, options, "options")
        prefix = next(iter(texts(self.db, option(self.db, given, "prefix"))), "") + group.prefix
        is_shared = option_is(self.db, options, "encapsulate", False)
        inner = scope.below(joined(scope.prefix, prefix)) if group.hooks else scope
        for path in group.hooks:
            self._load_file(path, inner, "", above, is_shared=True)
        for path in group.plugins:
            self._load_file(path, inner, "" if group.hooks else prefix, above, is_shared=is_shared)

    def _load_file(self, path: str, scope: Scope, prefix: str, above: Above, *, is_shared: bool) -> None:
        evaluator = Evaluator(self.db)
        own = texts(self.db, evaluator.export(path, "autoPrefix"))
        replaced = texts(self.db, evaluator.export(path, "prefixOverride"))
        prefix = replaced[0] if replaced else prefix + (own[0] if own else "")
        index = index_of(self.db, path)
        exported = index.exports.get("default", ()) if index else ()
        configured = index.exports.get("autoConfig", exported) if index else ()
        place = Place(path, configured[0].line if configured else 1, 1)
        for plugin in plugins_of(self.db, evaluator.export(path, "default")):
            if isinstance(plugin.value, FunctionValue):
                inner = scope if plugin.is_shared or is_shared else scope.below(joined(scope.prefix, prefix))
                self.walk(ParameterValue(plugin.value.path, plugin.value.index, 0), inner, above)
            else:
                handler = Handler(place, path, exported[0].value if exported else Name("default"), value=plugin.value)
                self._register(plugin, evaluator.export(path, "autoConfig"), handler, scope, above)

    def routes(self) -> list[Registration]:
        """The routes with the hooks of their scopes, each declaration once."""
        found: dict[tuple[Place, str, str], Registration] = {}
        for route, scope, seen in self._found:
            whole = spared(self.db, scope.applied_to(route, seen))
            declined = (control for one in scope.declined_by(route, seen) for control in controls_of(self.db, one))
            if any(control.kind == "auth" for control in declined):
                whole = replace(whole, is_public=True)
            found.setdefault((route.place, route.method, route.path), whole)
        return list(found.values())

    def applied(self) -> list[Applied]:
        """What is applied; global is what stands in a scope without a prefix that all routes are in."""
        lines = [scope.lineage() for _, scope, _ in self._found]
        return [
            one if scope.is_root or (lines and not scope.prefix and all(scope in line for line in lines)) else _narrowed(one)
            for one, scope in self._applied
        ]


def _narrowed(applied: Applied) -> Applied:
    return replace(applied, scope="router")
