"""What the arguments of decorators and of models' options say: names of tables, keys of several fields."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from healthtui.derive.evaluation.evaluate import Evaluator
from healthtui.derive.inputs import index_of
from healthtui.derive.libraries.schemas import Decorators
from healthtui.facts.schema import Key
from healthtui.facts.source import Array, Call, Expression, FunctionRef, Literal, Member, Object

if TYPE_CHECKING:
    from healthtui.derive.schemas.decorated import Decorator

_LISTS = ("properties", "fields", "columns")
_NAMES = ("name", "tableName", "collection")


def entries_of(call: Call) -> dict[str, Expression]:
    """The entries of all objects that a call is given."""
    return {key: value for one in call.arguments if isinstance(one, Object) for key, value in one.entries}


def text_of(value: Expression | None) -> str:
    """A constant text; "" for anything else."""
    return value.value if isinstance(value, Literal) and isinstance(value.value, str) else ""


def is_on(value: Expression | None) -> bool:
    """Whether an option is given and not switched off."""
    return value is not None and not (isinstance(value, Literal) and not value.value)


def names_of_table(decorator: Decorator) -> Iterator[str]:
    """`@Entity('users')`, `@Table({ tableName: 'users' })`."""
    entries = entries_of(decorator.call)
    yield from filter(None, [*map(text_of, decorator.call.arguments[:1]), *(text_of(entries.get(key)) for key in _NAMES)])


def keys_of_index(evaluator: Evaluator, library: Decorators, decorator: Decorator) -> Iterator[Key]:
    """The keys that a decorator of a class makes: `@Index(['status', 'createdAt'], { unique: true })`."""
    entries = entries_of(decorator.call)
    if decorator.name in library.model:
        yield from keys_of_list(entries.get("indexes"))
    if decorator.name not in library.index | library.unique:
        return
    fields: tuple[str, ...] = ()
    for one in decorator.call.arguments:
        fields = fields or _fields_of(evaluator, decorator.path, one, is_key=decorator.name == "index")
    is_unique = decorator.name in library.unique or is_on(entries.get("unique"))
    if fields:
        yield Key("unique" if is_unique else "index", fields)


def _fields_of(evaluator: Evaluator, path: str, given: Expression, *, is_key: bool) -> tuple[str, ...]:
    """`['a', 'b']`, `(user) => [user.a, user.b]`, `{ properties: ['a'] }`; of Typegoose `{ a: 1, b: -1 }`."""
    match given:
        case Array(items):
            return tuple(filter(None, map(_name_of, items)))
        case Object(entries) if is_key:
            return tuple(key for key, _ in entries if key not in ("...", "[]"))
        case Object(entries):
            listed = next((value for key, value in entries if key in _LISTS), None)
            return (text_of(listed),) if text_of(listed) else tuple(map(_name_of, getattr(listed, "items", ())))
        case FunctionRef(number):
            index = index_of(evaluator.db, path)
            returned = index.module.functions[number].returns if index else ()
            lists = [one for one in returned if isinstance(one, Array)]
            return tuple(filter(None, (_name_of(item) for one in lists for item in one.items)))
    return ()


def keys_of_list(listed: Expression | None) -> Iterator[Key]:
    """Sequelize's `indexes: [{ unique: true, fields: ['email'] }]`."""
    for one in listed.items if isinstance(listed, Array) else ():
        entries = dict(one.entries) if isinstance(one, Object) else {}
        fields = entries.get("fields")
        names = tuple(filter(None, map(_name_of, fields.items))) if isinstance(fields, Array) else ()
        if names:
            yield Key("unique" if is_on(entries.get("unique")) else "index", names)


def _name_of(item: Expression) -> str:
    """`'email'`, `user.email`, `{ name: 'email', order: 'DESC' }`."""
    if isinstance(item, Object):
        entries = dict(item.entries)
        return text_of(entries.get("name") or entries.get("attribute"))
    return item.name if isinstance(item, Member) else text_of(item)
