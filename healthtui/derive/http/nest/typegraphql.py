"""TypeGraphQL: whether its schema validates classes of arguments. Since version 2 it does so only where it is asked to."""

from __future__ import annotations

import re
from posixpath import join

from healthtui.derive.batches import in_each_file
from healthtui.derive.database import Database, query
from healthtui.derive.evaluation.evaluate import Evaluator
from healthtui.derive.evaluation.values import UNKNOWN, Constant, External, options_of
from healthtui.derive.inputs import facts_in, folders_up, index_of
from healthtui.derive.repository.graph import packages_named
from healthtui.derive.repository.packages import home_of
from healthtui.facts.project import Manifest

_PACKAGE = "type-graphql"
_BUILDERS = {"buildSchema", "buildSchemaSync", "buildTypeDefsAndResolvers", "buildTypeDefsAndResolversSync"}
_ASKED_SINCE = 2


def validates_classes(db: Database, path: str) -> bool:
    """Whether the schema of a file's package validates decorated classes of arguments."""
    return _validates(db, home_of(db, path))


@query
def _validates(db: Database, package: str) -> bool:
    given = list(in_each_file(db, package, _said_in))
    return given[0] if given else _version(db, package) < _ASKED_SINCE


@query
def _said_in(db: Database, path: str) -> tuple[bool, ...]:
    """What each `buildSchema({ validate })` of a file says, where it says something."""
    index = index_of(db, path) if _PACKAGE in packages_named(db, path) else None
    evaluator, found = Evaluator(db), list[bool]()
    for call in index.module.calls if index else ():
        made = [one for one in options_of(evaluator.callee(path, call)) if isinstance(one, External) and one.module == _PACKAGE]
        if any(one.name in _BUILDERS for one in made):
            said = evaluator.member(evaluator.argument(path, call, 0), "validate")
            found += [said != Constant(False)] if said != UNKNOWN else []
    return tuple(found)


def _version(db: Database, package: str) -> int:
    """The major version that the package asks for; the latest where it names none."""
    folder = "" if package == "." else package
    for up in (folder, *(folders_up(folder) if folder else ())):
        for manifest in facts_in(db, Manifest, join(up, "package.json")):
            named = {**manifest.development, **manifest.dependencies}.get(_PACKAGE, "")
            if number := re.search(r"\d+", named):
                return int(number.group())
    return _ASKED_SINCE
