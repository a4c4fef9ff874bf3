"""Functions of the repository that run the SQL they are given: `const query = (text, values) => pool.query(text, values)`."""

from __future__ import annotations

from healthtui.derive.data.layers import libraries_used
from healthtui.derive.data.matching import match
from healthtui.derive.data.trails import Tracer
from healthtui.derive.database import Database, query
from healthtui.derive.evaluation.evaluate import Evaluator
from healthtui.derive.evaluation.values import FunctionValue, options_of
from healthtui.derive.evaluation.written import method_of
from healthtui.derive.inputs import ModuleIndex, index_of
from healthtui.derive.libraries.data import LIBRARIES, Effect, Library, library_named
from healthtui.derive.repository.packages import home_of
from healthtui.facts.source import Call, Expression, Member, Name, Object

_TEXT_KEYS = {"text", "sql"}


def library_of_wrapper(db: Database, function: FunctionValue) -> Library | None:
    """The library by which a function runs the statement that is its first argument."""
    found = dict(_wrappers_in(db, function.path)).get(function.index)
    return library_named(found) if found else None


@query
def _wrappers_in(db: Database, path: str) -> tuple[tuple[int, str], ...]:
    """The wrappers of a file, each with the name of its library."""
    index = index_of(db, path)
    used = [one for one in LIBRARIES if one.sql and one.name in libraries_used(db, home_of(db, path))]
    methods = {method for one in used for method in one.sql.split()}
    found: dict[int, str] = {}
    for call in index.module.calls if index and used else ():
        assert index is not None
        if (not method_of(call) or method_of(call) in methods) and (wrapper := _function_giving(index, call)) is not None:
            trails = Tracer(db, path, index).of(call)
            hits = [hit for trail in trails for one in used if (hit := match(one, trail, call))]
            if any(hit.effect is Effect.SQL for hit in hits):
                found.setdefault(wrapper, hits[0].library.name)
    if found and index is not None:
        _add_outer(db, path, index, found)
    return tuple(found.items())


def _add_outer(db: Database, path: str, index: ModuleIndex, found: dict[int, str]) -> None:
    """Adds the functions of a file that give a wrapper beside them the statement which they are given: `one(text, values)`."""
    evaluator = Evaluator(db)
    for call in index.module.calls:
        wrapper = _function_giving(index, call)
        if wrapper is None or wrapper in found or not isinstance(call.callee, Name | Member):
            continue
        for value in options_of(evaluator.callee(path, call)):
            if isinstance(value, FunctionValue) and value.path == path and value.index in found:
                found[wrapper] = found[value.index]


def _function_giving(index: ModuleIndex, call: Call) -> int | None:
    """The function around a call whose first parameter is the statement that the call is given."""
    name = _statement_name(call.arguments[0]) if call.arguments else ""
    function = call.function
    while name and function >= 0:
        declared = index.module.functions[function]
        if declared.parameters and name == declared.parameters[0].name:
            return function
        function = declared.parent
    return None


def _statement_name(given: Expression) -> str:
    match given:
        case Name(name):
            return name
        case Object(entries):
            return next((value.id for key, value in entries if key in _TEXT_KEYS and isinstance(value, Name)), "")
    return ""
