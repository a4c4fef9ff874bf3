"""Whether a function checks its input against a schema: itself, or in a function that it gives the input to."""

from __future__ import annotations

from healthtui.derive.database import Database, query
from healthtui.derive.evaluation.values import Attribute, FunctionValue, Instance, ParameterValue, Value, external_of, options_of
from healthtui.derive.http.code import Code
from healthtui.derive.libraries.http import SCHEMA_LIBRARIES, SCHEMA_METHODS
from healthtui.facts.source import Call, Name

_FOLLOWED_DEPTH = 3
_TOO_COMMON = {"create", "v", "cast", "check", "compile", "decode"}  # of what is not known to be a schema

Given = tuple[FunctionValue, tuple[int, ...]]  # a function, and which of its parameters hold a part of the request


def schema_of(db: Database, path: str, function: int, positions: tuple[int, ...] = ()) -> str:
    """The library or method that checks a part of the request, or of what stands at some positions; or ""."""
    todo: list[tuple[Given, int]] = [((FunctionValue(path, function), positions), 0)]
    seen = set[Given]()
    while todo:
        given, depth = todo.pop(0)
        if given in seen or depth > _FOLLOWED_DEPTH:
            continue
        seen.add(given)
        by, called = _checked_in(db, *given)
        if by:
            return by
        todo += [(one, depth + 1) for one in called]
    return ""


@query
def _checked_in(db: Database, function: FunctionValue, positions: tuple[int, ...]) -> tuple[str, tuple[Given, ...]]:
    """(what checks the input, the functions that are given the input)."""
    code = Code(db, function.path, function.index, positions)
    called: list[Given] = []
    for call in code.calls:
        given = tuple(number for number, one in enumerate(call.arguments) if code.is_of_request(one))
        if not given:
            continue
        values = options_of(code.evaluator.callee(code.path, call))
        if by := next((by for value in values if (by := _checks(code, call, value))), ""):
            return by, ()
        called += [(value, given) for value in values if isinstance(value, FunctionValue)]
    return "", tuple(called)


def _checks(code: Code, call: Call, callee: Value) -> str:
    """A call of a schema library, or of something that is given as a schema and not known any better."""
    method = code.name_of(call).rpartition(".")[2]
    external = external_of(callee)
    if external is not None:
        is_schema = external.module.split("/v")[0] in SCHEMA_LIBRARIES
        return external.module if is_schema and (method in SCHEMA_METHODS or isinstance(call.callee, Name)) else ""
    if method not in SCHEMA_METHODS - _TOO_COMMON or isinstance(callee, FunctionValue):
        return ""
    return method if _is_given(callee) or code.root(call.callee).lower().endswith(("schema", "validator")) else ""


def _is_given(value: Value) -> bool:
    """Something of what a function was given: the schema that a factory closes over, or that a constructor keeps."""
    while isinstance(value, Attribute | Instance):
        value = value.of
    return isinstance(value, ParameterValue)
