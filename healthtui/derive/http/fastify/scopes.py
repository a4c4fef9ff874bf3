"""An encapsulation scope: a prefix, and the hooks that apply to the routes in it and below."""

from __future__ import annotations

from dataclasses import dataclass, field

from msgspec.structs import replace

from healthtui.derive.http.fastify.conditions import Condition
from healthtui.derive.http.model import Handler, Registration
from healthtui.derive.libraries.fastify import REQUEST_HOOKS


@dataclass(frozen=True)
class Hook:
    """`name` is the stage at which it runs. One that acts `on_route` sees only routes that are declared after it, and of
    these only those of which its conditions hold."""

    handler: Handler
    name: str
    on_route: bool = False
    conditions: tuple[Condition, ...] = ()


@dataclass(eq=False)
class Scope:
    """Two scopes are never the same, whatever is in them."""

    prefix: str = ""
    parent: Scope | None = None
    hooks: list[Hook] = field(default_factory=list)

    @property
    def is_root(self) -> bool:
        return self.parent is None

    def below(self, prefix: str) -> Scope:
        """The scope of an encapsulated plugin: it begins with the hooks that are there now."""
        return Scope("" if prefix == "/" else prefix, self, list(self.hooks))

    def lineage(self) -> list[Scope]:
        """This scope and those above it."""
        found, scope = [self], self.parent
        while scope is not None:
            found.append(scope)
            scope = scope.parent
        return found

    def applied_to(self, route: Registration, seen: int) -> Registration:
        """A route with the hooks of its scope; `seen` are the hooks that were there when it was declared."""
        marks = dict(route.marks)
        hooks = [one for one in self._reaching(seen) if all(condition.holds(marks) for condition in one.conditions)]
        stages = {name: stage for stage, name in enumerate(REQUEST_HOOKS)}
        running = sorted((one for one in hooks if one.name in stages), key=lambda one: stages[one.name])
        return replace(route, inherited=tuple(one.handler for one in running))

    def declined_by(self, route: Registration, seen: int) -> list[Handler]:
        """The hooks that a route is without because its own `config` says so."""
        marks = dict(route.marks)
        named = [(one, [condition for condition in one.conditions if condition.name in marks]) for one in self._reaching(seen)]
        return [one.handler for one, conditions in named if any(not condition.holds(marks) for condition in conditions)]

    def _reaching(self, seen: int) -> list[Hook]:
        return [one for number, one in enumerate(self.hooks) if number < seen or not one.on_route]
