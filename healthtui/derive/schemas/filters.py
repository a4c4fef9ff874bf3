"""The filters of a file's queries: the fields that each asks by."""

from __future__ import annotations

from collections.abc import Iterator

from healthtui.derive.data.access import data_access_in
from healthtui.derive.data.chains import Chains
from healthtui.derive.database import Database, query
from healthtui.derive.evaluate import Evaluator
from healthtui.derive.inputs import ModuleIndex, index_of
from healthtui.derive.libraries.data import LIBRARIES
from healthtui.derive.schemas.asked import conditions_in_call
from healthtui.derive.schemas.chained import fields_in_chain
from healthtui.derive.schemas.conditions import Conditions, Fields
from healthtui.derive.schemas.model import Filter
from healthtui.derive.schemas.subjects import Subjects
from healthtui.facts.data import DataAccess
from healthtui.facts.source import Call

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
            if number is None:
                continue
            groups = self._groups(self.chains.of(number, _OPENING.get(access.library, frozenset())))
            fields = self._fields(access.library, groups)
            if fields:
                subject = self.subjects.of([call for calls in groups for call in calls], access.model)
                yield from (Filter(access.place, access.library, one, subject.names, subject.origins) for one in fields)

    def _groups(self, links: list[int]) -> list[list[Call]]:
        """The calls of a statement, those of one expression together, in the order of the file."""
        groups: dict[int, list[Call]] = {}
        for link in sorted(links):
            groups.setdefault(self.chains.first(link), []).append(self.index.module.calls[link])
        return list(groups.values())

    def _fields(self, library: str, groups: list[list[Call]]) -> list[Fields]:
        conditions = Conditions(self.evaluator)
        calls = [call for group in groups for call in group]
        found = [fields for call in calls for fields in conditions_in_call(conditions, library, self.path, call)]
        return found or fields_in_chain(conditions, self.path, self.index, groups)
