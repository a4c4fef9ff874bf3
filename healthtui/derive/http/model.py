"""What a framework adapter yields: routes with the chain that a request passes, and everything that is applied.

Express, Fastify and NestJS are each translated into these; nothing after them asks which framework it was.
"""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from healthtui.derive.database import Database
from healthtui.derive.evaluation.evaluate import Situation
from healthtui.derive.evaluation.values import UNKNOWN, Value
from healthtui.facts.base import Place
from healthtui.facts.source import Expression


class Handler(msgspec.Struct, frozen=True, gc=False):
    """A value in a chain: a middleware, hook, guard, pipe, interceptor or final handler, and where it is applied.

    The expression stands in `path`, in `function` (-1: the top) or in the body of the class `owner`. `value` is what
    it stands for, loops followed, by an evaluator that does not follow calls: `Called` for `auth('admin')`, `wrap(fn)`.
    """

    place: Place
    path: str
    expression: Expression
    function: int = -1
    owner: int = -1
    value: Value = UNKNOWN
    given: Situation = ()  # what a loop or a caller gives, in force where a call's arguments are read


class Registration(msgspec.Struct, frozen=True, gc=False):
    """A route as its framework declares it. None in `reads_input`, `validated_by` and such: to be found in the chain."""

    place: Place
    framework: str
    method: str  # upper case; ALL for any
    path: str  # with every prefix
    module: str
    inherited: tuple[Handler, ...]  # of the app, plugins and routers above it, outermost first; of Nest globals too
    chain: tuple[Handler, ...]  # its own middleware, hooks, guards, pipes; without the final handler
    handler: Handler | None
    is_public: bool = False  # marked public on purpose (`@Public()`, a skip list)
    reads_input: bool | None = None
    validated_by: str | None = None  # "" for: not validated
    auth_by: str | None = None  # "" for: not authenticated
    limited_by: str | None = None  # a limiter in the route's own options; "" where they turn it off
    role_by: str = ""  # what asks for a role in the route's own options
    refusals: tuple[int, ...] = ()  # the statuses with which its library refuses a request by itself
    marks: tuple[tuple[str, str], ...] = ()  # what its own options set for hooks to ask: a name, and true or false


class Applied(msgspec.Struct, frozen=True, gc=False):
    """A middleware, plugin, hook, guard, pipe, interceptor or filter that is applied to more than one route.

    `scope` is global (the whole app), router (a router, an encapsulated plugin, a controller, some paths).
    `role` is middleware, plugin, hook, guard, pipe, interceptor, filter, error-handler, cors (enabled by an option).
    """

    handler: Handler
    framework: str
    role: str
    scope: str
    prefix: str = ""
    order: int = 0  # counts registrations in the order in which they run, for "before all routes"
    routes_before: int = 0  # routes of the app that are registered before it
    options: Value = UNKNOWN  # what a plugin is registered with, or CORS is enabled with


class Adapter(msgspec.Struct, frozen=True):
    """What a framework's adapter offers: (database, package path) → its routes, and what is applied."""

    routes: Callable[[Database, str], tuple[Registration, ...]]
    applied: Callable[[Database, str], tuple[Applied, ...]]
