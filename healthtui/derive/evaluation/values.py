"""What an expression stands for, as far as the repository tells: the values that `evaluate` yields."""

from __future__ import annotations

import msgspec

from healthtui.facts.source import Expression, Object


class _Value(msgspec.Struct, frozen=True, gc=False):
    pass


class Unknown(_Value, frozen=True):
    """Not to be known."""


class Constant(_Value, frozen=True):
    value: str | float | bool | None


class External(_Value, frozen=True):
    """Something of a package outside the repository: `name` is dotted, "" for its default export or the whole of it."""

    module: str
    name: str = ""


class Environment(_Value, frozen=True):
    """`process.env.NAME`; with `fallback` where the code names one."""

    name: str


class FunctionValue(_Value, frozen=True):
    path: str
    index: int


class ClassValue(_Value, frozen=True):
    path: str
    index: int


class Namespace(_Value, frozen=True):
    """All exports of a file of the repository."""

    path: str


class Instance(_Value, frozen=True):
    """An object of a class of the repository or of a package: made by `new`, injected, or typed so."""

    of: Value


class Literally(_Value, frozen=True):
    """An object or array literal (or a template, or arithmetic), with where its names are to be looked up."""

    path: str
    expression: Expression
    function: int
    owner: int


class Attribute(_Value, frozen=True):
    """`of.name`, where `of` is not an object of the repository."""

    of: Value
    name: str


class Called(_Value, frozen=True):
    """The result of calling what is not a function of the repository, at one call; also of `new`."""

    callee: Value
    path: str
    index: int


class ParameterValue(_Value, frozen=True):
    """What a function is given; `key` when it takes it by destructuring."""

    path: str
    function: int
    position: int
    key: str = ""


class Either(_Value, frozen=True):
    """One of several values."""

    options: tuple[Value, ...]


Value = (
    Unknown
    | Constant
    | External
    | Environment
    | FunctionValue
    | ClassValue
    | Namespace
    | Instance
    | Literally
    | Attribute
    | Called
    | ParameterValue
    | Either
)
UNKNOWN = Unknown()


def options_of(value: Value) -> tuple[Value, ...]:
    """A value, or each of several that it may be."""
    return value.options if isinstance(value, Either) else (value,)


def either(values: list[Value]) -> Value:
    """One value of several, those that are not known left out."""
    if len(values) == 1:
        return values[0]
    known = tuple(dict.fromkeys(one for value in values for one in options_of(value) if not isinstance(one, Unknown)))
    if not known:
        return UNKNOWN
    return known[0] if len(known) == 1 else Either(known)


def external_of(value: Value) -> External | None:
    """The package member that a value goes back to: `z.object({…}).parse` → External(zod, object.parse)."""
    names: list[str] = []
    while True:
        match value:
            case Attribute(of, name):
                names.insert(0, name)
                value = of
            case Called(of) | Instance(of):
                value = of
            case External(module, name):
                return External(module, ".".join(filter(None, [name, *names])))
            case _:
                return None


def is_object(value: Value) -> bool:
    """Whether a value is an object literal."""
    return isinstance(value, Literally) and isinstance(value.expression, Object)
