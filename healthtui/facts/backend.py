"""The backend as checks see it: derived facts. Framework and library adapters make them from source modules."""

from __future__ import annotations

import msgspec

from healthtui.facts.base import Place


class Derived(msgspec.Struct, frozen=True, gc=False):
    """A derived fact: frozen, comparable, with a place."""

    place: Place


class Package(Derived, frozen=True):
    """A package of the repository; its place is its manifest. `path` is its folder, "." for the root."""

    path: str
    name: str
    frameworks: tuple[str, ...]  # express, fastify, nestjs: depended on and imported
    other_servers: tuple[str, ...]  # Koa, Hapi, Hono, node:http: recognised by name
    dependencies: frozenset[str]  # production, with those of the nearest package.json above for Nx
    development: frozenset[str]
    is_workspace_root: bool  # only holds workspaces: no application

    @property
    def is_server(self) -> bool:
        return bool(self.frameworks)


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


class Operation(Derived, frozen=True):
    """A GraphQL operation: a query, mutation or subscription of a resolver."""

    kind: str
    name: str
    module: str
    is_authenticated: bool
    is_public: bool
    reads_input: bool
    is_validated: bool

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


class ServiceModule(Derived, frozen=True):
    """A service module. `http` are the places where it touches an HTTP framework; `tested_by` the tests that import it.

    Where no file is one by its name or folder (`is_named`), handlers of a bus and use cases are, else data modules.
    """

    is_named: bool

    http: tuple[Place, ...]
    tested_by: tuple[str, ...]


class DataAccess(Derived, frozen=True):
    """A statement that runs a query."""

    library: str  # prisma, typeorm, mongoose, sequelize, drizzle, knex, pg, …
    model: str
    method: str
    written: str  # as the code has it, for evidence: `this.users.findOne`
    is_write: bool
    in_repository: bool  # in a repository, model, dao or db module, or through a repository
    in_loop: bool  # awaited, returned or called back inside a loop or an iteration callback
    is_list: bool  # may return many rows
    is_bounded: bool  # of a list: by a limit, on every call or by default


class DataLayer(Derived, frozen=True):
    """A database that the package uses, by its library; `is_read` is False where its queries cannot be read."""

    library: str
    is_read: bool


class LoopedQuery(Derived, frozen=True):
    """A query, or a call of a function that makes one (`through`), that runs once for each element."""

    library: str
    written: str
    through: str


class ConfigRead(Derived, frozen=True):
    """A read of the environment in request-path code."""

    name: str
    in_config: bool  # in a config module, or by a loader


class LogCall(Derived, frozen=True):
    logger: str  # console, or the library: pino, winston, …, nest, unknown
    level: str
    is_startup: bool  # a start-up failure or a debug guard


class LoggerSetup(Derived, frozen=True):
    """A logger is set up: pino, winston, bunyan, log4js, fastify, nest (its own), nest-over (one of these), morgan."""

    logger: str


class CorsPolicy(Derived, frozen=True):
    """CORS is enabled. `origin` is named, any (`*`, default, `true`), echo (the request's own), off, wildcard-default
    (configurable, with a wildcard default), unknown."""

    origin: str
    text: str  # the origins as written, for evidence


class HeaderProtection(Derived, frozen=True):
    """Security headers. `scope` is all, some (routes or an encapsulated scope), by-hand, installed."""

    by: str
    scope: str


class Limiter(Derived, frozen=True):
    """A rate limiter. `scope` is global, auth (the auth routes), some, declared (made, not applied), installed."""

    by: str
    scope: str


class ErrorHandler(Derived, frozen=True):
    """A registered handler of errors: `kind` is express, fastify, nest-filter; `responds` when it sends an answer."""

    kind: str
    responds: bool


LAYOUT_ROLES = ("config", "controllers", "services", "repositories", "middleware", "utils", "types", "app entry")


class RoleSighting(Derived, frozen=True):
    """A folder or file-name part that plays one of the eight layout roles."""

    role: str


class TestCase(Derived, frozen=True):
    __test__ = False

    name: str
    expects_error: bool


class TestRequest(Derived, frozen=True):
    """An HTTP-level test requests a path of the running app."""

    __test__ = False

    method: str
    path: str


class TestDouble(Derived, frozen=True):
    """A mock, stub, fake, nock, MSW or Testcontainers at work in a test."""

    __test__ = False

    by: str


class Recognised(Derived, frozen=True):
    """Something that the persona names, seen at work: the name as the catalogue writes it."""

    name: str


class SecretSighting(Derived, frozen=True):
    """A credential in the repository, masked. `area` is code, test, example, seed, docs, ci: what its path and context
    make of it. `source` says how it was seen: scan (by its form), fallback (of the environment), call (given to one)."""

    title: str
    preview: str
    source: str
    area: str


class ScanGap(Derived, frozen=True):
    """A file that could not be scanned for secrets."""

    reason: str


class TypeStrictness(Derived, frozen=True):
    """How strictly the source under one compiler configuration is typed. The place is the setting, the configuration or
    the manifest. `language` is that of most of the package's source: typescript or javascript."""

    language: str
    is_strict: bool
    checks_javascript: bool
    absent: str = ""  # the configuration that it extends and that is not in the repository, where that may decide
    broken: str = ""  # why the configuration cannot be read


class ConfiguredTool(Derived, frozen=True):
    """A linter or formatter is configured for the package, in it or above. `role` is linter, formatter or both."""

    tool: str
    role: str


class EnvironmentUse(Derived, frozen=True):
    """The environment is read, or a loader of env files is used: the first place."""

    by: str


class EnvFileSighting(Derived, frozen=True):
    """An env file that is tracked or not ignored."""

    is_example: bool


class EnvIgnored(Derived, frozen=True):
    """Whether git ignores an `.env` of the package; the place is the rule that decides, else the ignore file, "" without one."""

    is_ignored: bool


class LockfileSighting(Derived, frozen=True):
    """The lockfile that pins the package's dependencies, in it or above."""

    manager: str


class EvidenceState(Derived, frozen=True):
    """Where the output of a tool stands. `state` is fresh, stale, no-match or unreadable."""

    state: str
    detail: str = ""  # what it is older than, its first path, or why it cannot be read


class AuditEvidence(EvidenceState, frozen=True):
    """An audit's output that speaks of the package's lockfile."""


class Vulnerability(Derived, frozen=True):
    """An advisory of the audit that counts. The place is the dependency that brings it, or the lockfile."""

    package: str
    severity: str  # info, low, moderate, high, critical
    title: str
    fix: str
    in_development: bool


class RunnerSighting(Derived, frozen=True):
    """A test runner of the package: jest, vitest, mocha, node:test, …"""

    runner: str


class TestSuite(Derived, frozen=True):
    """A file of tests."""

    __test__ = False


class CoverageEvidence(EvidenceState, frozen=True):
    """A coverage report that may speak of the package."""


class CoveredFile(Derived, frozen=True):
    """A file of the package in the coverage report that counts. The place is its first uncovered line, 0 where unknown."""

    covered: int
    total: int
    is_critical: bool  # a service, controller, repository or middleware


class ResultEvidence(EvidenceState, frozen=True):
    """Results of a test run that speak of the package."""

    passed: int = 0
    failed: int = 0
    skipped: int = 0


class FailedTest(Derived, frozen=True):
    name: str
    message: str
