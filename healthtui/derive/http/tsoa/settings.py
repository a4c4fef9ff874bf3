"""What tsoa.json says of the routes that are made of controllers."""

from __future__ import annotations

from posixpath import dirname, join, normpath

import msgspec

from healthtui.derive.database import Database, query
from healthtui.derive.evaluation.evaluate import Evaluator
from healthtui.derive.evaluation.values import FunctionValue, options_of
from healthtui.derive.evaluation.written import called_name, inner_functions
from healthtui.derive.inputs import exists, facts_in, folders_up, index_of, modules_in
from healthtui.derive.libraries.controllers import TSOA_AUTHENTICATION, TSOA_MAKER, TSOA_MODULES
from healthtui.facts.source import Expression, Literal, Object, Settings

_EXPRESS = "express"
_ENDINGS = ("", ".ts", ".js", "/index.ts", "/index.js")


class MadeRoutes(msgspec.Struct, frozen=True, gc=False):
    """What stands before all paths, whether a function turns away whom it does not know, and is asked where none is named."""

    base: str
    authenticates: bool
    asks_always: bool


@query
def made_routes(db: Database, package: str) -> MadeRoutes | None:
    """How the routes of a package are made; None where no tsoa.json says so, or they are made for another framework."""
    folder = "" if package == "." else package
    path = next((found for one in folders_up(join(folder, "_")) if exists(db, found := join(one, "tsoa.json"))), "")
    settings = next((one.value for one in facts_in(db, Settings, path)), None)
    if settings is None:
        return None
    entries, spec = _entries(settings, "routes"), _entries(settings, "spec")
    if _text(entries.get("middleware", Literal(_EXPRESS))) != _EXPRESS:
        return None
    module = _text(entries.get("authenticationModule"))
    authenticates = bool(module) and _turns_away(db, join(dirname(path), module))
    return MadeRoutes(_text(entries.get("basePath")), authenticates, authenticates and "rootSecurity" in spec)


def _entries(settings: Object, name: str) -> dict[str, Expression]:
    found = dict(settings.entries).get(name)
    return dict(found.entries) if isinstance(found, Object) else {}


def _text(value: Expression | None) -> str:
    return value.value if isinstance(value, Literal) and isinstance(value.value, str) else ""


def _turns_away(db: Database, module: str) -> bool:
    """Whether the module that authenticates rejects anybody."""
    path = next((found for one in _ENDINGS if index_of(db, found := normpath(module) + one)), None)
    functions = options_of(Evaluator(db).export(path, TSOA_AUTHENTICATION)) if path else ()
    return any(_rejects(db, one) for one in functions if isinstance(one, FunctionValue))


def _rejects(db: Database, function: FunctionValue) -> bool:
    index = index_of(db, function.path)
    inside = inner_functions(index, function.index) if index else []
    calls = [index.module.calls[n] for one in inside for n in index.calls_in.get(one, ())] if index else []
    throws = index is not None and any(one.function in inside for one in index.module.throws)
    return throws or any(called_name(one) == "reject" for one in calls)


def is_made_by_tsoa(db: Database, package: str, path: str) -> bool:
    """Whether a file holds the routes that tsoa makes, which are read of the controllers."""
    return _holds_routes(db, path) and made_routes(db, package) is not None


@query
def _holds_routes(db: Database, path: str) -> bool:
    if set(TSOA_MODULES).isdisjoint(modules_in(db, path)):
        return False
    index = index_of(db, path)
    return index is not None and (-1, TSOA_MAKER) in index.functions
