"""Models that are classes with decorators: TypeORM, MikroORM, sequelize-typescript, NestJS's Mongoose and Typegoose."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from healthtui.derive.database import Database, query
from healthtui.derive.evaluation.evaluate import Evaluator
from healthtui.derive.evaluation.values import Called, ClassValue, External, options_of
from healthtui.derive.evaluation.written import dotted
from healthtui.derive.inputs import index_of
from healthtui.derive.libraries.schemas import DECORATED, Decorators
from healthtui.derive.repository.graph import package_of, packages_named
from healthtui.derive.schemas.columns import Columns
from healthtui.derive.schemas.model import Table
from healthtui.derive.schemas.mongoose import indexes_on
from healthtui.derive.schemas.options import keys_of_index, names_of_table
from healthtui.facts.base import Place
from healthtui.facts.schema import Key
from healthtui.facts.source import Call, CallRef, Class, Expression

_MAX_BASES = 10
_MAKES_INDEX = re.compile(r"index|unique", re.IGNORECASE)


class Decorator(NamedTuple):
    """A decorator of a library: its name there, and the call that makes it."""

    name: str
    path: str
    call: Call


@query
def decorated_tables_in(db: Database, path: str) -> tuple[Table, ...]:
    """The models that the classes of a file are."""
    found: list[Table] = []
    for library in DECORATED:
        index = index_of(db, path) if packages_named(db, path) & library.packages else None
        for number, one in enumerate(index.module.classes if index else ()):
            reader = _Model(db, library, path, number)
            if reader.is_model(one):
                found.append(reader.read(one))
    return tuple(found)


class _Model:
    def __init__(self, db: Database, library: Decorators, path: str, number: int) -> None:
        self.db, self.library, self.path, self.number = db, library, path, number
        self.evaluator = Evaluator(db)

    def is_model(self, one: Class) -> bool:
        if self.library.model:
            return any(it.name in self.library.model for it in self.decorators(self.path, one.decorators))
        return any(it.name in self.library.stored for m in one.members for it in self.decorators(self.path, m.decorators))

    def decorators(self, path: str, given: tuple[Expression, ...]) -> Iterator[Decorator]:
        index = index_of(self.db, path)
        assert index is not None
        for one in given:
            if isinstance(one, CallRef):
                call = index.module.calls[one.index]
                for callee in options_of(self.evaluator.callee(path, call)):
                    if isinstance(callee, External) and package_of(callee.module) in self.library.packages:
                        yield Decorator(callee.name.rpartition(".")[2], path, call)
            else:
                yield from self._bare(path, one)

    def _bare(self, path: str, one: Expression) -> Iterator[Decorator]:
        """`@Unique` without a call."""
        for value in options_of(self.evaluator.of(path, one)):
            if isinstance(value, External) and package_of(value.module) in self.library.packages:
                yield Decorator(value.name.rpartition(".")[2], path, _nothing_called(one))

    def _has_unread_keys(self, path: str, declared: Class) -> bool:
        """Whether a decorator of the repository's own makes an index."""
        index = index_of(self.db, path)
        given = [*declared.decorators, *(it for member in declared.members for it in member.decorators)]
        for one in given if index else ():
            callee = index.module.calls[one.index].callee if index and isinstance(one, CallRef) else one
            values = options_of(self.evaluator.of(path, callee))
            is_library = any(isinstance(value, External) for value in values)
            if index and not is_library and _MAKES_INDEX.search(dotted(index, callee)):
                return True
        return False

    def read(self, one: Class) -> Table:
        place = Place(self.path, one.line, one.column)
        columns = Columns(self.evaluator, self.library, place)
        names: list[str] = []
        for path, declared in reversed(self._lineage(one)):
            for member in declared.members:
                decorators = list(self.decorators(path, member.decorators))
                if decorators and not member.is_static:
                    columns.add(path, member, decorators)
            columns.has_unread_keys |= self._has_unread_keys(path, declared)
            for decorator in self.decorators(path, declared.decorators):
                columns.keys += keys_of_index(self.evaluator, self.library, decorator)
                names += names_of_table(decorator)
        columns.keys += self._of_factory()
        fields, keys = columns.settled()
        engine = "mongodb" if self.library.library == "mongoose" or columns.is_mongo else ""
        return Table(
            name=one.name,
            library=self.library.library,
            place=place,
            fields=fields,
            keys=keys,
            names=tuple(names),
            engine=engine,
            has_real_foreign_keys=not engine,
            has_unread_keys=columns.has_unread_keys,
            origin=(self.path, "class", self.number),
        )

    def _lineage(self, one: Class) -> list[tuple[str, Class]]:
        """The class and the classes that it extends, as far as they are in the repository."""
        found = [(self.path, one)]
        number = self.number
        while len(found) < _MAX_BASES and found[-1][1].extends is not None:
            path, current = found[-1]
            bases = options_of(self.evaluator.of(path, current.extends, -1, number)) if current.extends else ()
            base = next((it for it in bases if isinstance(it, ClassValue)), None)
            index = index_of(self.db, base.path) if base else None
            if base is None or index is None:
                break
            number = base.index
            found.append((base.path, index.module.classes[number]))
        return found

    def _of_factory(self) -> list[Key]:
        """`export const UserSchema = SchemaFactory.createForClass(User); UserSchema.index({…})`, in the class's file."""
        index = index_of(self.db, self.path)
        assert index is not None
        found: list[Key] = []
        for number, call in enumerate(index.module.calls):
            if getattr(call.callee, "name", "") == "createForClass" and call.arguments:
                given = options_of(self.evaluator.argument(self.path, call, 0))
                schema = self.evaluator.of(self.path, CallRef(number))
                if ClassValue(self.path, self.number) in given and isinstance(schema, Called):
                    found += indexes_on(self.db, schema)
        return found


def _nothing_called(callee: Expression) -> Call:
    return Call(callee, (), 0, 0, -1, -1, False, False, False, False, False, True)
