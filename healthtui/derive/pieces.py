"""What evaluation reads of a source file, piece by piece and without lines.

A query that asks another file for pieces is not run again when that file changes elsewhere. Of a file that the query has
read as a whole a piece is taken directly: it depends on all of it already.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Concatenate, NamedTuple, ParamSpec, TypeVar

from msgspec.structs import replace

from healthtui.derive.database import Database
from healthtui.derive.inputs import ModuleIndex, Surface, index_of
from healthtui.facts.source import Call, ClassMember, ClassRef, Expression, FunctionRef, Module, Name

P = ParamSpec("P")
T = TypeVar("T")


def piece(read: Callable[Concatenate[ModuleIndex, P], T]) -> Callable[Concatenate[Database, str, P], T | None]:
    """Makes a function of a file's index one of the database and a path; None when the file is not there."""

    def find(db: Database, path: str, /, *arguments: P.args, **_: P.kwargs) -> T | None:
        index = index_of(db, path)
        return read(index, *arguments) if index is not None else None  # type: ignore[call-arg]

    find.__name__, find.__module__ = read.__name__, read.__module__

    def give(db: Database, path: str, /, *arguments: P.args, **_: P.kwargs) -> T | None:
        if db.reads((Module, path)):
            return find(db, path, *arguments)  # type: ignore[call-arg]
        value: T | None = db.query(find, (path, *arguments))
        return value

    give.__name__, give.__doc__, give.__module__ = read.__name__, read.__doc__, read.__module__
    return give


class Bindings(NamedTuple):
    """What a name is given: each value with its type ("" if none) and the function in which it stands."""

    given: tuple[tuple[Expression, str, int], ...]


class Slot(NamedTuple):
    """A parameter of a function; `key` is set where the name is taken out of it."""

    function: int
    position: int
    type: str
    key: str = ""


@piece
def scopes_of(index: ModuleIndex, function: int) -> tuple[int, ...]:
    """A function, those around it, and -1 for the file."""
    found = [function]
    while found[-1] >= 0:
        found.append(index.module.functions[found[-1]].parent)
    return tuple(found)


@piece
def bound(index: ModuleIndex, scope: int, name: str) -> Bindings | FunctionRef | ClassRef | Slot | None:
    """What a name stands for right in a scope."""
    if bindings := index.bindings.get((scope, name)):
        assigned = ((one.value, "", one.function) for one in index.assigned(name))
        return Bindings((*((one.value, one.type, scope) for one in bindings), *assigned))
    if (number := index.functions.get((scope, name))) is not None:
        return FunctionRef(number)
    if (number := index.classes.get((scope, name))) is not None:
        return ClassRef(number)
    for position, one in enumerate(index.module.functions[scope].parameters if scope >= 0 else ()):
        key = dict(one.locals).get(name) or (name if name in one.keys else "")
        if one.name == name or key:
            return Slot(scope, position, one.type, key)
    return None


@piece
def imported(index: ModuleIndex, name: str) -> tuple[str, str] | None:
    """The module that a name is imported from, and what is taken of it."""
    return next(((one.module, one.name) for one in index.imports.get(name, ())), None)


@piece
def surface_of(index: ModuleIndex) -> Surface:
    """All exports at once: through barrels, each of many names is looked for in each of many files."""
    return index.surface


@piece
def is_namespace(index: ModuleIndex, name: str) -> bool:
    """`export namespace`: a name that is exported and stands for nothing else."""
    return any(one.value == Name(name) and not one.module for one in index.exports.get(name, ()))


@piece
def call_at(index: ModuleIndex, number: int) -> Call:
    return replace(index.module.calls[number], line=0, column=0)


@piece
def call_taking(index: ModuleIndex, function: int) -> int:
    """The call that a function is an argument of; -1 if none."""
    return index.module.functions[function].passed_to


@piece
def parameter_count(index: ModuleIndex, function: int) -> int:
    return len(index.module.functions[function].parameters)


@piece
def default_given(index: ModuleIndex, function: int, position: int, key: str) -> Expression | None:
    """The default of a parameter, or of what is taken out of it."""
    one = index.module.functions[function].parameters[position]
    return dict(one.key_defaults).get(key) if key else one.default


@piece
def returns_of(index: ModuleIndex, function: int) -> tuple[Expression, ...]:
    return index.module.functions[function].returns


@piece
def class_around(index: ModuleIndex, function: int) -> int:
    """The class whose method holds a function, at any depth; -1 if none."""
    return index.owner_of(function)


@piece
def base_of(index: ModuleIndex, number: int) -> Expression | None:
    """What a class extends."""
    return index.module.classes[number].extends


@piece
def members_named(index: ModuleIndex, number: int, name: str) -> tuple[ClassMember, ...]:
    return tuple(replace(one, line=0, column=0) for one in index.module.classes[number].members if one.name == name)


@piece
def set_on_this(index: ModuleIndex, number: int, name: str) -> tuple[tuple[Expression, int], ...]:
    """What the methods of a class assign to `this.name`, and in which function."""
    assigned = index.assigned(f"this.{name}")
    return tuple((one.value, one.function) for one in assigned if index.owner_of(one.function) == number)


@piece
def put_into(index: ModuleIndex, literal: Expression, function: int, name: str) -> tuple[tuple[Expression, int], ...]:
    """What is assigned to a member of the one variable that holds an object literal, and in which function."""
    holders = [one.name for one in index.module.bindings if one.value == literal and one.function == function]
    assigned = index.assigned(f"{holders[0]}.{name}") if len(holders) == 1 else []
    return tuple((one.value, one.function) for one in assigned)


@piece
def injected(index: ModuleIndex, number: int, name: str) -> Slot | None:
    """The parameter of a class's constructor that has a name."""
    for member in index.module.classes[number].members:
        if member.kind == "constructor" and member.function >= 0:
            for position, one in enumerate(index.module.functions[member.function].parameters):
                if one.name == name:
                    return Slot(member.function, position, one.type)
    return None
