"""What writes logs: loggers that are set up, and each call that writes a line."""

from __future__ import annotations

import re
from collections.abc import Iterator

from healthtui.derive.database import Database, query
from healthtui.derive.evaluation.evaluate import Evaluator, callee_of
from healthtui.derive.evaluation.values import (
    ClassValue,
    External,
    FunctionValue,
    Instance,
    Literally,
    Namespace,
    Value,
    external_of,
    options_of,
)
from healthtui.derive.evaluation.written import dotted
from healthtui.derive.http.fastify import fastify_loggers
from healthtui.derive.inputs import ModuleIndex, derives, index_of, modules_in
from healthtui.derive.libraries.logging import (
    CONSOLE,
    DEBUG_GUARD,
    LEVELS,
    LOGGER_NAME,
    LOGGERS,
    MAKERS,
    NEST_LOGGERS,
    REQUEST_LOGS,
)  # fmt: skip
from healthtui.derive.repository.areas import is_command_line, is_tool_config
from healthtui.derive.repository.graph import imports_of, package_of
from healthtui.derive.repository.packages import modules_used, request_path_files
from healthtui.facts.base import Place
from healthtui.facts.logs import LogCall, LoggerSetup
from healthtui.facts.source import Call, CallRef, Literal, Member, Object

_FAILURE = re.compile(r"e|err|error|\w+Err(?:or)?")  # the first parameter of a callback that may be told of one
_LISTENS = {"on", "once", "use", "addListener", "forEach", "catch"}  # their callbacks run later, and again
_EXIT_DISTANCE = 6  # lines between a message and the `process.exit` that it explains
_CRASHES = {"uncaughtException", "unhandledRejection", "uncaughtExceptionMonitor"}


@derives(LogCall)
def log_calls(db: Database, package: str) -> tuple[LogCall, ...]:
    """Each call that writes a log line."""
    on_request = _request_logger(db, package)
    found = [call for path in _files(db, package) for call in _calls_in(db, path, on_request)]
    return tuple(sorted(found, key=lambda one: one.place))


def _files(db: Database, package: str) -> list[str]:
    return [path for path in request_path_files(db, package) if not is_tool_config(path) and not is_command_line(path)]


def _request_logger(db: Database, package: str) -> str:
    """What `request.log` is in a package."""
    used = modules_used(db, package)
    otherwise = "fastify" if "fastify" in used else "unknown"
    return next((logger for module, logger in REQUEST_LOGS.items() if module in used), otherwise)


@query
def _calls_in(db: Database, path: str, on_request: str) -> tuple[LogCall, ...]:
    index = index_of(db, path)
    evaluator, found = Evaluator(db), list[LogCall]()
    for call in index.module.calls if index else ():
        assert index is not None
        if not isinstance(call.callee, Member) or call.callee.name not in LEVELS | CONSOLE or call.in_decorator:
            continue
        receiver, level = dotted(index, call.callee.of), call.callee.name
        if receiver == "console":
            logger = "console" if level in CONSOLE else ""
        else:
            logger = _logger(evaluator, path, call, receiver, on_request)
        if logger:
            found.append(LogCall(Place(path, call.line, call.column), logger, level, _is_aside(index, call)))
    return tuple(found)


def _logger(evaluator: Evaluator, path: str, call: Call, receiver: str, on_request: str) -> str:
    """The library that a call writes to, "unknown" for what is only named a logger, "" for what is none."""
    assert isinstance(call.callee, Member)
    values = options_of(evaluator.of(path, call.callee.of, call.function, call.owner))
    for value in values:
        if library := library_of(evaluator.db, value):
            return library
    name = receiver.rpartition(".")[2]
    if any(_source_of(value) for value in values) or not LOGGER_NAME.search(name):
        return ""  # of the repository, and over no library: its own calls of `console` count
    return on_request if name == "log" and "." in receiver else "unknown"


def library_of(db: Database, value: Value) -> str:
    """The logging library that a value goes back to, through wrappers of the repository; "" for none."""
    external = external_of(value)
    if external is not None:
        if external.module == "@nestjs/common" and external.name.partition(".")[0] in NEST_LOGGERS:
            return "nest"
        return LOGGERS.get(package_of(external.module), "")
    source = _source_of(value)
    return _library_within(db, source) if source and _is_logger(db, value) else ""


def _source_of(value: Value) -> str:
    """The file of the repository that defines a value, or ""."""
    match value:
        case Instance(ClassValue(path, _)) | ClassValue(path, _) | FunctionValue(path, _) | Namespace(path):
            return path
        case Literally(path):
            return path
    return ""


def _is_logger(db: Database, value: Value) -> bool:
    """A class is a logger by its name or base; an object with methods of levels is one."""
    match value:
        case Instance(ClassValue(path, number)) | ClassValue(path, number):
            index = index_of(db, path)
            declared = index.module.classes[number] if index else None
            return declared is not None and "log" in declared.name.lower()
        case Literally(_, Object(entries)):
            return not LEVELS.isdisjoint(key for key, _ in entries)
    return isinstance(value, Namespace | FunctionValue)


@query
def _library_within(db: Database, path: str) -> str:
    """The library under a wrapper: what its file imports, or a file that this one imports."""
    for file in (path, *imports_of(db, path)):
        for module in modules_in(db, file):
            if library := LOGGERS.get(package_of(module)):
                return library
    index = index_of(db, path)
    names = index.module.imports if index else ()
    return "nest" if any(one.module == "@nestjs/common" and one.name in NEST_LOGGERS for one in names) else ""


def _is_aside(index: ModuleIndex, call: Call) -> bool:
    """A failure at start-up, or behind a debug guard."""
    for branch in index.module.branches:
        if branch.line <= call.line <= branch.end_line and DEBUG_GUARD.search(branch.test):
            return True
    for number in index.calls_in.get(call.function, ()):
        other = index.module.calls[number]
        if dotted(index, other.callee) == "process.exit" and 0 <= other.line - call.line <= _EXIT_DISTANCE:
            return True
    if call.function < 0:
        return isinstance(call.callee, Member) and call.callee.name == "error"
    return _is_given_failures(index, call.function) or _is_of_start(index, call)


def _is_given_failures(index: ModuleIndex, function: int) -> bool:
    """Given to `process.on('uncaughtException')`, or to the `catch` of what starts at the top of a file."""
    passed = index.module.functions[function].passed_to
    if passed < 0:
        return False
    call = index.module.calls[passed]
    match dotted(index, call.callee).rpartition("."):
        case ("process", _, "on" | "once"):
            return any(isinstance(one, Literal) and one.value in _CRASHES for one in call.arguments)
        case (_, _, "catch"):
            return call.function < 0
    return False


def _is_of_start(index: ModuleIndex, call: Call) -> bool:
    """The failure of what starts at the top of a file and calls back: `pool.getConnection((err) => { console.error(err) })`."""
    function = index.module.functions[call.function]
    start = index.module.calls[function.passed_to] if function.passed_to >= 0 else None
    if start is None or start.function >= 0 or not isinstance(call.callee, Member) or call.callee.name != "error":
        return False
    is_called_back = 0 < len(function.parameters) <= 2 and _FAILURE.fullmatch(function.parameters[0].name) is not None
    return is_called_back and dotted(index, start.callee).rpartition(".")[2] not in _LISTENS


@derives(LoggerSetup)
def logger_setups(db: Database, package: str) -> tuple[LoggerSetup, ...]:
    """Each logger that is made, configured or given to the framework."""
    used = modules_used(db, package)
    found = [LoggerSetup(place, "fastify") for place in fastify_loggers(db, package)]
    if not used.isdisjoint({*LOGGERS, "morgan", "fastify", "@nestjs/common", "@nestjs/platform-fastify"}):
        found += [setup for path in _files(db, package) for setup in _setups_in(db, path)]
    return tuple(sorted(found, key=lambda one: one.place))


@query
def _setups_in(db: Database, path: str) -> tuple[LoggerSetup, ...]:
    index = index_of(db, path)
    if index is None:
        return ()
    evaluator = Evaluator(db)
    found = [(call, name) for call in index.module.calls for name in _setup(evaluator, path, index, call)]
    return tuple(LoggerSetup(Place(path, call.line, call.column), name) for call, name in found)


def _setup(evaluator: Evaluator, path: str, index: ModuleIndex, call: Call) -> Iterator[str]:
    method = dotted(index, call.callee).rpartition(".")[2]
    if method == "useLogger":
        yield from _given_to_nest(evaluator, path, index, call)
    for value in options_of(callee_of(evaluator.db, path, call)):
        external = external_of(value)
        if external is None:
            continue
        library = LOGGERS.get(package_of(external.module), "")
        if library and external.name in MAKERS:
            yield "nest-over" if external.module in ("nestjs-pino", "nest-winston") else library
        elif external.module == "morgan" and not external.name:
            yield "morgan"
        elif external == External("@nestjs/common", "Logger"):
            yield "nest"
        else:
            yield from _options(evaluator, path, call, external)


def _options(evaluator: Evaluator, path: str, call: Call, external: External) -> Iterator[str]:
    """The `logger` that NestJS is given when it is made."""
    if external == External("@nestjs/core", "NestFactory.create"):
        for argument in call.arguments[1:]:
            for value in options_of(evaluator.of(path, argument, call.function, call.owner)):
                if library_of(evaluator.db, evaluator.member(value, "logger")) not in ("", "nest"):
                    yield "nest-over"


def _given_to_nest(evaluator: Evaluator, path: str, index: ModuleIndex, call: Call) -> Iterator[str]:
    """`app.useLogger(logger)`, `app.useLogger(app.get(Logger))`."""
    for argument in call.arguments[:1]:
        inner = index.module.calls[argument.index].arguments if isinstance(argument, CallRef) else ()
        for one in (argument, *inner):
            values = options_of(evaluator.of(path, one, call.function, call.owner))
            if any(library_of(evaluator.db, value) not in ("", "nest") for value in values):
                yield "nest-over"
                return
