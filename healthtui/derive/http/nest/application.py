"""The applications of a repository: which files each reaches, and what it says of every route in them."""

from __future__ import annotations

from healthtui.derive.areas import is_request_path
from healthtui.derive.database import Database, query
from healthtui.derive.graph import imports_of
from healthtui.derive.http.nest.decorators import Scope
from healthtui.derive.http.nest.settings import is_factory
from healthtui.derive.inputs import facts_in, index_of, paths_with
from healthtui.derive.packages import folder_of
from healthtui.derive.values import options_of
from healthtui.facts.source import Member, Outline


@query
def nest_files(db: Database) -> tuple[str, ...]:
    """The request-path files of the repository that import a package of NestJS."""
    return tuple(
        path
        for path in paths_with(db, Outline)
        if is_request_path(path)
        and any(name.startswith(("@nestjs/", "nestjs-", "nest-")) for one in facts_in(db, Outline, path) for name in one.modules)
    )


@query
def _bootstraps(db: Database) -> tuple[str, ...]:
    """The files that create an application."""
    found: list[str] = []
    for path in nest_files(db):
        index = index_of(db, path)
        calls = (
            [one for one in index.module.calls if isinstance(one.callee, Member) and one.callee.name == "create"] if index else []
        )
        callees = (Scope(path, call.function).value(db, call.callee) for call in calls)
        found += [path for callee in callees if any(is_factory(one) for one in options_of(callee))]
    return tuple(dict.fromkeys(found))


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

    Where none reaches one of them (loaded by name, or no bootstrap is seen) it holds within the package.
    """
    above, below = applications_of(db, setting), applications_of(db, path)
    return bool(above & below) if above and below else folder_of(db, setting) == folder_of(db, path)
