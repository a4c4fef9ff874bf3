"""Settings by their names: variables of the environment with examples and defaults, and keys of configuration objects."""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec

from healthtui.derive.batches import in_each_file
from healthtui.derive.database import Database, query
from healthtui.derive.evaluation.evaluate import Evaluator
from healthtui.derive.evaluation.values import UNKNOWN, Called, FunctionValue, Literally, Value, external_of, options_of
from healthtui.derive.evaluation.written import called_name
from healthtui.derive.inputs import ModuleIndex, all_facts, index_of
from healthtui.derive.libraries.environment import VARIABLE
from healthtui.derive.repository.packages import request_path_files
from healthtui.facts.base import Place
from healthtui.facts.project import EnvFile
from healthtui.facts.source import Array, Call, CallRef, Expression, Literal, Member, Name, Object

_NUMERIC = re.compile(r"num|number|int|integer|coerce|port|toInt|parseInt|Number", re.I)
MAX_LINKS = 12  # of a chain of a schema


class Default(msgspec.Struct, frozen=True, gc=False):
    """What a schema of the environment gives a variable: its default, and whether it makes a number of it."""

    path: str
    value: Expression | None
    is_number: bool


@query
def example_of(db: Database, name: str) -> tuple[str, Place] | None:
    """The value of a variable in a committed example of the environment, and where it stands."""
    for path, env in all_facts(db, EnvFile):
        for variable in env.variables if env.is_example else ():
            if variable.name == name and variable.value:
                return variable.value, Place(path, variable.line, 1)
    return None


@query
def default_of(db: Database, package: str, name: str) -> Default | None:
    """What the first schema of the environment that names a variable says of it."""
    for path in request_path_files(db, package):
        if found := dict(_defaults_in(db, path)).get(name):
            return found
    return None


@query
def _defaults_in(db: Database, path: str) -> tuple[tuple[str, Default], ...]:
    """`X: Joi.number().default(30)`, `X: num({ default: 30 })`, `X: { type: 'string', default: '15m' }`."""
    index = index_of(db, path)
    found: dict[str, Default] = {}
    for one in _objects(index) if index else ():
        for key, value in one.entries:
            if index and VARIABLE.fullmatch(key) and (default := _default(path, index, value)):
                found.setdefault(key, default)
    return tuple(found.items())


def _objects(index: ModuleIndex) -> Iterator[Object]:
    todo: list[Expression] = [argument for call in index.module.calls for argument in call.arguments]
    todo += [binding.value for binding in index.module.bindings]
    while todo:
        one = todo.pop()
        if isinstance(one, Object):
            yield one
            todo += [value for _, value in one.entries]


def _default(path: str, index: ModuleIndex, value: Expression) -> Default | None:
    if isinstance(value, Object):
        entries = dict(value.entries)
        kind = entries.get("type")
        if kind is None or not {"default", "type"} <= entries.keys():
            return None
        return Default(path, entries["default"], isinstance(kind, Literal) and bool(_NUMERIC.search(str(kind.value))))
    names, default = [], None
    for _ in range(MAX_LINKS):
        if not isinstance(value, CallRef | Member):
            break
        if isinstance(value, Member):
            names.append(value.name)
            value = value.of
            continue
        call = index.module.calls[value.index]
        names.append(called_name(call))
        default = default or _given_default(call)
        value = call.callee.of if isinstance(call.callee, Member) else Name("")
    return Default(path, default, any(_NUMERIC.fullmatch(one) for one in names)) if names else None


def _given_default(call: Call) -> Expression | None:
    if called_name(call) in ("default", "prefault") and call.arguments:
        return call.arguments[0]
    given = [dict(one.entries) for one in call.arguments if isinstance(one, Object)]
    return next((one["default"] for one in given if "default" in one), None)


@query
def setting_of(db: Database, package: str, key: str) -> Value:
    """What a key of the configuration stands for: `jwt.expiresIn` of `registerAs('jwt', …)`, or of a loaded object."""
    evaluator = Evaluator(db)
    for prefix, value in _configurations(db, package):
        names = key.split(".")
        if prefix and names[0] != prefix:
            continue
        for name in names[1:] if prefix else names:
            value = evaluator.member(value, name)
        if value != UNKNOWN:
            return value
    return UNKNOWN


@query
def typed_setting_of(db: Database, package: str, names: tuple[str, ...]) -> Value:
    """The same for an injected `ConfigType<…>`, whose name is not known: UNKNOWN where two have such a key."""
    found: list[Value] = []
    for prefix, _ in _configurations(db, package):
        value = setting_of(db, package, ".".join((prefix, *names))) if prefix else UNKNOWN
        found += [value] if value != UNKNOWN else []
    return found[0] if len(found) == 1 else UNKNOWN


@query
def _configurations(db: Database, package: str) -> tuple[tuple[str, Value], ...]:
    return tuple(in_each_file(db, package, _configurations_in))


@query
def _configurations_in(db: Database, path: str) -> tuple[tuple[str, Value], ...]:
    """(name or "", object) of `registerAs(name, factory)`, and of what `ConfigModule.forRoot({ load })` loads."""
    index, evaluator = index_of(db, path), Evaluator(db)
    found: list[tuple[str, Value]] = []
    for call in index.module.calls if index else ():
        name = called_name(call)
        if name == "registerAs" and len(call.arguments) > 1 and isinstance(call.arguments[0], Literal):
            found.append((str(call.arguments[0].value), _made(evaluator, evaluator.argument(path, call, 1))))
        elif name in ("forRoot", "forRootAsync"):
            for value in options_of(evaluator.member(evaluator.argument(path, call, 0), "load")):
                items = value.expression.items if isinstance(value, Literally) and isinstance(value.expression, Array) else ()
                loaded = [evaluator.within(value, one) for one in items] if isinstance(value, Literally) else []
                found += [("", _made(evaluator, one)) for one in loaded if not _is_named(one)]
    return tuple((name, value) for name, value in found if value != UNKNOWN)


def _is_named(value: Value) -> bool:
    external = external_of(value)
    return isinstance(value, Called) and external is not None and external.name == "registerAs"


def _made(evaluator: Evaluator, value: Value) -> Value:
    """What a factory makes."""
    return evaluator.returned(value) if isinstance(value, FunctionValue) else value
