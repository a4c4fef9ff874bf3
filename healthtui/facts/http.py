"""The HTTP side of a backend: its routes and operations, and what protects them."""

from __future__ import annotations

from healthtui.facts.base import Place
from healthtui.facts.derived import Derived


class Endpoint(Derived, frozen=True):
    """A route with all that is known of it. The place is the declaring call or decorator."""

    method: str  # upper case; ALL for any
    path: str  # with every prefix
    handler: Place | None  # where its final handler is defined
    module: str  # the path of the module that registers it
    is_public: bool  # in the catalogue's public list, or marked public on purpose
    is_authenticated: bool
    reads_input: bool  # body, query or params
    is_validated: bool
    is_limited: bool
    is_read: bool  # False where its handler or a middleware has a form that is not read
    auth_by: str  # what authenticates it, for evidence; or ""
    validated_by: str
    is_tested: bool = False  # an HTTP-level test requests it
    is_not_found: bool = False  # a catch-all that only answers 404: listed, but no check counts it
    writes: str = ""  # of a GET: the statement by which its handler writes to the database

    @property
    def label(self) -> str:
        return f"{self.method} {self.path}"


class UnreadRoutes(Derived, frozen=True):
    """Most routes of the package are declared in a form that is not read; `is_server` where the whole server is another one.

    `is_framework` where it also has its own way to apply middleware: what is not seen may be there.
    """

    by: str
    is_server: bool = False
    is_framework: bool = False


class WithoutHttp(Derived, frozen=True):
    """The package answers no HTTP: all that it makes are processes such as this one."""

    by: str


class Operation(Derived, frozen=True):
    """A GraphQL operation: a query, mutation or subscription of a resolver."""

    kind: str
    name: str
    module: str
    is_authenticated: bool
    is_public: bool
    reads_input: bool
    is_validated: bool
    role_by: str = ""  # what looks at a role or a permission; "" for nothing
    auth_by: str = "a guard"  # what authenticates it, for evidence
    validated_by: str = "its classes of arguments"

    @property
    def label(self) -> str:
        return f"{self.kind} {self.name}"


class CrossCutting(Derived, frozen=True):
    """A concern that goes through middleware, guards, pipes, hooks, interceptors, route schemas or an enabled logger."""

    concern: str  # auth, validation, logging
    by: str


class ControllerModule(Derived, frozen=True):
    """A module that registers a route or holds a final handler; `queries` are its direct data-access calls."""

    queries: tuple[Place, ...]


class CorsPolicy(Derived, frozen=True):
    """CORS is enabled. `origin` is named, any (`*`, default, `true`), echo (the request's own), off, wildcard-default
    (configurable, with a wildcard default), unknown."""

    origin: str
    text: str  # the origins as written, for evidence


class HeaderProtection(Derived, frozen=True):
    """Security headers. `scope` is all, some (routes or an encapsulated scope), by-hand, installed: not applied."""

    by: str
    scope: str


class Limiter(Derived, frozen=True):
    """A rate limiter. `scope` is global, auth (the auth routes), some, declared (made, not applied), installed."""

    by: str
    scope: str


class ErrorHandler(Derived, frozen=True):
    """A registered handler of errors: `kind` is express, fastify, nest-filter, the name of a library whose own default answers,
    or not-followed for what is only named one; `responds` when it sends an answer."""

    kind: str
    responds: bool


class ApiVersion(Derived, frozen=True):
    """The API has a version here: `by` is its segment of the path, a header, or the setting that enables versions."""

    by: str
