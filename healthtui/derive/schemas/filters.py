"""The filters of a file's queries: the fields that each asks by."""

from __future__ import annotations

import re
from collections.abc import Iterator

from healthtui.derive.data.access import data_access_in
from healthtui.derive.data.chains import Chains
from healthtui.derive.data.sql import statement_of
from healthtui.derive.database import Database, query
from healthtui.derive.evaluation.evaluate import Evaluator
from healthtui.derive.evaluation.written import method_of
from healthtui.derive.inputs import ModuleIndex, index_of
from healthtui.derive.libraries.data import LIBRARIES
from healthtui.derive.schemas.asked import conditions_in_call
from healthtui.derive.schemas.chained import asked_in_sql, compared_under_where, fields_in_chain, table_named
from healthtui.derive.schemas.conditions import Conditions, Fields
from healthtui.derive.schemas.model import Filter
from healthtui.derive.schemas.subjects import Subjects
from healthtui.facts.data import DataAccess
from healthtui.facts.source import Call, Literal

_AS = re.compile(r"[\w.]+\s+as\s+(\w+)", re.IGNORECASE)
_SQL_METHODS = {"query", "$queryRaw", "$queryRawUnsafe", "raw", "execute"}
_WITH_MODELS = {"typeorm", "mikro-orm", "mongoose", "sequelize", "objection"}
_OPENING = {one.name: frozenset(one.query_builder.split()) for one in LIBRARIES}


@query
def filters_in(db: Database, path: str) -> tuple[Filter, ...]:
    """The filters of a file, in the order of place."""
    accesses = data_access_in(db, path)
    index = index_of(db, path)
    if index is None or not accesses:
        return ()
    return tuple(_Reader(db, path, index).read(accesses))


class _Reader:
    def __init__(self, db: Database, path: str, index: ModuleIndex) -> None:
        self.path, self.index = path, index
        self.evaluator = Evaluator(db)
        self.chains = Chains(index)
        self.subjects = Subjects(self.evaluator, path, index)

    def read(self, accesses: tuple[DataAccess, ...]) -> Iterator[Filter]:
        numbers = {(call.line, call.column): number for number, call in enumerate(self.index.module.calls)}
        for access in accesses:
            number = numbers.get((access.place.line, access.place.column))
            if number is not None:
                yield from self._filters(access, number)

    def _filters(self, access: DataAccess, number: int) -> Iterator[Filter]:
        groups = self._groups(self.chains.of(number, _OPENING.get(access.library, frozenset())))
        calls = [call for group in groups for call in group]
        conditions = Conditions(self.evaluator)
        found = [fields for call in calls for fields in conditions_in_call(conditions, access.library, self.path, call)]
        if found:
            subject = self.subjects.of(calls, access.model)
            yield from (Filter(access.place, access.library, one, subject.names, subject.origins) for one in found)
            return
        table, found = self._written(access, number, calls) or ("", fields_in_chain(conditions, self.path, self.index, groups))
        for fields in found:
            yield from self._of_written(access, calls, table or table_named(calls), fields)

    def _written(self, access: DataAccess, number: int, calls: list[Call]) -> tuple[str, list[Fields]] | None:
        """Conditions in SQL, and in calls under `where`."""
        call = self.index.module.calls[number]
        if access.method in _SQL_METHODS or access.library == "sql":
            table, fields = asked_in_sql(statement_of(self.evaluator, self.path, call))
            return (table, [tuple(fields)]) if fields else None
        compared = [fields for one in calls if (fields := compared_under_where(self.index, one))]
        return ("", [tuple(fields) for fields in compared]) if compared else None

    def _of_written(self, access: DataAccess, calls: list[Call], table: str, fields: Fields) -> Iterator[Filter]:
        """A filter whose fields are written with the table or the alias before them: those of the first one's table."""
        qualifier, _, _ = fields[0].rpartition(".")
        names = tuple(one.rpartition(".")[2] for one in fields if one.rpartition(".")[0] in ("", qualifier))
        alias = _alias_of(calls)
        if access.library in _WITH_MODELS and not table:
            if qualifier in ("", alias):
                subject = self.subjects.of(calls, access.model)
                yield Filter(access.place, access.library, names, subject.names, subject.origins)
        elif named := (table if qualifier in ("", alias) else qualifier):
            yield Filter(access.place, access.library, names, (named,))

    def _groups(self, links: list[int]) -> list[list[Call]]:
        """The calls of a statement, those of one expression together, in the order of the file."""
        groups: dict[int, list[Call]] = {}
        for link in sorted(links, key=self._order):
            groups.setdefault(self.chains.first(link), []).append(self.index.module.calls[link])
        return list(groups.values())

    def _order(self, link: int) -> tuple[int, int]:
        """Of chains by where they begin, of links by how far in."""
        depth, first = 0, link
        while first in self.chains.inner:
            first, depth = self.chains.inner[first], depth + 1
        return first, depth


def _alias_of(calls: list[Call]) -> str:
    """`createQueryBuilder('user')`, `createQueryBuilder(User, 'user')`, `selectFrom('users as user')`."""
    for call in calls:
        first = call.arguments[0] if call.arguments else None
        if isinstance(first, Literal) and (found := _AS.fullmatch(str(first.value))):
            return found[1]
        if method_of(call) in ("createQueryBuilder", "qb"):
            return next((str(one.value) for one in call.arguments if isinstance(one, Literal)), "")
    return ""
