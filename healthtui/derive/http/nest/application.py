"""The applications of a repository: which files each reaches, and what it says of every route in them."""

from __future__ import annotations

from healthtui.derive.database import Database, query
from healthtui.derive.evaluation.values import External, options_of
from healthtui.derive.http.classes.decorators import Scope
from healthtui.derive.inputs import index_of, modules_in
from healthtui.derive.repository.areas import is_request_path
from healthtui.derive.repository.folders import folder_of, holders, own_files
from healthtui.derive.repository.graph import imports_of
from healthtui.facts.base import Place
from healthtui.facts.source import Member

_MAKERS = ("create", "createMicroservice", "createApplicationContext")


@query
def nest_files(db: Database) -> tuple[str, ...]:
    """The request-path files of the repository that import a package of NestJS."""
    return tuple(sorted(path for package in holders(db) for path in _nest_files_in(db, package)))


@query
def _nest_files_in(db: Database, package: str) -> tuple[str, ...]:
    return tuple(
        path
        for path in own_files(db, package)
        if is_request_path(path) and any(name.startswith(("@nestjs/", "nestjs-", "nest-")) for name in modules_in(db, path))
    )


@query
def bootstraps_in(db: Database, path: str) -> tuple[tuple[str, Place], ...]:
    """(`create`, `createMicroservice`, …, where) of each application that a file makes."""
    index = index_of(db, path) if path in nest_files(db) else None
    calls = [one for one in index.module.calls if isinstance(one.callee, Member) and one.callee.name in _MAKERS] if index else []
    found: list[tuple[str, Place]] = []
    for call in calls:
        made = External("@nestjs/core", f"NestFactory.{call.callee.name}") if isinstance(call.callee, Member) else None
        if made in options_of(Scope(path, call.function).value(db, call.callee)) and isinstance(call.callee, Member):
            found.append((call.callee.name, Place(path, call.line, call.column)))
    return tuple(found)


@query
def _bootstraps(db: Database) -> tuple[str, ...]:
    """The files that create an application that answers HTTP."""
    return tuple(path for path in nest_files(db) if any(name == "create" for name, _ in bootstraps_in(db, path)))


@query
def _silent(db: Database) -> tuple[str, ...]:
    """The files that only make processes without HTTP: microservices, workers."""
    return tuple(path for path in nest_files(db) if bootstraps_in(db, path) and path not in _bootstraps(db))


@query
def _reach(db: Database, bootstrap: str) -> frozenset[str]:
    """The files that a bootstrap imports, directly or not."""
    todo, seen = [bootstrap], {bootstrap}
    while todo:
        for path in imports_of(db, todo.pop()):
            if path not in seen:
                seen.add(path)
                todo.append(path)
    return frozenset(seen)


@query
def applications_of(db: Database, path: str) -> frozenset[str]:
    """The bootstraps that reach a file."""
    return frozenset(one for one in _bootstraps(db) if path in _reach(db, one))


def holds_for(db: Database, setting: str, path: str) -> bool:
    """Whether what one file sets up holds for the routes of another: an application reaches both.

    Where none reaches one of them (loaded by name, or no bootstrap is seen) it holds within the package. What only the
    bootstrap of a microservice sets up holds for no route.
    """
    above, below = applications_of(db, setting), applications_of(db, path)
    if not above and any(setting in _reach(db, one) for one in _silent(db)):
        return not below and folder_of(db, setting) == folder_of(db, path)
    return bool(above & below) if above and below else folder_of(db, setting) == folder_of(db, path)
