"""The stored members of a decorated class, as fields and keys."""

from __future__ import annotations

from typing import TYPE_CHECKING

from healthtui.derive.evaluation.evaluate import Evaluator
from healthtui.derive.libraries.schemas import Decorators
from healthtui.derive.schemas.model import Field
from healthtui.derive.schemas.options import entries_of, is_on, text_of
from healthtui.facts.base import Place
from healthtui.facts.schema import Key
from healthtui.facts.source import Array, ClassMember, Expression

if TYPE_CHECKING:
    from healthtui.derive.schemas.decorated import Decorator

_NAMES = ("name", "fieldName", "field", "joinColumn")  # of the column in the database


class Columns:
    """Collects the members of a class and those that it inherits; later ones take the place of earlier ones."""

    def __init__(self, evaluator: Evaluator, library: Decorators, place: Place) -> None:
        self.evaluator, self.library, self.place = evaluator, library, place
        self.fields: dict[str, Field] = {}
        self.keys: list[Key] = []
        self.primary: dict[str, None] = {}
        self.owning: dict[str, tuple[bool, str]] = {}  # relation → whether it is one to one, the name of its column
        self.is_mongo = self.has_unread_keys = False

    def add(self, path: str, member: ClassMember, decorators: list[Decorator]) -> None:
        named = {one.name for one in decorators}
        options: dict[str, Expression] = {}
        for one in decorators:
            options |= entries_of(one.call)
        is_relation = bool(named & (self.library.one_to_one | self.library.belongs)) and not named & self.library.stored
        if not named & self.library.stored and not is_relation:
            return
        if is_relation and named & self.library.one_to_one and not self._is_owning(named, options):
            return
        self.is_mongo |= "ObjectIdColumn" in named
        columns = tuple(filter(None, (text_of(options.get(key)) for key in _NAMES)))
        self.fields[member.name] = Field(member.name, Place(path, member.line, member.column), columns)
        self._add_keys(member, named, decorators, options)
        if is_relation:
            self.owning[member.name] = bool(named & self.library.one_to_one), columns[0] if columns else ""

    def _is_owning(self, named: set[str], options: dict[str, Expression]) -> bool:
        """TypeORM names the owning side by a join column, MikroORM the other one by what it is mapped by."""
        if self.library.library == "typeorm":
            return "JoinColumn" in named
        return is_on(options.get("owner")) or "inversedBy" in options or "mappedBy" not in options

    def _add_keys(
        self, member: ClassMember, named: set[str], decorators: list[Decorator], options: dict[str, Expression]
    ) -> None:
        name = member.name
        if named & self.library.primary or is_on(options.get("primary")) or is_on(options.get("primaryKey")):
            self.primary[name] = None
        # `@Index(['a', 'b'])` on a member names fields of its own
        indexing = [one for one in decorators if one.name in self.library.index and not _lists_fields(one)]
        if (
            any(is_on(entries_of(one.call).get("unique")) for one in indexing)
            or is_on(options.get("unique"))
            or named & self.library.unique
        ):
            self.keys.append(Key("unique", (name,)))
        if indexing or is_on(options.get("index")) or "expires" in options:  # Mongoose deletes by an index
            self.keys.append(Key("index", (name,)))
        is_list = member.type.endswith("[]") or isinstance(options.get("type"), Array)
        if (named & self.library.belongs and named & self.library.stored) or ("ref" in options and not is_list):
            self.keys.append(Key("foreign", (name,)))

    def settled(self) -> tuple[tuple[Field, ...], tuple[Key, ...]]:
        """The fields and keys, a relation and the column beside it made one."""
        for relation, (is_single, column) in self.owning.items():
            wanted = {column} if column else {f"{relation}Id", f"{relation}_id"}
            beside = [one for one in self.fields.values() if one.name != relation and wanted & {one.name, *one.names}]
            field = beside[0] if beside else self.fields[relation]
            names = (*field.names, relation, *wanted)
            if beside:
                del self.fields[relation]
            self.fields[field.name] = Field(field.name, field.place, tuple(dict.fromkeys(names)))
            self.keys.append(Key("foreign", (field.name,)))
            self.keys += [Key("unique", (field.name,))] if is_single else []
        if not self.primary and self.library.implicit_key:
            key = self.library.implicit_key
            self.fields.setdefault(key, Field(key, self.place, ("id",)))
            self.primary[key] = None
        primary = [Key("primary", tuple(self.primary))] if self.primary else []
        return tuple(self.fields.values()), (*primary, *self.keys)


def _lists_fields(decorator: Decorator) -> bool:
    return any(isinstance(one, Array) for one in decorator.call.arguments)
