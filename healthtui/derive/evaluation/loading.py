"""What is put on the app where a loader calls the files of folders with it: consign and express-load hang the result of
`api/user.js` on it as `app.api.user`, beside what is assigned to it before, `app.db = knex`."""

from __future__ import annotations

import re

from healthtui.derive.database import Database, query
from healthtui.derive.inputs import index_of
from healthtui.derive.libraries.containers import LOADERS_ON_APP
from healthtui.derive.repository.graph import packages_named
from healthtui.derive.repository.packages import home_of, modules_used, request_path_files
from healthtui.facts.source import Expression

_ON_APP = re.compile(r"(?:app|application|server)\.(\w+)")
Assigned = tuple[str, Expression, int]  # a file, a value, and the function in which it stands


def file_put_on_app(db: Database, path: str, names: str) -> str | None:
    """The file whose result is on the app under dotted names, in the package of a file; None where no loader puts it there."""
    return _loaded(db, home_of(db, path)).get(names) if _has_loader(db, path) else None


def assigned_to_app(db: Database, path: str, name: str) -> Assigned | None:
    """What is assigned to a member of the app beside the loader's call, in the package of a file."""
    return _assigned(db, home_of(db, path)).get(name) if _has_loader(db, path) else None


@query
def _has_loader(db: Database, path: str) -> bool:
    return not modules_used(db, home_of(db, path)).isdisjoint(LOADERS_ON_APP)


@query
def _loaded(db: Database, package: str) -> dict[str, str]:
    """By the folders in which a file lies, from wherever the loader may start; of two the one that lies higher."""
    found: dict[str, str] = {}
    for path in sorted(request_path_files(db, package), key=lambda one: one.count("/")):
        parts = path.rpartition(".")[0].split("/")
        for start in range(len(parts) - 1):
            found.setdefault(".".join(parts[start:]), path)
    return found


@query
def _assigned(db: Database, package: str) -> dict[str, Assigned]:
    found: dict[str, Assigned] = {}
    for path in request_path_files(db, package):
        modules = packages_named(db, path)
        index = index_of(db, path) if not modules.isdisjoint(LOADERS_ON_APP) else None
        for one in index.module.assignments if index else ():
            if match := _ON_APP.fullmatch(one.target):
                found[match[1]] = (path, one.value, one.function)
    return found
