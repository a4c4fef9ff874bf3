"""Files that are uploaded and served, and how much of one is in memory at once."""

from __future__ import annotations

import re
from collections.abc import Iterator

from healthtui.derive.batches import in_each_file
from healthtui.derive.database import Database, query
from healthtui.derive.evaluation.evaluate import Evaluator
from healthtui.derive.evaluation.values import external_of
from healthtui.derive.evaluation.written import dotted
from healthtui.derive.http.code import REPLY_NAMES
from healthtui.derive.inputs import ModuleIndex, derives, index_of, modules_in
from healthtui.derive.libraries.performance import FILE_MODULES, STATIC
from healthtui.derive.performance.startup import is_startup
from healthtui.derive.performance.uploads import uploads
from healthtui.derive.repository.graph import package_of
from healthtui.derive.repository.packages import packages_taken
from healthtui.facts.base import Place
from healthtui.facts.performance import FileTransfer
from healthtui.facts.source import Call, CallRef, Expression, Literal, Member, Name

_SENDS_FILE = {"sendFile", "sendfile", "download", "useStaticAssets"}
_SENDS = {"send", "end", "write"}
_READS = {"readFile", "readFileSync", "promises.readFile"}
_PIPES = {"pipe", "pipeline", "pipeTo"}
_KEEPS = re.compile(r"(?:^|\.)(?:toString|from|promise|valueOf)$")  # what hands a file's bytes on as they are
_TEXTS = {"html", "json", "text", "xml", "csv", "page", "body"}
_MAX_STEPS = 50


@derives(FileTransfer)
def file_transfers(db: Database, package: str) -> tuple[FileTransfer, ...]:
    found = uploads(db, package) + list(in_each_file(db, package, _served_in))
    first = {(one.place.path, one.place.line, one.by): one for one in sorted(found, key=lambda one: one.place)}
    return tuple(first.values())


@query
def _served_in(db: Database, path: str) -> tuple[FileTransfer, ...]:
    index = index_of(db, path)
    if index is None:
        return ()
    plugins = {module for module, name in STATIC if not name and module != "send"}
    found = [FileTransfer(place, name, "streamed", False) for place, name in packages_taken(db, path) if name in plugins]
    evaluator, answers = Evaluator(db), list(_answers(index))
    reads_files = not FILE_MODULES.isdisjoint(name.removeprefix("node:") for name in modules_in(db, path))
    sent = _whole(evaluator, path, index, answers) if reads_files else _given(index, answers)
    kind = "whole" if reads_files else "unknown"
    found += [FileTransfer(Place(path, call.line, call.column), by, kind, False) for call, by in sent]
    found += [one for call in index.module.calls for one in _streamed(evaluator, path, index, call)]
    found += [FileTransfer(Place(path, call.line, call.column), by, "streamed", False) for call, by in _read_on(index, answers)]
    return tuple(found)


def _streamed(evaluator: Evaluator, path: str, index: ModuleIndex, call: Call) -> Iterator[FileTransfer]:
    if not isinstance(call.callee, Name | Member):
        return
    written = dotted(index, call.callee)
    root, last = written.partition(".")[0].removesuffix("()"), written.rpartition(".")[2]
    is_sent = last in _SENDS_FILE and (root in REPLY_NAMES or last == "useStaticAssets")
    is_piped = last in _PIPES and any(dotted(index, one).partition(".")[0] in REPLY_NAMES for one in call.arguments)
    if is_sent or is_piped or (last in ("static", "forRoot", "forRootAsync") and _is_static(evaluator, path, call)):
        yield FileTransfer(Place(path, call.line, call.column), written, "streamed", False)


def _read_on(index: ModuleIndex, answers: list[Call]) -> Iterator[tuple[Call, str]]:
    """The answers that are given a file as it is read: `reply.send(fs.createReadStream(path))`."""
    for call in answers:
        for one in call.arguments[:1]:
            held = index.bindings.get((call.function, one.id), ()) if isinstance(one, Name) else ()
            for value in (one, *(it.value for it in held)):
                written = dotted(index, value)
                if written.rpartition(".")[2] == "createReadStream()" and written.count("()") == 1:
                    yield call, written.removesuffix("()")


def _is_static(evaluator: Evaluator, path: str, call: Call) -> bool:
    external = external_of(evaluator.callee(path, call))
    return external is not None and (package_of(external.module), external.name) in STATIC


def _whole(evaluator: Evaluator, path: str, index: ModuleIndex, answers: list[Call]) -> Iterator[tuple[Call, str]]:
    """The calls that read a whole file whose content is sent as it is."""
    for number, call in enumerate(index.module.calls):
        if call.function < 0 or dotted(index, call.callee).rpartition(".")[2] not in ("readFile", "readFileSync"):
            continue
        external = external_of(evaluator.callee(path, call))
        if external is None or external.module.removeprefix("node:") not in FILE_MODULES or external.name not in _READS:
            continue
        given = {  # the data that a callback is given
            one.parameters[1].name for one in index.module.functions if one.passed_to == number and len(one.parameters) > 1
        }
        is_sent = any(_hands_on(index, argument, number, given) for sent in answers for argument in sent.arguments[:1])
        if is_sent and not is_startup(evaluator.db, path, call.function):
            yield call, dotted(index, call.callee)


def _given(index: ModuleIndex, answers: list[Call]) -> Iterator[tuple[Call, str]]:
    """The answers of bytes whose own length goes before them, and that came from elsewhere: from a store of files, maybe."""
    for call in answers:
        match call.arguments:
            case (Name(name), *_) if name.lower() not in _TEXTS and _tells_length(index, call.function, name):
                yield call, dotted(index, call.callee)


def _tells_length(index: ModuleIndex, function: int, name: str) -> bool:
    """`res.set('Content-Length', data.length)`: of a text, it would be counted in bytes."""
    return any(
        isinstance(one, Literal) and str(one.value).lower() == "content-length" and other == Member(Name(name), "length")
        for call in index.module.calls
        if call.function == function
        for one, other in zip(call.arguments, call.arguments[1:], strict=False)
    )


def _answers(index: ModuleIndex) -> Iterator[Call]:
    for call in index.module.calls:
        written = dotted(index, call.callee)
        root, last = written.partition(".")[0].removesuffix("()"), written.rpartition(".")[2]
        if (last in _SENDS and root in REPLY_NAMES) or last == "StreamableFile":
            yield call


def _hands_on(index: ModuleIndex, expression: Expression, number: int, given: set[str]) -> bool:
    """Whether a value is the content that a call reads, unchanged."""
    todo, steps = [expression], 0
    function = index.module.calls[number].function
    while todo and steps < _MAX_STEPS:
        steps += 1
        match todo.pop():
            case Name(name) if name in given:
                return True
            case Name(name):
                todo += [one.value for one in index.bindings.get((function, name), ())]
            case CallRef(other) if other == number:
                return True
            case CallRef(other) if _KEEPS.search(dotted(index, index.module.calls[other].callee)):
                called = index.module.calls[other]
                todo += [*called.arguments[:1], *([called.callee.of] if isinstance(called.callee, Member) else ())]
    return False
