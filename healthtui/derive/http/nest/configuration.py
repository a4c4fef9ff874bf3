"""Values that come through `ConfigService`: found in the configuration that the repository registers."""

from __future__ import annotations

from healthtui.derive.database import Database, query
from healthtui.derive.evaluation.evaluate import Evaluator
from healthtui.derive.evaluation.values import (
    UNKNOWN,
    Attribute,
    Called,
    ClassValue,
    Constant,
    Environment,
    External,
    FunctionValue,
    Instance,
    Literally,
    Value,
    either,
    options_of,
)
from healthtui.derive.evaluation.written import called_name
from healthtui.derive.http.classes.decorators import Scope, items_of
from healthtui.derive.http.nest.application import nest_files
from healthtui.derive.http.nest.settings import made_by
from healthtui.derive.inputs import index_of
from healthtui.facts.source import Call, Object

_SERVICE = External("@nestjs/config", "ConfigService")
_REGISTER = External("@nestjs/config", "registerAs")


def configured(db: Database, value: Value) -> Value:
    """What a read such as `config.get('app.port')` gives; any other value stays as it is, members of a read followed."""
    asked = [it for one in options_of(value) for it in options_of(_asked_of_settings(db, one))]
    return either([_configured(db, one) for one in asked])


def _asked_of_settings(db: Database, value: Value) -> Value:
    """What `app.get(Settings).origin` reads: a member of a class of the repository; any other value stays as it is."""
    names, inner = _chain(value)
    key = _key_given(db, inner) if isinstance(inner, Called) and _gets(inner.callee) else UNKNOWN
    return _member(db, Instance(key), names) if names and isinstance(key, ClassValue) else value


def _chain(value: Value) -> tuple[list[str], Value]:
    """The names that are read of a value, and the value itself."""
    names: list[str] = []
    while isinstance(value, Attribute):
        names.insert(0, value.name)
        value = value.of
    return names, value


def _key_given(db: Database, called: Called) -> Value:
    index = index_of(db, called.path)
    call = index.module.calls[called.index] if index else None
    return Evaluator(db).argument(called.path, call, 0) if call else UNKNOWN


def _configured(db: Database, value: Value) -> Value:
    names, inner = _chain(value)
    if not isinstance(inner, Called) or not _gets(inner.callee) or (index := index_of(db, inner.path)) is None:
        return value
    call = index.module.calls[inner.index]
    scope = Scope(inner.path, call.function, call.owner)
    key = scope.value(db, call.arguments[0]) if call.arguments else UNKNOWN
    if (factory := _factory_of(db, key)) is not None:
        return _member(db, made_by(db, factory), names)
    if not _is_read(inner.callee) or not isinstance(key, Constant) or not isinstance(key.value, str):
        return value
    default = scope.value(db, call.arguments[1]) if len(call.arguments) > 1 else UNKNOWN
    known = [default] if isinstance(default, Constant) else []
    return either([*known, _lookup(db, [*key.value.split("."), *names])])


def _gets(callee: Value) -> bool:
    return isinstance(callee, Attribute) and callee.name in ("get", "getOrThrow")


def _factory_of(db: Database, key: Value) -> Value | None:
    """What `appConfig.KEY` is the key of: the factory of `registerAs('app', () => ({ … }))`."""
    registered = key.of if isinstance(key, Attribute) and key.name == "KEY" else None
    if not isinstance(registered, Called) or registered.callee != _REGISTER:
        return None
    index = index_of(db, registered.path)
    return Evaluator(db).argument(registered.path, index.module.calls[registered.index], 1) if index else None


def _member(db: Database, value: Value, names: list[str]) -> Value:
    for name in names:
        value = Evaluator(db).member(value, name)
    return value


def _is_read(callee: Value) -> bool:
    """`get` or `getOrThrow` of the service, injected or taken from the application by `app.get(ConfigService)`."""
    return isinstance(callee, Attribute) and any(one == Instance(_SERVICE) or _is_taken(one) for one in options_of(callee.of))


def _is_taken(value: Value) -> bool:
    return isinstance(value, Called) and isinstance(value.callee, Attribute) and value.callee.name == "get"


def _lookup(db: Database, names: list[str]) -> Value:
    found: list[Value] = []
    for namespace, value in _registered(db):
        rest = names[1:] if namespace and namespace == names[0] else names if not namespace else []
        found += [_member(db, value, rest)] if rest else []
    known = either(found)
    return Environment(names[0]) if known == UNKNOWN and len(names) == 1 else known


@query
def _registered(db: Database) -> tuple[tuple[str, Value], ...]:
    """(namespace or "", what its factory returns) of `registerAs` and of `ConfigModule.forRoot({ load: […] })`."""
    found: list[tuple[str, Value]] = []
    for path in nest_files(db):
        index = index_of(db, path)
        for call in index.module.calls if index else ():
            name = called_name(call)
            if name in ("registerAs", "forRoot"):
                found += _registration(db, Scope(path, call.function, call.owner), call)
    return tuple(found)


def _registration(db: Database, scope: Scope, call: Call) -> list[tuple[str, Value]]:
    callee = scope.value(db, call.callee)
    given = [scope.value(db, one) for one in call.arguments]
    if callee == _REGISTER and len(given) > 1 and isinstance(given[0], Constant):
        return [(str(given[0].value), made_by(db, given[1]))]
    if callee != External("@nestjs/config", "ConfigModule.forRoot"):
        return []
    found: list[tuple[str, Value]] = []
    for options in given:
        if isinstance(options, Literally) and isinstance(options.expression, Object):
            entries, inner = dict(options.expression.entries), Scope(options.path, options.function, options.owner)
            for item in items_of(db, inner, entries["load"]) if "load" in entries else ():
                found += [("", made_by(db, one)) for one in options_of(item) if isinstance(one, FunctionValue)]
    return found
