"""Where the errors of requests are logged: in the central handler, or by what logs the requests."""

from __future__ import annotations

import re
from collections.abc import Iterator

from healthtui.derive.database import Database, query
from healthtui.derive.evaluation.evaluate import Evaluator
from healthtui.derive.evaluation.pieces import call_at
from healthtui.derive.evaluation.values import Called, ClassValue, External, FunctionValue, Instance, external_of, options_of
from healthtui.derive.evaluation.written import dotted, inner_functions, is_for_development
from healthtui.derive.http.controls import controls_of
from healthtui.derive.http.endpoints import applied
from healthtui.derive.http.errors import is_central
from healthtui.derive.http.fastify import fastify_loggers
from healthtui.derive.http.fastify.options import option
from healthtui.derive.http.functions import functions_of
from healthtui.derive.http.model import Applied, Handler
from healthtui.derive.inputs import ModuleIndex, derives, index_of
from healthtui.derive.libraries.logging import CONSOLE, ERROR_LEVELS, LEVELS, LOGS_FAILED_REQUESTS
from healthtui.facts.logs import ErrorLog
from healthtui.facts.source import Call, Member

_RECEIVER = re.compile(r"(?:^|\.)\w*(?:console|log|logger|winston|pino)(?:\(\))?$", re.I)
_METHODS = ("catch", "intercept", "use")  # of a filter, an interceptor, a middleware class
_LEVELS_DEEP = 2


@derives(ErrorLog)
def error_logs(db: Database, package: str) -> tuple[ErrorLog, ...]:
    found = [ErrorLog(place, "Fastify's logger") for place in fastify_loggers(db, package)]
    for one in applied(db, package):
        in_handler = _logs_in_handler(db, one) if is_central(db, package, one) else ""
        if by := in_handler or _logs_failures(db, one):
            found.append(ErrorLog(one.handler.place, by))
    return tuple(sorted(dict.fromkeys(found), key=lambda one: one.place))


def _logs_in_handler(db: Database, one: Applied) -> str:
    """What logs in a central handler: as an error, or else at any level."""
    return _logs_errors(db, one, ERROR_LEVELS, _LEVELS_DEEP) or _logs_errors(db, one, CONSOLE | LEVELS, _LEVELS_DEEP)


def _logs_errors(db: Database, one: Applied, levels: set[str], deep: int = 0) -> str:
    """What logs in the functions of a handler, or so many calls deep in those that they call; "" for nothing."""
    level = [FunctionValue(*place) for place in _functions(db, one.handler)]
    seen = set(level)
    for _ in range(deep + 1):
        if written := next((text for function in level if (text := _log_in(db, function, frozenset(levels)))), ""):
            return written
        level = [deeper for function in level for deeper in _called(db, function) if deeper not in seen]
        seen.update(level)
    return ""


def _logs_failures(db: Database, one: Applied) -> str:
    """A logger of requests that also tells of those that failed."""
    if external_of(one.handler.value) == External("express-winston", "errorLogger"):
        return "express-winston"
    logging = [control.by for control in controls_of(db, one.handler) if control.kind == "logging"]
    if by := next((by for by in logging if by in LOGS_FAILED_REQUESTS), ""):
        return by
    looks = logging and any(_looks_at_outcome(db, *function) for function in _functions(db, one.handler))
    return (_logs_errors(db, one, ERROR_LEVELS) if looks else "") or (_streamed(db, one.handler) if logging else "")


def _looks_at_outcome(db: Database, path: str, function: int) -> bool:
    """An interceptor sees what a handler throws; a middleware the status of the reply."""
    index = index_of(db, path)
    if index is None or index.module.functions[function].name == "intercept":
        return index is not None
    inside = inner_functions(index, function)
    return any(one.function in inside and one.chain.endswith(".statusCode") for one in index.module.reads)


def _functions(db: Database, handler: Handler) -> Iterator[tuple[str, int]]:
    yield from functions_of(db, handler)
    evaluator = Evaluator(db)
    for one in options_of(handler.value):
        declared = one.of if isinstance(one, Instance) else one
        if isinstance(declared, ClassValue):
            methods = [evaluator.class_member(declared.path, declared.index, name) for name in _METHODS]
            yield from ((method.path, method.index) for method in methods if isinstance(method, FunctionValue))


@query
def _log_in(db: Database, function: FunctionValue, levels: frozenset[str]) -> str:
    """The first call that logs, not behind a guard of development."""
    index = index_of(db, function.path)
    for call in _calls(index, function.index) if index else ():
        assert index is not None
        if isinstance(call.callee, Member) and call.callee.name in levels and _RECEIVER.search(dotted(index, call.callee.of)):
            return dotted(index, call.callee)
    return ""


@query
def _called(db: Database, function: FunctionValue) -> tuple[FunctionValue, ...]:
    """The functions of the repository that one calls, not behind a guard of development."""
    index, evaluator = index_of(db, function.path), Evaluator(db)
    calls = _calls(index, function.index) if index else []
    values = (value for call in calls for value in options_of(evaluator.callee(function.path, call)))
    return tuple(dict.fromkeys(value for value in values if isinstance(value, FunctionValue)))


def _calls(index: ModuleIndex, function: int) -> list[Call]:
    numbers = (number for one in inner_functions(index, function) for number in index.calls_in.get(one, ()))
    calls = (index.module.calls[number] for number in numbers)
    return [call for call in calls if not is_for_development(index, call)]


def _streamed(db: Database, handler: Handler) -> str:
    """`morgan(format, { stream: { write: (line) => logger.error(line) } })`."""
    for one in options_of(handler.value):
        call = call_at(db, one.path, one.index) if isinstance(one, Called) else None
        for argument in call.arguments[1:] if call and isinstance(one, Called) else ():
            assert call is not None
            assert isinstance(one, Called)
            options = Evaluator(db).of(one.path, argument, call.function, call.owner)
            for write in options_of(option(db, option(db, options, "stream"), "write")):
                if isinstance(write, FunctionValue) and (text := _log_in(db, write, frozenset(ERROR_LEVELS))):
                    return text
    return ""
