"""Drizzle tables: `pgTable('users', {…}, (table) => […])`."""

from __future__ import annotations

from collections.abc import Iterator

from healthtui.derive.database import Database, query
from healthtui.derive.evaluation.evaluate import Evaluator
from healthtui.derive.evaluation.values import Constant, Literally, external_of, options_of
from healthtui.derive.evaluation.written import method_of
from healthtui.derive.inputs import ModuleIndex, index_of
from healthtui.derive.repository.graph import package_of, packages_named
from healthtui.derive.schemas.model import Field, Table
from healthtui.derive.schemas.options import text_of
from healthtui.facts.base import Place
from healthtui.facts.schema import Key
from healthtui.facts.source import Array, Call, CallRef, Expression, FunctionRef, Member, Name, Object

_PACKAGES = frozenset(("drizzle-orm",))
_ENGINES = {"pg": "postgresql", "mysql": "mysql", "sqlite": "sqlite", "singlestore": "mysql", "cockroach": "cockroachdb"}
_KINDS = {"index": "index", "uniqueIndex": "unique", "unique": "unique", "primaryKey": "primary", "foreignKey": "foreign"}


@query
def drizzle_tables_in(db: Database, path: str) -> tuple[Table, ...]:
    """The tables that a file declares."""
    index = index_of(db, path) if packages_named(db, path) & _PACKAGES else None
    found: list[Table] = []
    for number, call in enumerate(index.module.calls if index else ()):
        if index is None or len(call.arguments) < 2 or not (engine := _engine(db, path, call)):
            continue
        name = Evaluator(db).argument(path, call, 0)
        variables = tuple(one.name for one in index.module.bindings if one.value == CallRef(number))
        if isinstance(name, Constant) and isinstance(name.value, str):
            reader = _Columns(db, path, index)
            reader.read(call)
            place = Place(path, call.line, call.column)
            found.append(
                Table(
                    name=variables[0] if variables else name.value,
                    library="drizzle",
                    place=place,
                    fields=tuple(reader.fields),
                    keys=tuple(reader.keys),
                    names=(name.value,),
                    engine=engine,
                    origin=(path, "call", number),
                )
            )
    return tuple(found)


def _engine(db: Database, path: str, call: Call) -> str:
    """The engine of a call that makes a table; "" for any other call. `pgTableCreator` makes makers of tables."""
    for callee in options_of(Evaluator(db).callee(path, call)):
        external = external_of(callee)
        if external is not None and package_of(external.module) in _PACKAGES:
            first = external.name.split(".")[0]
            if first.endswith(("Table", "TableCreator")) and external.name.endswith(("Table", "TableCreator", ".table")):
                return next((engine for start, engine in _ENGINES.items() if first.startswith(start)), "")
    return ""


class _Columns:
    def __init__(self, db: Database, path: str, index: ModuleIndex) -> None:
        self.db, self.path, self.index = db, path, index
        self.fields: list[Field] = []
        self.keys: list[Key] = []

    def read(self, call: Call) -> None:
        for columns in self._objects(call.arguments[1]):
            self._add(columns, call)
        for extra in call.arguments[2:3]:
            self.keys += (key for one in self._listed(extra) for key in self._key(one))

    def _objects(self, given: Expression) -> Iterator[Object]:
        """The object of columns, also where a callback gives it."""
        returned = self.index.module.functions[given.index].returns if isinstance(given, FunctionRef) else (given,)
        yield from (one for one in returned if isinstance(one, Object))

    def _add(self, columns: Object, call: Call) -> None:
        for key, value in columns.entries:
            if key == "...":
                for spread in options_of(Evaluator(self.db).of(self.path, value, call.function, call.owner)):
                    if isinstance(spread, Literally) and spread.path == self.path and isinstance(spread.expression, Object):
                        self._add(spread.expression, call)
            elif isinstance(value, CallRef):
                links = list(self._links(value))
                first = links[-1]
                self.fields.append(Field(key, Place(self.path, first.line, first.column), self._mapped(first)))
                named = {method_of(link) for link in links}
                found = (("primaryKey", "primary"), ("unique", "unique"), ("references", "foreign"))
                self.keys += (Key(kind, (key,)) for method, kind in found if method in named)

    def _mapped(self, call: Call) -> tuple[str, ...]:
        return tuple(filter(None, map(text_of, call.arguments[:1])))

    def _links(self, value: Expression) -> Iterator[Call]:
        """The calls of a chain, the last one first."""
        while isinstance(value, CallRef):
            call = self.index.module.calls[value.index]
            yield call
            value = call.callee
            while isinstance(value, Member):
                value = value.of

    def _listed(self, extra: Expression) -> Iterator[Expression]:
        returned = self.index.module.functions[extra.index].returns if isinstance(extra, FunctionRef) else (extra,)
        for one in returned:
            yield from one.items if isinstance(one, Array) else (it for _, it in one.entries) if isinstance(one, Object) else ()

    def _key(self, value: Expression) -> Iterator[Key]:
        """`index('by_email').on(table.email)`, `primaryKey({ columns: [table.a, table.b] })`."""
        links = list(self._links(value))
        callee = links[-1].callee if links else None
        kind = _KINDS.get(callee.id, "") if isinstance(callee, Name) else ""
        for call in links if kind else ():
            columns = [one for one in call.arguments if isinstance(one, Member | CallRef)]
            if method_of(call) in ("on", "using"):
                yield Key(kind, tuple(self._name(one) for one in columns))
            elif call.arguments and isinstance(call.arguments[0], Object):
                listed = dict(call.arguments[0].entries).get("columns")
                yield Key(kind, tuple(self._name(one) for one in listed.items) if isinstance(listed, Array) else ())

    def _name(self, column: Expression) -> str:
        """`table.email`, `table.createdAt.desc()`; of an expression such as lower(email) "()", which is no field."""
        if isinstance(column, CallRef):
            callee = self.index.module.calls[column.index].callee
            column = callee.of if isinstance(callee, Member) else callee
        return column.name if isinstance(column, Member) else "()"
