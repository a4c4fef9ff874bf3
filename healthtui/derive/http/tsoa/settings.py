"""What tsoa.json says of the routes that are made of controllers."""

from __future__ import annotations

from posixpath import basename, join, normpath

import msgspec

from healthtui.derive.database import Database, query
from healthtui.derive.evaluation.evaluate import Evaluator
from healthtui.derive.evaluation.pieces import parameter_count
from healthtui.derive.evaluation.values import FunctionValue, options_of
from healthtui.derive.evaluation.written import called_name, inner_functions
from healthtui.derive.inputs import facts_in, index_of, modules_in, paths_with
from healthtui.derive.libraries.controllers import TSOA_AUTHENTICATION, TSOA_INVALID, TSOA_MAKER, TSOA_MODULES
from healthtui.derive.repository.packages import home_of, request_path_files
from healthtui.facts.source import Expression, Literal, Object, Settings

_FILE, _EXPRESS = "tsoa.json", "express"
_LETTING_IN = {"resolve", "Promise", "log", "info", "debug"}
_SCOPES = 2  # the position of the scopes in what the function is given
_ENDINGS = ("", ".ts", ".js", "/index.ts", "/index.js")


class MadeRoutes(msgspec.Struct, frozen=True, gc=False):
    """What stands before all paths, and what is asked of those who come."""

    base: str
    authenticates: bool  # a function turns away whom it does not know
    takes_scopes: bool  # it is told the scopes that a route asks for
    asks_always: bool  # also where a route names no security
    refuses_invalid: bool  # with 400; or the repository answers what is invalid itself


@query
def made_routes(db: Database, package: str) -> MadeRoutes | None:
    """How the routes of a package are made; None where no tsoa.json says so, or they are made for another framework."""
    paths = [one for one in paths_with(db, Settings) if basename(one) == _FILE and home_of(db, one) == package]
    if len(paths) != 1:
        return None
    (settings,) = (one.value for one in facts_in(db, Settings, paths[0]))
    entries, spec = _entries(settings, "routes"), _entries(settings, "spec")
    if _text(entries.get("middleware", Literal(_EXPRESS))) != _EXPRESS:
        return None
    module = _text(entries.get("authenticationModule"))
    rejecting = [one for one in _authenticating(db, normpath(join(package, module))) if _rejects(db, one)] if module else []
    takes_scopes = any((parameter_count(db, one.path, one.index) or 0) > _SCOPES for one in rejecting)
    base = _text(entries.get("basePath"))
    refuses_invalid = not any(_looks_at_invalid(db, one) for one in request_path_files(db, package))
    return MadeRoutes(base, bool(rejecting), takes_scopes, bool(rejecting) and "rootSecurity" in spec, refuses_invalid)


def _entries(settings: Object, name: str) -> dict[str, Expression]:
    found = dict(settings.entries).get(name)
    return dict(found.entries) if isinstance(found, Object) else {}


def _text(value: Expression | None) -> str:
    return value.value if isinstance(value, Literal) and isinstance(value.value, str) else ""


def _authenticating(db: Database, module: str) -> list[FunctionValue]:
    path = next((found for one in _ENDINGS if index_of(db, found := module + one)), None)
    exported = options_of(Evaluator(db).export(path, TSOA_AUTHENTICATION)) if path else ()
    return [one for one in exported if isinstance(one, FunctionValue)]


def _rejects(db: Database, function: FunctionValue) -> bool:
    """Whether it may turn anybody away: it throws, or asks another function; one that only resolves lets everybody in."""
    index = index_of(db, function.path)
    inside = inner_functions(index, function.index) if index else []
    calls = [index.module.calls[n] for one in inside for n in index.calls_in.get(one, ())] if index else []
    throws = index is not None and any(one.function in inside for one in index.module.throws)
    return throws or any(called_name(one) not in _LETTING_IN for one in calls)


@query
def _looks_at_invalid(db: Database, path: str) -> bool:
    """Whether a file takes the error with which tsoa refuses input, to answer it."""
    if set(TSOA_MODULES).isdisjoint(modules_in(db, path)) or _holds_routes(db, path):
        return False
    index = index_of(db, path)
    return index is not None and any(one.name == TSOA_INVALID for one in index.module.imports)


def is_made_by_tsoa(db: Database, package: str, path: str) -> bool:
    """Whether a file holds the routes that tsoa makes, which are read of the controllers."""
    return _holds_routes(db, path) and made_routes(db, package) is not None


@query
def _holds_routes(db: Database, path: str) -> bool:
    if set(TSOA_MODULES).isdisjoint(modules_in(db, path)):
        return False
    index = index_of(db, path)
    return index is not None and (-1, TSOA_MAKER) in index.functions
