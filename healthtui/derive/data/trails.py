"""Trails: what a call's callee goes back to, as its package writes it (see `healthtui.derive.libraries.data`)."""

from __future__ import annotations

import re

import msgspec

from healthtui.derive.callers import arguments_given
from healthtui.derive.database import Database, query
from healthtui.derive.evaluate import Evaluator
from healthtui.derive.graph import package_of
from healthtui.derive.http.written import dotted
from healthtui.derive.inputs import ModuleIndex, index_of
from healthtui.derive.packages import folder_of, request_path_files
from healthtui.derive.values import Attribute, Called, ClassValue, External, Instance, ParameterValue, Value, options_of
from healthtui.facts.source import Call, Expression, FunctionRef, Literal, Member, Object

MAX_DEPTH = 8
_OPENS_TRANSACTION = re.compile(r"\.(?:\$?transaction(?:\(\)\.execute)?|transactional|begin)$")
_HANDS_ON = re.compile(r"\.(?:forEach|map|flatMap|filter|each|then|tap)$")
_DECORATED = re.compile(
    r"(?:Fastify\w+#(?:\.server)?|(?:.*\.)?(?:fastify|app|server|instance)(?:\(\)(?:\.withTypeProvider\(\))?)?)\.(\w+)(.*)",
    re.DOTALL,
)
_OF_SCHEMA = re.compile(r"(?:^|\.)(?:statics|methods|query)\.\w+$")
_SCHEMA_CALLS = {"static", "method", "pre", "post"}
_SCHEMA_PARTS = {"statics", "methods", "query"}


class Trail(msgspec.Struct, frozen=True, gc=False):
    """`package` is "" where the text is only the code as written."""

    package: str
    text: str


class Tracer:
    """Finds the trails of one file's calls; belongs inside a query."""

    def __init__(self, db: Database, path: str, index: ModuleIndex) -> None:
        self.db, self.path, self.index = db, path, index
        self.evaluator = Evaluator(db)
        self.schema_functions = _schema_functions(index)

    def of(self, call: Call) -> list[Trail]:
        """The trails of what a call calls, each that it may be; the code as written where it is not followed."""
        return self.of_expression(call.callee, call.function, call.owner)

    def of_expression(self, expression: Expression, function: int, owner: int) -> list[Trail]:
        values = options_of(self.evaluator.of(self.path, expression, function, owner))
        trails = [one for value in values for one in trails_of_value(self.db, value)]
        if any(one.package for one in trails) or any(isinstance(one, ClassValue) for one in values):
            return trails
        if any(type(value).__name__ == "FunctionValue" for value in values):
            return []
        return self._as_written(expression, function)

    def _as_written(self, expression: Expression, function: int) -> list[Trail]:
        text = dotted(self.index, expression)
        if text.startswith("this.") and self._is_of_schema(function):
            return [Trail("mongoose", "Model#" + text.removeprefix("this").removeprefix(".constructor"))]
        return _decorated(self.db, self.path, text) or ([Trail("", text)] if text else [])

    def _is_of_schema(self, function: int) -> bool:
        while function >= 0:
            if function in self.schema_functions:
                return True
            function = self.index.module.functions[function].parent
        return False


def trails_of_value(db: Database, value: Value, depth: int = 0) -> list[Trail]:
    """The trails of a value, through what callers give and what a plugin decorates."""
    suffix = ""
    while True:
        match value:
            case Attribute(of, name):
                suffix, value = f".{name}{suffix}", of
            case Called(callee, path, number):
                suffix, value = (f"#{suffix}" if _is_new(db, path, number) else f"(){suffix}"), callee
            case Instance(External() | Called() | Attribute() as of):
                suffix, value = f"#{suffix}", of
            case External(module, name):
                package = package_of(module)
                return [Trail(package, (name or package) + suffix)]
            case ParameterValue():
                return [Trail(one.package, one.text + suffix) for one in _of_parameter(db, value, depth)]
            case _:
                return []


def _is_new(db: Database, path: str, number: int) -> bool:
    index = index_of(db, path)
    return index is not None and index.module.calls[number].is_new


def _of_parameter(db: Database, parameter: ParameterValue, depth: int) -> list[Trail]:
    """What callers give; of a callback, what the call that takes it hands to it."""
    index = index_of(db, parameter.path)
    if index is None or depth > MAX_DEPTH:
        return []
    declared = index.module.functions[parameter.function]
    if declared.passed_to >= 0:
        return _handed(db, parameter.path, index.module.calls[declared.passed_to], parameter)
    return [one for value in _given(db, parameter) for one in trails_of_value(db, value, depth + 1)]


@query
def _given(db: Database, parameter: ParameterValue) -> tuple[Value, ...]:
    """A query of its own, so that a file is read again only when what its functions are given changes."""
    return tuple(value for value in arguments_given(db, parameter) if not isinstance(value, ParameterValue))


def _handed(db: Database, path: str, call: Call, parameter: ParameterValue) -> list[Trail]:
    if parameter.position or parameter.key or not isinstance(call.callee, Member):
        return []
    found = []
    for value in options_of(Evaluator(db).callee(path, call)):
        for trail in trails_of_value(db, value, MAX_DEPTH):
            for pattern in (_OPENS_TRANSACTION, _HANDS_ON):
                if match := pattern.search(trail.text):
                    found.append(Trail(trail.package, trail.text[: match.start()]))
    return found


def followed(db: Database, path: str, trail: Trail) -> list[Trail]:
    """A trail that begins at a Fastify instance goes on at what decorates it."""
    return (_decorated(db, path, trail.text) if trail.package == "fastify" else []) or [trail]


def _decorated(db: Database, path: str, text: str) -> list[Trail]:
    match = _DECORATED.fullmatch(text)
    if not match:
        return []
    named = dict(decorations(db, folder_of(db, path) or ".")).get(match.group(1), ())
    return [Trail(one.package, one.text + match.group(2)) for one in named if one.package]


@query
def decorations(db: Database, package: str) -> tuple[tuple[str, tuple[Trail, ...]], ...]:
    """What `instance.decorate(name, value)` puts on Fastify instances, by name."""
    found: dict[str, list[Trail]] = {}
    for path in request_path_files(db, package):
        for name, trail in _decorations_in(db, path):
            found.setdefault(name, []).append(trail)
    return tuple((name, tuple(trails)) for name, trails in found.items())


@query
def _decorations_in(db: Database, path: str) -> tuple[tuple[str, Trail], ...]:
    index = index_of(db, path)
    found: list[tuple[str, Trail]] = []
    for call in index.module.calls if index else ():
        is_decoration = isinstance(call.callee, Member) and call.callee.name == "decorate" and len(call.arguments) > 1
        if not is_decoration or not isinstance(name := call.arguments[0], Literal):
            continue
        for value in options_of(Evaluator(db).argument(path, call, 1)):
            found += [(str(name.value), one) for one in trails_of_value(db, value, MAX_DEPTH)]
    return tuple(found)


def _schema_functions(index: ModuleIndex) -> frozenset[int]:
    """The functions that Mongoose calls with a model or document as `this`."""
    module = index.module
    found = {
        one.value.index for one in module.assignments if isinstance(one.value, FunctionRef) and _OF_SCHEMA.search(one.target)
    }
    for call in module.calls:
        if isinstance(call.callee, Member) and call.callee.name in _SCHEMA_CALLS:
            found |= {one.index for one in call.arguments if isinstance(one, FunctionRef)}
        for argument in call.arguments:
            for key, value in argument.entries if isinstance(argument, Object) else ():
                if key in _SCHEMA_PARTS and isinstance(value, Object):
                    found |= {one.index for _, one in value.entries if isinstance(one, FunctionRef)}
    return frozenset(found)
