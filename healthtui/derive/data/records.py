"""Methods that the code itself gives the records of a database."""

from __future__ import annotations

import re
from collections.abc import Iterator

from healthtui.derive.batches import in_each_file
from healthtui.derive.database import Database, query
from healthtui.derive.inputs import ModuleIndex, index_of

_ON_PROTOTYPE = re.compile(r"\w+\.prototype\.(\w+)")


@query
def methods_of_records(db: Database, package: str) -> frozenset[str]:
    """The names of methods of classes that extend another, and of those that are put on a prototype."""
    return frozenset(in_each_file(db, package, _methods_in))


@query
def _methods_in(db: Database, path: str) -> tuple[str, ...]:
    index = index_of(db, path)
    return tuple(dict.fromkeys(_named(index))) if index else ()


def _named(index: ModuleIndex) -> Iterator[str]:
    for one in index.module.classes:
        if one.extends is not None:
            yield from (member.name for member in one.members if member.function >= 0)
    for assigned in index.module.assignments:
        if match := _ON_PROTOTYPE.fullmatch(assigned.target):
            yield match[1]
