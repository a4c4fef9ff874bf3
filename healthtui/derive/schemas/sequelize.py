"""Sequelize models: `sequelize.define('User', {…}, {…})`, `User.init({…}, {…})`, and the foreign keys of their relations."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from healthtui.derive.database import Database, query
from healthtui.derive.evaluation.evaluate import Evaluator
from healthtui.derive.evaluation.values import ClassValue, Constant, Literally, options_of
from healthtui.derive.evaluation.written import method_of
from healthtui.derive.inputs import ModuleIndex, facts_in, index_of
from healthtui.derive.schemas.model import Field, Table, plain
from healthtui.derive.schemas.options import is_on, keys_of_list, text_of
from healthtui.derive.schemas.places import placed_entries
from healthtui.facts.base import Place
from healthtui.facts.schema import Key, Properties
from healthtui.facts.source import Call, Expression, Literal, Member, Name, Object

Association = tuple[str, str, Place]  # the model that holds the key, its field, where it is said


@query
def sequelize_tables_in(db: Database, path: str) -> tuple[Table, ...]:
    """The models that a file defines."""
    index = index_of(db, path) if facts_in(db, Properties, path) else None
    found: list[Table] = []
    for number, call in enumerate(index.module.calls if index else ()):
        method = method_of(call)
        if method == "define" and len(call.arguments) > 1:
            name = Evaluator(db).argument(path, call, 0)
            if isinstance(name, Constant) and isinstance(name.value, str):
                found += _model(db, path, call, name.value, (path, "call", number), 1)
        elif method == "init" and len(call.arguments) > 1 and isinstance(call.callee, Member):
            for holder in options_of(Evaluator(db).of(path, call.callee.of, call.function, call.owner)):
                inner = getattr(holder, "of", holder)  # of `this.init` in a static method the instance
                of_class = inner if isinstance(inner, ClassValue) else None
                declared = index.module.classes[of_class.index] if index and of_class and of_class.path == path else None
                if declared is not None and of_class is not None:
                    found += _model(db, path, call, declared.name, (path, "class", of_class.index), 0)
    return tuple(found)


def _model(db: Database, path: str, call: Call, name: str, origin: tuple[str, str, int], at: int) -> Iterator[Table]:
    """A model whose fields are the argument at a position, and its options the one after."""
    evaluator = Evaluator(db)
    fields: list[Field] = []
    keys: list[Key] = []
    for value in options_of(evaluator.argument(path, call, at)):
        for key, definition, place in placed_entries(db, value, call.line) if isinstance(value, Literally) else ():
            options = _entries(evaluator.within(value, definition)) if isinstance(value, Literally) else {}
            if key not in ("...", "[]"):
                fields.append(Field(key, place, tuple(filter(None, [text_of(options.get("field"))]))))
                keys += _keys(key, options)
    settings = {key: one for value in options_of(evaluator.argument(path, call, at + 1)) for key, one in _entries(value).items()}
    if not fields:
        return
    place = Place(path, call.line, call.column)
    if not any(key.kind == "primary" for key in keys):
        fields.append(Field("id", place))
        keys.append(Key("primary", ("id",)))
    names = tuple(filter(None, (text_of(settings.get("tableName")), text_of(settings.get("modelName")))))
    keys += keys_of_list(settings.get("indexes"))
    yield Table(name, "sequelize", place, tuple(fields), _joined(keys), names, origin=origin)


def _entries(value: object) -> dict[str, Expression]:
    expression = value.expression if isinstance(value, Literally) else None
    return dict(expression.entries) if isinstance(expression, Object) else {}


def _keys(name: str, options: dict[str, Expression]) -> Iterator[Key]:
    if is_on(options.get("primaryKey")):
        yield Key("primary", (name,))
    if is_on(options.get("unique")):
        yield Key("unique", (name,), text_of(options.get("unique")))
    if is_on(options.get("references")):
        yield Key("foreign", (name,))


def _joined(keys: list[Key]) -> tuple[Key, ...]:
    """Fields with `unique: 'name'` of the same name make one key together; so do those of the primary key."""
    found: dict[tuple[str, str], Key] = {}
    for number, key in enumerate(keys):
        is_shared = key.kind == "primary" or (key.kind == "unique" and key.name)
        at = (key.kind, key.name if is_shared else str(number))
        found[at] = Key(key.kind, found[at].fields + key.fields, key.name) if at in found else key
    return tuple(found.values())


@query
def associations_in(db: Database, path: str) -> tuple[Association, ...]:
    """The foreign keys that the relations of a file make: `Post.belongsTo(User, { foreignKey: 'authorId' })`."""
    index = index_of(db, path) if facts_in(db, Properties, path) else None
    found: list[Association] = []
    for call in index.module.calls if index else ():
        method = method_of(call)
        if method in ("belongsTo", "hasMany", "hasOne") and isinstance(call.callee, Member) and call.arguments and index:
            owner, other = _written(index, call, call.callee.of), _written(index, call, call.arguments[0])
            holder, held = (owner, other) if method == "belongsTo" else (other, owner)
            field = _foreign_key(call, held, method)
            if holder and field:
                found.append((holder, field, Place(path, call.line, call.column)))
    return tuple(found)


def _written(index: ModuleIndex, call: Call, expression: Expression) -> str:
    """The name of a model: `User`, `models.User`, `this` in a method of its class."""
    if expression == Name("this"):
        owner = index.owner_of(call.function)
        return index.module.classes[owner].name if owner >= 0 else ""
    return expression.name if isinstance(expression, Member) else expression.id if isinstance(expression, Name) else ""


def _foreign_key(call: Call, held: str, method: str) -> str:
    options = call.arguments[1] if len(call.arguments) > 1 else None
    entries = dict(options.entries) if isinstance(options, Object) else {}
    key = entries.get("foreignKey")
    if isinstance(key, Object):
        key = dict(key.entries).get("name") or dict(key.entries).get("fieldName")
    if key is not None:
        return text_of(key)
    base = text_of(entries.get("as")) if method == "belongsTo" and isinstance(entries.get("as"), Literal) else held
    return f"{base[:1].lower()}{base[1:]}Id" if base else ""


def with_associations(tables: tuple[Table, ...], associations: tuple[Association, ...]) -> tuple[Table, ...]:
    """Models with the foreign keys of their relations, each once."""
    return tuple(_with(one, associations) if one.library == "sequelize" else one for one in tables)


def _with(table: Table, associations: tuple[Association, ...]) -> Table:
    names = {plain(name) for name in (table.name, *table.names)}
    fields = {one.name: one for one in table.fields}
    named = {name: one.name for one in table.fields for name in (one.name, *one.names)}
    keys = list(table.keys)
    for holder, field, place in associations:
        if plain(holder) in names:
            own = named.setdefault(field, field)
            fields.setdefault(own, Field(own, place))
            if not any(key.kind == "foreign" and key.fields == (own,) for key in keys):
                keys.append(Key("foreign", (own,)))
    return replace(table, fields=tuple(fields.values()), keys=tuple(keys))
