"""What a handler reads of a request through its parameters, and which pipe validates it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

import msgspec

from healthtui.derive.database import Database
from healthtui.derive.evaluation.evaluate import Evaluator
from healthtui.derive.evaluation.values import (
    Called,
    ClassValue,
    Constant,
    External,
    FunctionValue,
    Instance,
    Literally,
    Value,
    external_of,
    options_of,
)
from healthtui.derive.evaluation.written import dotted, inner_functions
from healthtui.derive.http.classes.decorators import Decoration, Scope
from healthtui.derive.http.classes.dto import CLASS_VALIDATOR, ZOD, typed_class, validation_of
from healthtui.derive.http.classes.inputs import PART_READ, InputUse, judged, read_of_request
from healthtui.derive.http.classes.members import parameters_of
from healthtui.derive.http.model import Handler
from healthtui.derive.inputs import ModuleIndex, index_of
from healthtui.derive.libraries.http import SCHEMA_LIBRARIES, SCHEMA_METHODS
from healthtui.derive.libraries.nest import CLASS_PIPES, INPUT_DECORATORS, PARSE_PIPES, SELF_VALIDATING
from healthtui.derive.repository.graph import package_of
from healthtui.facts.source import Expression, FunctionRef, Object, Parameter

_SCHEMA_CHECKS = SCHEMA_METHODS - {"create", "cast", "check", "v"}
_OWN_SCHEMA, _GIVEN_SCHEMA = re.compile(r"this\..+\."), re.compile(r".+\.")


def input_of(db: Database, function: FunctionValue, pipes: Iterable[Handler]) -> tuple[bool, str]:
    """(whether a handler reads input, what validates it): its body decides, else its query, else its params."""
    return judged(db, function, _uses(db, function, tuple(pipes)))


def takes_request(db: Database, function: FunctionValue) -> bool:
    """Whether a handler is given the request itself, its headers or its session."""
    marks = [mark for _, found in parameters_of(db, function) for mark in found]
    return any(mark.is_one(("@nestjs/common",), "Req", "Request", "Headers", "Session") for mark in marks)


def _uses(db: Database, function: FunctionValue, pipes: tuple[Handler, ...]) -> Iterator[InputUse]:
    for parameter, marks in parameters_of(db, function):
        for mark in marks:
            part = INPUT_DECORATORS.get(mark.module, {}).get(mark.name, "")
            if part == "request":
                yield from (InputUse(one, "") for one in read_of_request(db, function, parameter))
            elif part:
                yield InputUse(part, validated_by(db, function.path, parameter, mark, pipes))
            elif isinstance(mark.callee, Called):
                yield from (InputUse(one, "") for one in _read_by_custom(db, mark.callee))


def _read_by_custom(db: Database, made: Called) -> list[str]:
    """The parts that a decorator of `createParamDecorator` takes from the request."""
    index = index_of(db, made.path)
    if index is None or made.callee != External("@nestjs/common", "createParamDecorator"):
        return []
    call = index.module.calls[made.index]
    factories = options_of(Scope(made.path, call.function, call.owner).value(db, call.arguments[0])) if call.arguments else ()
    texts: list[str] = []
    for one in factories:
        if isinstance(one, FunctionValue) and (inner := index_of(db, one.path)):
            for number in inner_functions(inner, one.index):
                texts += [dotted(inner, b.value) for b in inner.module.bindings if b.function == number]
                texts += [dotted(inner, returned) for returned in inner.module.functions[number].returns]
    return [match.group(1) for text in texts if (match := PART_READ.search(text))]


def validated_by(db: Database, path: str, parameter: Parameter, mark: Decoration, pipes: tuple[Handler, ...]) -> str:
    """The first pipe that checks a parameter: its own, or one of those around it."""
    if mark.module in SELF_VALIDATING:
        return mark.module
    dto = typed_class(db, path, parameter.type)
    declared = validation_of(db, dto) if dto else ""
    scope = mark.scope
    for argument in mark.arguments:
        value = scope.value(db, argument)
        if isinstance(value, Constant):
            continue
        handler = Handler(mark.place, scope.path, argument, scope.function, scope.owner, value)
        if found := checks_value(db, handler, declared, is_own=True):
            return found
    return next((found for one in pipes if (found := checks_value(db, one, declared))), "")


def checks_value(db: Database, pipe: Handler, declared: str, *, is_own: bool = False) -> str:
    """The name of a pipe when it validates a value whose class declares its validation so ("" for not at all)."""
    for value in options_of(pipe.value):
        external = external_of(value)
        if external is not None and (found := _package_pipe(db, external, value, declared, is_own)):
            return found
        if external is None and (found := _own_pipe(db, pipe, value, declared, is_own)):
            return found
    return ""


def _package_pipe(db: Database, external: External, value: Value, declared: str, is_own: bool) -> str:
    kind = CLASS_PIPES.get(external.module, {}).get(external.name)
    if kind == ZOD and _arguments(db, value):
        return external.name  # it is given the schema itself
    if kind is not None:
        return external.name if kind == declared or (is_own and _has_expected_type(db, value)) else ""
    if external.name in PARSE_PIPES and is_own:
        return external.name
    return external.name if is_own and external.name.endswith("ValidationPipe") else ""


def _own_pipe(db: Database, pipe: Handler, value: Value, declared: str, is_own: bool) -> str:
    """A pipe class of the repository: what it extends or calls; given a schema it checks all that it sees."""
    made = value.of if isinstance(value, Instance) else value
    if isinstance(made, Literally) and isinstance(made.expression, Object):
        return _object_pipe(db, pipe, made.path, dict(made.expression.entries).get("transform"), is_own)
    if not isinstance(made, ClassValue) or (index := index_of(db, made.path)) is None:
        return ""
    name, extends = index.module.classes[made.index].name, index.module.classes[made.index].extends
    if extends is not None:
        base = Scope(made.path, -1, made.index).value(db, extends)
        if not isinstance(base, ClassValue) and (found := checks_value(db, _with(pipe, base), declared, is_own=is_own)):
            return name if found else ""
    schema = _schema_of(db, index, made)
    if schema == CLASS_VALIDATOR:
        return name if declared == CLASS_VALIDATOR else ""
    if schema:
        return name if is_own or isinstance(value, Instance) or declared == ZOD else ""
    return name if is_own and _throws(index, made) else ""


def _object_pipe(db: Database, pipe: Handler, path: str, transform: Expression | None, is_own: bool) -> str:
    """`const zod = (schema) => ({ transform: (value) => schema.parse(value) })`: an object that is a pipe."""
    index, written = index_of(db, path), index_of(db, pipe.path)
    if index is None or written is None or not isinstance(transform, FunctionRef):
        return ""
    inside = set(inner_functions(index, transform.index))
    refuses = is_own and any(thrown.function in inside for thrown in index.module.throws)
    is_pipe = refuses or _checked_by(db, path, index, {transform.index}, _GIVEN_SCHEMA)
    return dotted(written, pipe.expression).removesuffix("()") or "a pipe" if is_pipe else ""


def _schema_of(db: Database, index: ModuleIndex, one: ClassValue) -> str:
    """The library that a pipe's methods check a value with; "schema" for a schema that it was given."""
    methods = {member.function for member in index.module.classes[one.index].members if member.function >= 0}
    return _checked_by(db, one.path, index, methods, _OWN_SCHEMA)


def _checked_by(db: Database, path: str, index: ModuleIndex, functions: set[int], given: re.Pattern[str]) -> str:
    """The library that functions check a value with; "schema" for one that they are given, by how its call is written."""
    for number in sorted(inner for function in functions for inner in inner_functions(index, function)):
        for n in index.calls_in.get(number, ()):
            name = dotted(index, index.module.calls[n].callee)
            for value in options_of(Evaluator(db).callee(path, index.module.calls[n])):
                external = external_of(value)
                if external is not None and package_of(external.module) in SCHEMA_LIBRARIES:
                    return package_of(external.module)
            if given.match(name) and name.rpartition(".")[2] in _SCHEMA_CHECKS:
                return "schema"
    return ""


def _with(pipe: Handler, value: Value) -> Handler:
    return msgspec.structs.replace(pipe, value=value)


def _throws(index: ModuleIndex, one: ClassValue) -> bool:
    """Its `transform` refuses a value."""
    functions = {m.function for m in index.module.classes[one.index].members if m.name == "transform" and m.function >= 0}
    inside = {inner for function in functions for inner in inner_functions(index, function)}
    return any(thrown.function in inside for thrown in index.module.throws)


def _arguments(db: Database, value: Value) -> int:
    index = index_of(db, value.path) if isinstance(value, Called) else None
    return len(index.module.calls[value.index].arguments) if index and isinstance(value, Called) else 0


def _has_expected_type(db: Database, value: Value) -> bool:
    """`new ValidationPipe({ expectedType: Dto })`."""
    index = index_of(db, value.path) if isinstance(value, Called) else None
    arguments = index.module.calls[value.index].arguments if index and isinstance(value, Called) else ()
    return any(key == "expectedType" for one in arguments for key, _ in getattr(one, "entries", ()))
