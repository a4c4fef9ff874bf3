"""Mongoose models: `model('User', new Schema({…}))`, with the indexes that the schema is given."""

from __future__ import annotations

from collections.abc import Iterator

from healthtui.derive.database import Database, query
from healthtui.derive.evaluation.evaluate import Evaluator
from healthtui.derive.evaluation.values import Called, Constant, Literally, Value, external_of, options_of
from healthtui.derive.evaluation.written import method_of
from healthtui.derive.inputs import ModuleIndex, index_of
from healthtui.derive.repository.graph import packages_named
from healthtui.derive.schemas.model import Field, Table
from healthtui.derive.schemas.options import is_on
from healthtui.derive.schemas.places import placed_entries
from healthtui.facts.base import Place
from healthtui.facts.schema import Key
from healthtui.facts.source import Array, Call, Member, Name, Object

_PACKAGES = frozenset(("mongoose",))
_MAX_DEPTH = 4


@query
def mongoose_tables_in(db: Database, path: str) -> tuple[Table, ...]:
    """The models that a file makes."""
    index = index_of(db, path) if packages_named(db, path) & _PACKAGES else None
    return tuple(_Models(db, path, index).read()) if index else ()


class _Models:
    def __init__(self, db: Database, path: str, index: ModuleIndex) -> None:
        self.db, self.path, self.index = db, path, index
        self.evaluator = Evaluator(db)

    def read(self) -> Iterator[Table]:
        for number, call in enumerate(self.index.module.calls):
            name = call.callee.id if isinstance(call.callee, Name) else method_of(call)
            if name not in ("model", "discriminator") or len(call.arguments) < 2 or call.in_decorator:
                continue
            given = self.evaluator.argument(self.path, call, 0)
            for schema in options_of(self.evaluator.argument(self.path, call, 1)):
                if isinstance(given, Constant) and isinstance(schema, Called) and is_schema(schema):
                    yield table_of_schema(self.db, str(given.value), schema, (self.path, "call", number))


def is_schema(value: Value) -> bool:
    external = external_of(value)
    return external is not None and external.module in _PACKAGES and external.name.endswith("Schema")


def table_of_schema(db: Database, name: str, schema: Called, origin: tuple[str, str, int]) -> Table:
    """A model of a schema that is made of an object."""
    index = index_of(db, schema.path)
    assert index is not None
    call = index.module.calls[schema.index]
    evaluator = Evaluator(db)
    fields: list[Field] = [Field("_id", Place(schema.path, call.line, call.column), ("id",))]
    keys: list[Key] = [Key("primary", ("_id",))]
    for one in (call, *calls_on(db, schema, "add")):
        for value in options_of(evaluator.argument(schema.path, one, 0)):
            if isinstance(value, Literally):
                _add_fields(db, evaluator, value, one.line, "", fields, keys)
    keys += indexes_on(db, schema)
    return Table(name, "mongoose", fields[0].place, tuple(fields), tuple(keys), engine="mongodb", origin=origin)


def _add_fields(
    db: Database, evaluator: Evaluator, value: Literally, line: int, above: str, fields: list[Field], keys: list[Key]
) -> None:
    """Adds the fields of an object, those of objects in it under dotted names."""
    todo = [(value, line, above, False)]
    for one, begins, prefix, in_list in todo:
        for key, definition, place in placed_entries(db, one, begins):
            is_list = in_list
            if key in ("...", "[]"):
                continue
            name = f"{prefix}{key}"
            options = evaluator.within(one, definition)
            inner = _nested(one, options)
            is_list |= isinstance(options, Literally) and isinstance(options.expression, Array)
            if inner is not None and prefix.count(".") < _MAX_DEPTH:
                todo.append((inner, place.line, f"{name}.", is_list))
                continue
            fields.append(Field(name, place))
            # a reference in a list is held by the one that owns the list, as those of an embedded document are
            keys += (made for made in keys_of_options(name, options) if not (in_list and made.kind == "foreign"))


def _nested(around: Literally, value: Value) -> Literally | None:
    """The object of fields that a field is, or a list of such."""
    if isinstance(value, Literally) and isinstance(value.expression, Array) and len(value.expression.items) == 1:
        (item,) = value.expression.items
        value = Literally(value.path, item, value.function, value.owner)
    if not isinstance(value, Literally) or not isinstance(value.expression, Object):
        return None
    entries = dict(value.expression.entries)
    kind = entries.get("type")
    if kind is None:
        return value
    return Literally(around.path, kind, around.function, around.owner) if isinstance(kind, Object) else None


def keys_of_options(name: str, options: Value) -> Iterator[Key]:
    """The keys that the options of a field make: `{ type, unique: true, index: true, expires: '1h', ref: 'User' }`."""
    if not isinstance(options, Literally) or not isinstance(options.expression, Object):
        return
    given = dict(options.expression.entries)
    if is_on(given.get("unique")):
        yield Key("unique", (name,))
    if is_on(given.get("index")) or is_on(given.get("text")) or "expires" in given:
        yield Key("index", (name,))
    if "ref" in given or "refPath" in given:
        yield Key("foreign", (name,))


def calls_on(db: Database, schema: Called, method: str) -> Iterator[Call]:
    """The calls of a method on a schema, in its own file."""
    index = index_of(db, schema.path)
    evaluator = Evaluator(db)
    for call in index.module.calls if index else ():
        if isinstance(call.callee, Member) and call.callee.name == method and call.arguments:
            on = evaluator.of(schema.path, call.callee.of, call.function, call.owner)
            if schema in options_of(on):
                yield call


def indexes_on(db: Database, schema: Called) -> Iterator[Key]:
    """`schema.index({ author: 1, createdAt: -1 }, { unique: true })`."""
    for call in calls_on(db, schema, "index"):
        fields, options = call.arguments[0], call.arguments[1] if len(call.arguments) > 1 else None
        if isinstance(fields, Object):
            is_unique = isinstance(options, Object) and is_on(dict(options.entries).get("unique"))
            yield Key("unique" if is_unique else "index", tuple(key for key, _ in fields.entries if key not in ("...", "[]")))
