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
from healthtui.facts.source import (
    Call,
    CallRef,
    ClassMember,
    ClassRef,
    Expression,
    FunctionRef,
    Literal,
    Member,
    Module,
    Name,
    Parameter,
)

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


def word_of(expression: Expression) -> str:
    """What an expression is named: text, or the last name of a chain."""
    match expression:
        case Literal(str(text)):
            return text
        case Member(_, name) | Name(name):
            return name
    return ""


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
        key = "" if one.name else key_of(one, name)
        if one.name == name or key:
            return Slot(scope, position, one.type, key)
    return None


def key_of(parameter: Parameter, name: str) -> str:
    """The key under which a pattern takes a name: `per_page` for `size` of `({ per_page: size }) => …`; "" where it does not."""
    return dict(parameter.locals).get(name) or (name if name in parameter.keys else "")


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
def is_static(index: ModuleIndex, function: int) -> bool:
    """Whether a function is, or stands in, a static method."""
    while function >= 0 and index.module.functions[function].owner < 0:
        function = index.module.functions[function].parent
    members = index.module.classes[index.module.functions[function].owner].members if function >= 0 else ()
    return any(one.function == function and one.is_static for one in members)


@piece
def class_name(index: ModuleIndex, number: int) -> str:
    return index.module.classes[number].name


@piece
def constructor_of(index: ModuleIndex, number: int) -> int:
    """The function that is a class's own constructor; -1 if it has none."""
    return next((one.function for one in index.module.classes[number].members if one.kind == "constructor"), -1)


@piece
def super_call(index: ModuleIndex, number: int) -> int:
    """The call of `super(…)` in a class's constructor; -1 if there is none."""
    made = [one.function for one in index.module.classes[number].members if one.kind == "constructor" and one.function >= 0]
    calls = [one for function in made for one in index.calls_in.get(function, ())]
    return next((one for one in calls if index.module.calls[one].callee == Name("super")), -1)


@piece
def base_of(index: ModuleIndex, number: int) -> Expression | None:
    """What a class extends."""
    return index.module.classes[number].extends


@piece
def members_named(index: ModuleIndex, number: int, name: str) -> tuple[ClassMember, ...]:
    return tuple(replace(one, line=0, column=0) for one in index.module.classes[number].members if one.name == name)


@piece
def set_on_this(index: ModuleIndex, number: int, name: str) -> tuple[tuple[Expression, int], ...]:
    """What a class is assigned under a name, by `this.name` in its methods or from outside, and in which function."""
    assigned = [one for one in index.assigned(f"this.{name}") if index.owner_of(one.function) == number]
    own = index.module.classes[number].name
    assigned += [*index.assigned(f"{own}.{name}"), *index.assigned(f"{own}.prototype.{name}")] if own else []
    return tuple((one.value, one.function) for one in assigned if not _binds_itself(index, one.value, name))


def _binds_itself(index: ModuleIndex, value: Expression, name: str) -> bool:
    """`this.list = this.list.bind(this)`."""
    callee = index.module.calls[value.index].callee if isinstance(value, CallRef) else None
    return callee == Member(Member(Name("this"), name), "bind")


@piece
def injected(index: ModuleIndex, number: int, name: str) -> Slot | None:
    """The parameter of a class's constructor that has a name."""
    for member in index.module.classes[number].members:
        if member.kind == "constructor" and member.function >= 0:
            for position, one in enumerate(index.module.functions[member.function].parameters):
                if one.name == name:
                    return Slot(member.function, position, one.type)
    return None
