"""The tables that migrations make, one change after the other."""

from __future__ import annotations

import re
from collections.abc import Iterable
from posixpath import basename

from healthtui.derive.database import Database, query
from healthtui.derive.inputs import facts_in
from healthtui.derive.project.nearby import files_for
from healthtui.derive.repository.areas import is_doc, is_example, is_generated, is_seed, is_test, is_test_data
from healthtui.derive.repository.packages import parts_of
from healthtui.derive.schemas.coded import coded_changes
from healthtui.derive.schemas.model import Field, Table
from healthtui.facts.base import Place
from healthtui.facts.schema import Column, Key, SqlChange, SqlSchema

_DOWN = re.compile(r"(?:^|[._-])(?:undo|down|rollback|revert)[._-]|^U\d+__", re.IGNORECASE)
_NUMBER = re.compile(r"(\d+)")
Change = tuple[str, SqlChange]  # with the file that makes it


@query
def migrated_tables(db: Database, package: str) -> tuple[Table, ...]:
    """The tables of the migrations of a package: of its SQL files and of those above it, then of its code."""
    apart = (is_generated, is_example, is_doc, is_seed, is_test, is_test_data)
    holders = (package, *parts_of(db, package))
    known = dict.fromkeys(path for one in holders for path in files_for(db, SqlSchema, one))
    paths = [path for path in known if not any(is_one(path) for is_one in apart)]
    ordered = sorted((path for path in paths if not _DOWN.search(basename(path))), key=_by_number)
    written = [(path, change) for path in ordered for one in facts_in(db, SqlSchema, path) for change in one.changes]
    return tables_after([*written, *coded_changes(db, package)])


def _by_number(path: str) -> list[tuple[int, str]]:
    """`2_b.sql` comes before `10_a.sql`."""
    return [(int(part), "") if part.isdecimal() else (-1, part) for part in _NUMBER.split(path)]


class _Draft:
    """A table in the making."""

    def __init__(self, name: str, place: Place) -> None:
        self.name, self.place = name, place
        self.columns: dict[str, Field] = {}
        self.keys: list[Key] = []

    def add(self, path: str, columns: Iterable[Column], keys: Iterable[Key]) -> None:
        for one in columns:
            self.columns.setdefault(one.name, Field(one.name, Place(path, one.line, one.column), (_camel(one.name), one.mapped)))
        self.keys += keys

    def drop_column(self, name: str) -> None:
        self.columns.pop(name, None)
        self.keys = [key for key in self.keys if name not in key.fields]

    def rename_column(self, old: str, new: str) -> None:
        if (field := self.columns.pop(old, None)) is not None:
            self.columns[new] = Field(new, field.place, (_camel(new),))
        self.keys = [Key(key.kind, tuple(new if one == old else one for one in key.fields), key.name) for key in self.keys]

    def table(self) -> Table:
        return Table(self.name, "", self.place, tuple(self.columns.values()), tuple(self.keys))


def _camel(name: str) -> str:
    """The name under which mappers of names ask for a column: `user_id` is `userId`."""
    head, *rest = name.split("_")
    return head + "".join(part[:1].upper() + part[1:] for part in rest)


def tables_after(changes: Iterable[Change]) -> tuple[Table, ...]:
    """The tables that are there after all changes."""
    tables: dict[str, _Draft] = {}
    for path, change in changes:
        if change.verb == "create":
            tables[change.table.lower()] = _Draft(change.table, Place(path, change.line, 1))
        if change.verb == "drop-key":
            _drop_key(tables, change)
        if (draft := tables.get(change.table.lower())) is None:
            if change.verb != "add" or not change.keys:
                continue  # else a model says what the table is, and a migration only its indexes
            draft = tables[change.table.lower()] = _Draft(change.table, Place(path, change.line, 1))
        match change.verb:
            case "create" | "add":
                draft.add(path, change.columns, change.keys)
            case "drop-table":
                del tables[change.table.lower()]
            case "drop-column":
                draft.drop_column(change.names[0])
            case "rename-column":
                draft.rename_column(*change.names)
            case "rename-table":
                draft.name = change.names[1]
                tables[draft.name.lower()] = tables.pop(change.table.lower())
    return tuple(draft.table() for draft in tables.values())


def _drop_key(tables: dict[str, _Draft], change: SqlChange) -> None:
    """A key that is dropped by its name; PostgreSQL's own names are told by their form."""
    for draft in tables.values():
        if not change.table or change.table.lower() == draft.name.lower():
            draft.keys = [key for key in draft.keys if change.names[0] not in _names_of(draft.name, key)]


def _names_of(table: str, key: Key) -> set[str]:
    fields = "_".join(key.fields)
    return (
        {key.name}
        if key.name
        else {f"{table}_{fields}_{end}" for end in ("key", "idx", "fkey", "index", "unique")}
        | {fields if key.kind != "foreign" else ""}
    )
