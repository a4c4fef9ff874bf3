"""Which SQL database a package uses: what its options say, else the one driver that it depends on, else the example of
its environment."""

from __future__ import annotations

import re
from posixpath import dirname

from healthtui.derive.database import Database, query
from healthtui.derive.inputs import all_facts, index_of
from healthtui.derive.libraries.schemas import DRIVERS, ENGINE_KEYS, ENGINES, OPTION_PACKAGES
from healthtui.derive.repository.graph import packages_named
from healthtui.derive.repository.packages import dependencies_of, source_files
from healthtui.facts.project import EnvFile
from healthtui.facts.source import Expression, Literal, Object

_MAX_NODES = 2000
_NAMES_DATABASE = re.compile(
    r"(?:DB|DATABASE|SQL|ORM)\w*_(?:CONNECTION|TYPE|DIALECT|CLIENT|DRIVER|ENGINE|PROVIDER|URL|URI)$", re.I
)


@query
def engine_of(db: Database, package: str) -> str:
    """mysql, postgresql, sqlite, …; "" where it is not known, or where there are several."""
    named = {engine for path in source_files(db, package) for engine in _named_in(db, path)}
    if not named:
        used = dependencies_of(db, package)
        named = {engine for driver, engine in DRIVERS.items() if driver in used}
    if len(named) != 1:
        named = _named_in_examples(db, package)
    return named.pop() if len(named) == 1 else ""


def _named_in_examples(db: Database, package: str) -> set[str]:
    """`DB_CONNECTION=postgres`, `DATABASE_URL=mysql://…` in an example of the environment, tests aside."""
    folder = "" if package == "." else package
    own = [env for path, env in all_facts(db, EnvFile) if env.is_example and dirname(path) == folder and "test" not in path]
    variables = [one for env in own for one in env.variables if _NAMES_DATABASE.search(one.name)]
    values = [one.value.strip("\"'").partition(":")[0].lower() for one in variables]
    return {ENGINES[value] for value in values if value in ENGINES}


@query
def _named_in(db: Database, path: str) -> frozenset[str]:
    """The engines that the options in a file name: `{ type: 'postgres' }`, `{ client: 'mysql2' }`."""
    uses = packages_named(db, path)
    if uses.isdisjoint(OPTION_PACKAGES):
        return frozenset()
    index = index_of(db, path)
    todo: list[Expression] = [one for call in index.module.calls for one in call.arguments] if index else []
    todo += [one.value for one in index.module.bindings] if index else []
    todo += [one.value for one in index.module.exports] if index else []
    found: set[str] = set()
    for one in todo:
        if isinstance(one, Object):
            if len(todo) < _MAX_NODES:
                todo += [value for _, value in one.entries]
            given = [value.value for key, value in one.entries if key in ENGINE_KEYS and isinstance(value, Literal)]
            found |= {ENGINES[str(value)] for value in given if str(value) in ENGINES}
    return frozenset(found)
