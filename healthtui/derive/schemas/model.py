"""A table as every library's adapter gives it, and what serves a query on it."""

from __future__ import annotations

import re
from collections.abc import Iterable

import msgspec

from healthtui.facts.base import Place
from healthtui.facts.schema import Key

_SUFFIX = re.compile(r"(?<=.)(?:models?|repository|repo|entity|entities|schema|tables?|document|collection|dao)$")
_MYSQL = "mysql"


class Field(msgspec.Struct, frozen=True, gc=False):
    """A field under the name by which code asks for it, and other names of it (in the database, of its relation)."""

    name: str
    place: Place
    names: tuple[str, ...] = ()


class Table(msgspec.Struct, frozen=True, gc=False):
    """`name` is the model's, `names` other names of it; keys are made of names of fields. `origin` is the class or the call
    that makes the model: its path, "class" or "call", and its index there."""

    name: str
    library: str
    place: Place
    fields: tuple[Field, ...]
    keys: tuple[Key, ...]
    names: tuple[str, ...] = ()
    engine: str = ""  # where the schema itself says it
    has_real_foreign_keys: bool = True
    has_unread_keys: bool = False  # something that is not read gives it further indexes
    origin: tuple[str, str, int] | None = None


class Filter(msgspec.Struct, frozen=True, gc=False):
    """The fields that one query asks by, in their order, and what names its table: the origins of its model, or names."""

    place: Place
    library: str
    fields: tuple[str, ...]
    names: tuple[str, ...]
    origins: tuple[tuple[str, str, int], ...] = ()


class Keys:
    """The keys of a table by field, whatever name a key or a query uses for it."""

    def __init__(self, table: Table, engine: str) -> None:
        self.table = table
        self.fields = {one.name: one for one in table.fields}
        self._named = {name: one.name for one in reversed(table.fields) for name in one.names} | {
            name: name for name in self.fields
        }
        keys = [(key.kind, self._fields_of(key)) for key in table.keys]
        self.primary = [fields for kind, fields in keys if kind == "primary" and fields]
        self.foreign = [fields for kind, fields in keys if kind == "foreign" and fields]
        self.unique = [fields for kind, fields in keys if kind == "unique" and fields]
        self.indexes = self.primary + self.unique + [fields for kind, fields in keys if kind == "index" and fields]
        # MikroORM's schemas have an index for each relation, on PostgreSQL only where it is asked for.
        is_given = engine == _MYSQL or (table.library == "mikro-orm" and engine not in ("", "postgresql"))
        if is_given and table.has_real_foreign_keys:
            self.indexes += self.foreign

    def _fields_of(self, key: Key) -> tuple[str, ...]:
        """() where a field of the key is not known: it says nothing of the others then."""
        names = [self.field(name) for name in key.fields]
        return tuple(name for name in names if name) if names[:1] != [""] else ()

    def field(self, name: str) -> str:
        """The field's own name; "" where there is none."""
        return self._named.get(name, "")

    def leads(self, field: str) -> bool:
        """Whether an index begins with a field."""
        return any(fields[0] == field for fields in self.indexes)

    def covers(self, asked: tuple[str, ...]) -> bool:
        """Whether one index serves a filter of several fields: all of them in it, or all of a unique key in the filter."""
        wanted = set(asked)
        return any(fields[0] in wanted and wanted <= set(fields) for fields in self.indexes) or any(
            wanted >= set(fields) for fields in self.unique
        )

    def is_by_primary(self, asked: tuple[str, ...]) -> bool:
        """Whether a filter names a record by its primary key, or begins with that."""
        return any(asked[0] == fields[0] or set(asked) >= set(fields) for fields in self.primary)


def plain(name: str) -> str:
    """A name of a model, a table or what holds either, for comparison: `UserModel`, `userRepository`, `users` → user."""
    bare = re.sub(r"[^a-z0-9]", "", name.lower())
    while (shorter := _SUFFIX.sub("", bare)) != bare:
        bare = shorter
    return _singular(bare)


def _singular(word: str) -> str:
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if re.search(r"(?:ss|x|ch|sh|us)es$", word):
        return word[:-2]
    return word[:-1] if word.endswith("s") and not word.endswith(("ss", "us")) else word


def table_of(tables: Iterable[Table], asked: Filter) -> Table | None:
    """The one table that a filter asks; None where that is not to be told."""
    known = [one for one in tables if one.library in (asked.library, "")]
    for one in known:
        if one.origin in asked.origins:
            return one
    if asked.names[:1] == ("this",):  # in a static method of a schema
        beside = [one for one in known if one.place.path == asked.place.path]
        return beside[0] if len(beside) == 1 else None
    for name in asked.names:
        exact = [one for one in known if name in (one.name, *one.names)]
        found = exact or [one for one in known if plain(name) in {plain(it) for it in (one.name, *one.names)}]
        if len(found) == 1:
            return found[0]
    return None
