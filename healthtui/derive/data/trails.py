"""Trails: what a call's callee goes back to, as its package writes it (see `healthtui.derive.libraries.data`)."""

from __future__ import annotations

import re
from functools import cached_property

from healthtui.derive.data.bound import Trail, bound_functions, written_out
from healthtui.derive.data.layers import imports_by_package
from healthtui.derive.database import Database, query
from healthtui.derive.evaluation.callers import arguments_given
from healthtui.derive.evaluation.evaluate import Evaluator, callee_of
from healthtui.derive.evaluation.pieces import call_at, call_taking
from healthtui.derive.evaluation.values import (
    UNKNOWN,
    Attribute,
    Called,
    ClassValue,
    External,
    FunctionValue,
    Instance,
    ParameterValue,
    Value,
    options_of,
)
from healthtui.derive.evaluation.written import dotted
from healthtui.derive.inputs import ModuleIndex, index_of
from healthtui.derive.libraries.databases import PLUGINS
from healthtui.derive.libraries.transactions import CLS, CLS_CLIENTS, CLS_HANDLES
from healthtui.derive.repository.graph import package_of
from healthtui.derive.repository.packages import home_of, request_path_files
from healthtui.facts.source import Call, Expression, Literal, Member

MAX_VALUES = 40  # that a parameter may stand for
_PROMISIFIERS = {"es6-promisify", "util.promisify", "pify"}
_BUILT_IN = {"Math", "Object", "Array", "Promise", "JSON", "Number", "String", "Date", "Reflect", "Buffer", "Intl"}
_OPEN_TRANSACTION = {"transaction", "$transaction", "transactional", "begin"}
_HAND_ON = {"forEach", "map", "flatMap", "filter", "each", "then", "tap"}
_DECORATED = re.compile(
    r"(?:Fastify\w+#(?:\.server)?|(?:.*\.)?(?:fastify|app|server|instance|this)(?:\(\)(?:\.withTypeProvider\(\))?)?)\.(\w+)(.*)",
    re.DOTALL,
)


class Tracer:
    """Finds the trails of one file's calls; belongs inside a query."""

    def __init__(self, db: Database, path: str, index: ModuleIndex) -> None:
        self.db, self.path, self.index = db, path, index
        self.evaluator = Evaluator(db)

    @cached_property
    def _bound_functions(self) -> dict[int, Trail]:
        return bound_functions(self.index)

    def of(self, call: Call) -> list[Trail]:
        """The trails of what a call calls, each that it may be; the code as written where it is not followed."""
        values = options_of(callee_of(self.db, self.path, call))
        trails = [one for value in values for one in trails_of_value(self.db, value)]
        if any(one.package for one in trails) or any(isinstance(one, ClassValue) for one in values):
            return trails
        if any(isinstance(one, FunctionValue) for one in values):
            return []
        return self._as_written(call.callee, call.function)

    def _as_written(self, expression: Expression, function: int) -> list[Trail]:
        text = dotted(self.index, expression)
        if text.startswith("this.") and (handle := self._handle_of_this(function)):
            return [Trail(handle.package, handle.text + text.removeprefix("this").removeprefix(".constructor"))]
        text = written_out(self.index, expression, function) or text
        if text.partition(".")[0] in _BUILT_IN:
            return []
        return _decorated(self.db, self.path, text) or ([Trail("", text)] if text else [])

    def _handle_of_this(self, function: int) -> Trail | None:
        """What `this` is in a function that a library calls: a model, a document, a repository that is extended."""
        while function >= 0:
            if function in self._bound_functions:
                return self._bound_functions[function]
            function = self.index.module.functions[function].parent
        return None


def trails_of_value(db: Database, value: Value) -> list[Trail]:
    """The trails of a value, through what callers give for a parameter and what a call hands to its callback."""
    found: dict[Trail, None] = {}
    todo: list[tuple[Value, str]] = [(value, "")]
    for one, suffix in todo:
        origin, suffix = _unrolled(db, one, suffix)
        if isinstance(origin, External):
            package = package_of(origin.module)
            found[Trail(package, (origin.name or package) + suffix)] = None
        elif isinstance(origin, ParameterValue) and len(todo) < MAX_VALUES:
            todo += [state for given in _behind(db, origin) if (state := (given, suffix)) not in todo]
    return list(found)


def _unrolled(db: Database, value: Value, suffix: str) -> tuple[Value, str]:
    """What a chain of members, calls and instances starts from, and the chain as text."""
    while True:
        match value:
            case Attribute(of, name):
                suffix, value = f".{name}{suffix}", of
            case Called(External(module, name), path, number) if name.endswith("promisify") or module in _PROMISIFIERS:
                value = _argument(db, path, number)
            case Called(callee, path, number):
                suffix, value = (f"#{suffix}" if _is_new(db, path, number) else f"(){suffix}"), callee
            case Instance(External() | Called() | Attribute() as of):
                suffix, value = f"#{suffix}", of
            case _:
                return value, suffix


def _argument(db: Database, path: str, number: int) -> Value:
    """What a function is made of that gives a promise: `promisify(pool.query)`."""
    call = call_at(db, path, number)
    return Evaluator(db).argument(path, call, 0) if call is not None else UNKNOWN


def _is_new(db: Database, path: str, number: int) -> bool:
    call = call_at(db, path, number)
    return call is not None and call.is_new


@query
def _behind(db: Database, parameter: ParameterValue) -> tuple[Value, ...]:
    """What a parameter stands for: what callers give; of a callback, what the call that takes it hands to it.

    A query of its own, so that a file is read again only when what its functions are given changes.
    """
    passed_to = call_taking(db, parameter.path, parameter.function)
    if passed_to is None:
        return ()
    if passed_to < 0:
        return tuple(arguments_given(db, parameter)[:MAX_VALUES])
    call = call_at(db, parameter.path, passed_to)
    if call is None or parameter.position or parameter.key:
        return ()
    values = options_of(Evaluator(db).callee(parameter.path, call))
    return tuple(one for value in values if (one := _handed(value)) is not None)


def _handed(callee: Value) -> Value | None:
    """`client.transaction(callback)` hands on a client, `records.map(callback)` a record."""
    match callee:
        case Attribute(Called(Attribute(of, name)), "execute") if name in _OPEN_TRANSACTION:
            return of
        case Attribute(of, name) if name in _OPEN_TRANSACTION | _HAND_ON:
            return of
    return None


def followed(db: Database, path: str, trail: Trail) -> list[Trail]:
    """A trail that begins at a Fastify instance goes on at what decorates it, one at a running transaction at its client."""
    further = {"fastify": _decorated, CLS: _of_transaction}.get(trail.package)
    return (further(db, path, trail.text) if further else []) or [trail]


def _of_transaction(db: Database, path: str, text: str) -> list[Trail]:
    """`this.txHost.tx.order` of nestjs-cls: what the adapter is for that the package imports."""
    match = CLS_HANDLES.fullmatch(text)
    adapters = CLS_CLIENTS.keys() & imports_by_package(db, home_of(db, path)).keys() if match else set()
    clients = (CLS_CLIENTS[one] for one in sorted(adapters))
    return [Trail(package, handle + match.group(1)) for package, handle in clients if match]


def _decorated(db: Database, path: str, text: str) -> list[Trail]:
    match = _DECORATED.fullmatch(text)
    if not match:
        return []
    named = dict(decorations(db, home_of(db, path))).get(match.group(1), ())
    return [Trail(one.package, one.text + match.group(2)) for one in named if one.package]


@query
def decorations(db: Database, package: str) -> tuple[tuple[str, tuple[Trail, ...]], ...]:
    """What `instance.decorate(name, value)` puts on Fastify instances, by name."""
    found: dict[str, list[Trail]] = {}
    for path in request_path_files(db, package):
        for name, trail in _decorations_in(db, path):
            found.setdefault(name, []).append(trail)
    return tuple((name, tuple(trails)) for name, trails in found.items())


def _of_plugin(db: Database, path: str, call: Call) -> list[tuple[str, Trail]]:
    """What a plugin of a database puts on the instance that registers it."""
    if not isinstance(call.callee, Member) or call.callee.name != "register" or not call.arguments:
        return []
    values = options_of(Evaluator(db).argument(path, call, 0))
    plugins = [PLUGINS.get(package_of(value.module)) for value in values if isinstance(value, External)]
    return [(one.name, Trail(one.package, one.handle)) for one in plugins if one]


@query
def _decorations_in(db: Database, path: str) -> tuple[tuple[str, Trail], ...]:
    index = index_of(db, path)
    found: list[tuple[str, Trail]] = []
    for call in index.module.calls if index else ():
        found += _of_plugin(db, path, call)
        is_decoration = isinstance(call.callee, Member) and call.callee.name == "decorate" and len(call.arguments) > 1
        if not is_decoration or not isinstance(name := call.arguments[0], Literal):
            continue
        for value in options_of(Evaluator(db).argument(path, call, 1)):
            found += [(str(name.value), one) for one in trails_of_value(db, value)]
    return tuple(found)
