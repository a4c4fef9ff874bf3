"""What the schemas of databases say: tables, their columns and keys, as their files write them."""

from __future__ import annotations

import msgspec

from healthtui.facts.base import Fact
from healthtui.facts.derived import Derived


class _Part(msgspec.Struct, frozen=True, gc=False, array_like=True):
    pass


class Column(_Part, frozen=True):
    """A column, under the name by which code asks for it; `mapped` is its name in the database where that differs."""

    name: str
    line: int
    column: int
    mapped: str = ""
    type: str = ""


class Key(_Part, frozen=True):
    """Fields that a key is made of, in its order; `kind` is primary, unique, index or foreign, `name` its own."""

    kind: str
    fields: tuple[str, ...]
    name: str = ""


class PrismaModel(_Part, frozen=True):
    """A model; `relations` are its relation fields, each with the fields that it stands on."""

    name: str
    mapped: str
    line: int
    columns: tuple[Column, ...]
    keys: tuple[Key, ...]
    relations: tuple[tuple[str, tuple[str, ...]], ...]


class PrismaSchema(Fact, frozen=True):
    """One `.prisma` file; `provider` is "" where it declares no datasource (a part of a folder of schemas)."""

    provider: str
    relation_mode: str
    models: tuple[PrismaModel, ...]


class SqlChange(_Part, frozen=True):
    """What one statement of a migration does to a table.

    `verb` is create, add (columns and keys), drop-column, drop-key, drop-table, rename-table or rename-column; `names`
    are the columns or keys that a drop names, or the old and the new name of a rename."""

    verb: str
    table: str
    line: int
    columns: tuple[Column, ...] = ()
    keys: tuple[Key, ...] = ()
    names: tuple[str, ...] = ()


class SqlSchema(Fact, frozen=True):
    """The changes of one SQL file, in order."""

    changes: tuple[SqlChange, ...]


class Properties(Fact, frozen=True):
    """The keys of the object literals of a file that declares models or settings, each with its line and column, in order."""

    keys: tuple[tuple[str, int, int], ...]


class QueriedField(Derived, frozen=True):
    """A field of a schema that is a foreign key, or the first of a filter (`filtered_at`: where); its place is in the schema."""

    table: str
    field: str
    is_foreign: bool
    is_indexed: bool
    filtered_at: str  # `path:line`, or ""


class SchemaSource(Derived, frozen=True):
    """A schema of the package's database: what it is written for, and why it cannot be read ("" where it can)."""

    kind: str
    unread: str = ""
