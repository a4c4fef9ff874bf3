"""The packages of the repository, which of them are servers, and which files are theirs."""

from __future__ import annotations

from posixpath import dirname, join

from healthtui.derive.database import Database, query
from healthtui.derive.inputs import all_facts, derives, facts_in, folders_up, module_of, modules_in
from healthtui.derive.libraries.controllers import EXPRESS_MAKERS
from healthtui.derive.repository.areas import is_test
from healthtui.derive.repository.folders import files_loaded, folder_of, own_code, own_files, own_modules, packages_loaded
from healthtui.derive.repository.graph import imports_of, package_of
from healthtui.facts.base import Place
from healthtui.facts.derived import Package
from healthtui.facts.project import Manifest, Workspaces
from healthtui.facts.source import Expression, Member, Require

FRAMEWORKS = {
    "express": "express", "fastify": "fastify", "@nestjs/core": "nestjs", "@nestjs/common": "nestjs",
    "fastify-plugin": "fastify", "@fastify/autoload": "fastify",  # all that an app imports which `fastify start` runs
}  # fmt: skip
_STARTS = {"listen", "createApplicationContext", "createMicroservice"}
_STARTER = "fastify-cli"  # without it, a package that only wraps plugins serves nothing: others register them
TYPE_NAMES = {
    "Request", "Response", "NextFunction", "RequestHandler", "ErrorRequestHandler", "Express", "Application",
    "IRouter", "Handler", "FastifyInstance", "FastifyRequest", "FastifyReply", "FastifyPluginAsync",
    "FastifyPluginCallback", "FastifyPluginOptions", "FastifyError", "FastifySchema", "RouteOptions",
    "FastifyServerOptions", "RouteHandlerMethod", "FastifyBaseLogger", "HookHandlerDoneFunction",
    "RouteShorthandOptions", "CookieOptions", "RouterOptions",
}  # fmt: skip
OTHER_SERVERS = {"koa": "Koa", "@hapi/hapi": "Hapi", "hono": "Hono"}


@query
def source_files(db: Database, package: str) -> tuple[str, ...]:
    """The source and test files of a package and of its parts."""
    return own_files(db, package) + tuple(path for part in parts_of(db, package) for path in own_files(db, part))


@query
def request_path_files(db: Database, package: str) -> tuple[str, ...]:
    """The files of request-path code of a package, and those of its parts that it loads."""
    parts = {*parts_of(db, package)}
    return own_code(db, package) + tuple(path for path in files_loaded(db, package) if (folder_of(db, path) or ".") in parts)


@query
def parts_of(db: Database, package: str) -> tuple[str, ...]:
    """The libraries of the repository that a package loads: they run in its process. Servers are none."""
    servers = {one.path for one in scored_packages(db)}
    return tuple(one for one in packages_loaded(db, package) if one not in servers)


@query
def home_of(db: Database, path: str) -> str:
    """The server that a file is a part of, else the package that holds it."""
    owner = folder_of(db, path) or "."
    return dict(_homes(db)).get(owner, owner)


@query
def _homes(db: Database) -> tuple[tuple[str, str], ...]:
    """By library, the first server that it is a part of."""
    found: dict[str, str] = {}
    for server in scored_packages(db):
        for part in parts_of(db, server.path):
            found.setdefault(part, server.path)
    return tuple(found.items())


@query
def test_files(db: Database, package: str) -> tuple[str, ...]:
    """The test files that speak of a package: its own, and those of a root that has no code of its own to test."""
    own = tuple(path for path in source_files(db, package) if is_test(path))
    if package == "." or _is_application(db, "."):
        return own
    outside = (path for one in (".", *_end_to_end(db, package)) for path in own_files(db, one) if is_test(path))
    return tuple(dict.fromkeys((*own, *outside)))


@query
def _end_to_end(db: Database, package: str) -> tuple[str, ...]:
    """The packages beside it that hold its end-to-end tests, by name: `api-e2e` of `api`."""
    return tuple(one.path for one in packages(db) if one.path == f"{package}-e2e")


def _is_application(db: Database, package: str) -> bool:
    """A package with code of its own that holds no workspaces."""
    itself = next((one for one in packages(db) if one.path == package), None)
    return itself is not None and not itself.is_workspace_root and bool(own_code(db, package))


@query
def modules_used(db: Database, package: str) -> frozenset[str]:
    """The packages that the request-path code of a package and of its parts imports."""
    return frozenset(name for one in (package, *parts_of(db, package)) for name in own_modules(db, one))


@query
def packages_imported(db: Database, package: str) -> tuple[str, ...]:
    """The other packages of the repository from which the request-path code of a package imports."""
    files = {one for path in request_path_files(db, package) for one in imports_of(db, path)}
    return tuple(sorted({folder_of(db, one) or "." for one in files} - {package}))


@query
def dependencies_of(db: Database, package: str) -> frozenset[str]:
    """What a package and its parts declare that they depend on at run time."""
    holders = {package, *parts_of(db, package)}
    return frozenset(name for one in packages(db) if one.path in holders for name in one.dependencies)


@query
def packages_taken(db: Database, path: str) -> tuple[tuple[Place, str], ...]:
    """The packages that a file imports or requires for more than their types, and where."""
    if (module := module_of(db, path)) is None:
        return ()
    taken = [(one.module, one.line) for one in module.imports if not one.type_only]
    taken += [(value.module, one.line) for one in module.bindings if (value := _required(one.value))]
    used = [(part, one.line) for one in module.calls for part in (one.callee, *one.arguments)]
    taken += [(value.module, line) for part, line in used if (value := _required(part))]
    return tuple(dict.fromkeys((Place(path, line, 1), package_of(name)) for name, line in taken))


def _required(value: Expression) -> Require | None:
    """`require('koa')`, or a member of it."""
    while isinstance(value, Member):
        value = value.of
    return value if isinstance(value, Require) else None


@query
def _takes_value(db: Database, path: str, framework: str) -> bool:
    """Whether a file takes more of a framework than its types: those alone make no server."""
    module = module_of(db, path)
    if module is None:
        return False
    imports = [one for one in module.imports if one.module == framework]
    required = not imports and not any(one.module == framework for one in module.exports)
    return required or any(not one.type_only and one.name not in TYPE_NAMES for one in imports)


def _imports_value(db: Database, package: str, framework: str) -> bool:
    return any(framework in modules_in(db, path) and _takes_value(db, path, framework) for path in own_code(db, package))


def _makes_express(db: Database, package: str) -> bool:
    return any(
        _takes_maker(db, path) for path in own_code(db, package) if not EXPRESS_MAKERS.keys().isdisjoint(modules_in(db, path))
    )


@query
def _takes_maker(db: Database, path: str) -> bool:
    """Whether a file takes what makes an app of Express of a library that puts controllers on it; it makes those of Koa, too."""
    module = module_of(db, path)
    taken = [(one.module, one.name) for one in module.imports if not one.type_only] if module else []
    bound = [one.value for one in module.bindings if isinstance(one.value, Member)] if module else []
    taken += [(one.of.module, one.name) for one in bound if isinstance(one.of, Require)]
    return any(name in EXPRESS_MAKERS.get(library, ()) for library, name in taken)


@query
def packages(db: Database) -> tuple[Package, ...]:
    """All packages, in the order of their paths."""
    found = [_package(db, path, manifest) for path, manifest in all_facts(db, Manifest)]
    return tuple(sorted({one.path: one for one in found}.values(), key=lambda one: one.path))


@derives(Package)
def _package_itself(db: Database, package: str) -> tuple[Package, ...]:
    return tuple(one for one in packages(db) if one.path == package)


def scored_packages(db: Database) -> tuple[Package, ...]:
    """The packages that are judged: servers, and servers of other frameworks; roots of workspaces are none, nor is a
    library of routes, guards or plugins that another server of the repository starts."""
    servers = [one for one in packages(db) if not one.is_workspace_root and (one.frameworks or one.other_servers)]
    started = [one.path for one in servers if _starts_server(db, one.path)]
    borrowed = {part for one in started for part in packages_loaded(db, one)} - set(started)
    return tuple(one for one in servers if one.path not in borrowed)


@query
def _starts_server(db: Database, package: str) -> bool:
    return any(_listens(db, path) for path in own_code(db, package))


@query
def _listens(db: Database, path: str) -> bool:
    module = module_of(db, path)
    callees = (call.callee for call in module.calls) if module else ()
    return any(isinstance(one, Member) and one.name in _STARTS for one in callees)


def speaks_of(db: Database, path: str, package: str) -> bool:
    """Whether a file is of the package, or of no judged one: nobody else would speak of it."""
    owner = folder_of(db, path) or "."
    return owner == package or owner not in {one.path for one in scored_packages(db)}


def _package(db: Database, path: str, manifest: Manifest) -> Package:
    folder = dirname(path)
    name = folder or "."
    production, development = dict(manifest.dependencies), dict(manifest.development)
    if manifest.kind == "nx":
        for up in folders_up(path):
            for above in facts_in(db, Manifest, join(up, "package.json")):
                production, development = above.dependencies, above.development
                break
            if production:
                break
    used = own_modules(db, name)
    depended = production.keys() | development.keys() | manifest.peer.keys() | _dependencies_above(db, folder)
    taken = [one for one in FRAMEWORKS if one in used and one in depended and _imports_value(db, name, one)]
    if any(one in used and one in depended for one in EXPRESS_MAKERS) and _makes_express(db, name):
        taken.append("express")
    if taken == ["fastify-plugin"] and _STARTER not in depended:
        taken = []
    frameworks = [FRAMEWORKS[one] for one in taken]
    return Package(
        Place(path, 1, 1),
        name,
        manifest.name or name,
        tuple(dict.fromkeys(_without_beneath(frameworks))),
        tuple(OTHER_SERVERS[one] for one in OTHER_SERVERS if one in used and one in depended),
        frozenset(production) | frozenset(manifest.peer),
        frozenset(development),
        _is_workspace_root(db, folder, manifest) and not used & FRAMEWORKS.keys(),
    )


def _dependencies_above(db: Database, folder: str) -> set[str]:
    """What the root of the workspaces declares: hoisted dependencies are used without being named again."""
    found: set[str] = set()
    for up in folders_up(folder) if folder else ():
        for manifest in facts_in(db, Manifest, join(up, "package.json")):
            found |= manifest.dependencies.keys()
    return found


def _without_beneath(frameworks: list[str]) -> list[str]:
    """NestJS stands on Express or Fastify; what lies beneath it is not counted."""
    return ["nestjs"] if "nestjs" in frameworks else frameworks


def _is_workspace_root(db: Database, folder: str, manifest: Manifest) -> bool:
    if manifest.workspaces:
        return True
    return any(dirname(path) == folder and found.globs for path, found in all_facts(db, Workspaces))
