"""The roles of the standard layout that a package's files play."""

from __future__ import annotations

from posixpath import basename, dirname, join

from healthtui.derive.database import Database, query
from healthtui.derive.http.endpoints import registrations
from healthtui.derive.http.functions import functions_of
from healthtui.derive.inputs import derived, derives, exists, module_of, paths_with
from healthtui.derive.libraries.roles import MODELS, QUERY_RUNNERS, ROUTES, SCHEMA_BUILDERS, SCHEMAS, role_of
from healthtui.derive.repository.areas import is_request_path, is_tool_config
from healthtui.derive.repository.graph import packages_named
from healthtui.derive.repository.packages import home_of, modules_used, source_files
from healthtui.facts.base import Place
from healthtui.facts.data import DataAccess
from healthtui.facts.derived import Package
from healthtui.facts.source import Member, Settings
from healthtui.facts.structure import RoleSighting

_PRISMA_SCHEMAS = ("prisma/schema.prisma", "prisma/schema/schema.prisma")


@derives(RoleSighting)
def roles(db: Database, package: str) -> tuple[RoleSighting, ...]:
    """Each role of each file that plays one."""
    folder = "" if package == "." else f"{package}/"
    (itself,) = derived(db, Package, package)
    queried = {one.place.path for one in derived(db, DataAccess, package)}
    found = {(path, role) for path in _own_files(db, package) for role in _roles(db, path, path[len(folder) :], itself, queried)}
    found |= {(join(folder, one), "repositories") for one in _PRISMA_SCHEMAS if exists(db, join(folder, one))}
    found |= {(path, "config") for path in _stored_settings(db, package)}
    if not any(role == "controllers" for _, role in found):
        found |= {(path, "controllers") for path in _routes_with_handlers(db, package)}
    return tuple(RoleSighting(Place(path, 1, 1), role) for path, role in sorted(found))


def _own_files(db: Database, package: str) -> list[str]:
    return [path for path in source_files(db, package) if is_request_path(path) and not is_tool_config(path)]


def _stored_settings(db: Database, package: str) -> list[str]:
    """`config/default.json` and its like, where node-config reads them."""
    uses_them = "config" in modules_used(db, package)
    paths = [path for path in paths_with(db, Settings) if home_of(db, path) == package] if uses_them else []
    return [path for path in paths if basename(dirname(path)) == "config"]


def _roles(db: Database, path: str, inside: str, package: Package, queried: set[str]) -> set[str]:
    found = set(role_of(inside, package.frameworks))
    if found & {MODELS, SCHEMAS}:
        known = SCHEMA_BUILDERS | QUERY_RUNNERS if MODELS in found else SCHEMA_BUILDERS
        is_data = bool(packages_named(db, path) & known) or _defines(db, path) or (MODELS in found and path in queried)
        found |= {"repositories"} if is_data else {"types"} if SCHEMAS in found else set()
    return found - {MODELS, SCHEMAS, ROUTES}


@query
def _defines(db: Database, path: str) -> bool:
    """`sequelize.define` of what a model is given."""
    module = module_of(db, path)
    return any(isinstance(call.callee, Member) and call.callee.name == "define" for call in module.calls) if module else False


def _routes_with_handlers(db: Database, package: str) -> set[str]:
    """The modules of a routes folder that hold the handlers of their routes."""
    routes = [one for one in registrations(db, package) if one.handler and ROUTES in role_of(one.module)]
    return {one.module for one in routes if one.handler and any(path == one.module for path, _ in functions_of(db, one.handler))}
