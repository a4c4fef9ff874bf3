"""Who looks at failed jobs: handlers of `failed`, dashboards, counts that a route shows, consumers of dead letters."""

from __future__ import annotations

import re
from collections.abc import Iterator

from healthtui.derive.data.trails import Tracer
from healthtui.derive.database import Database, query
from healthtui.derive.evaluation.values import external_of, options_of
from healthtui.derive.evaluation.written import dotted, texts_of
from healthtui.derive.inputs import derived, derives, index_of
from healthtui.derive.jobs.queues import last_name, libraries_used, library_at
from healthtui.derive.libraries.jobs import (
    COUNTERS,
    DASHBOARDS,
    DEAD_LETTER_NAME,
    EVENT_DECORATORS,
    FAILED_DECORATORS,
    LIBRARY_OF,
    QueueLibrary,
)
from healthtui.derive.repository.folders import folder_of
from healthtui.derive.repository.packages import modules_used, request_path_files
from healthtui.facts.base import Place
from healthtui.facts.jobs import QueueWatch, WorkerStart
from healthtui.facts.source import Call, Literal, Member

_LISTENERS = {"on", "once", "addListener"}


@derives(QueueWatch)
def queue_watches(db: Database, package: str) -> tuple[QueueWatch, ...]:
    """Each place where failed jobs are handled or a queue is shown."""
    libraries = libraries_used(db, package)
    if not libraries and modules_used(db, package).isdisjoint(DASHBOARDS):
        return ()
    workers = {folder_of(db, one.place.path) or "." for one in derived(db, WorkerStart, package)} - {package}
    files = dict.fromkeys(path for one in (package, *sorted(workers)) for path in request_path_files(db, one))
    found = [one for path in files for one in _watches_in(db, path, libraries)]
    return tuple(sorted(found, key=lambda one: one.place))


@query
def _watches_in(db: Database, path: str, libraries: tuple[QueueLibrary, ...]) -> tuple[QueueWatch, ...]:
    index = index_of(db, path)
    if index is None:
        return ()
    tracer, found = Tracer(db, path, index), list[QueueWatch]()
    for call in index.module.calls:
        by = next(_watching(db, path, tracer, call, libraries), "")
        if by:
            found.append(QueueWatch(Place(path, call.line, call.column), by))
    return tuple(found)


def _watching(db: Database, path: str, tracer: Tracer, call: Call, libraries: tuple[QueueLibrary, ...]) -> Iterator[str]:
    name = last_name(call)
    failing = {event for one in libraries for event in one.failed}
    if call.in_decorator and name in FAILED_DECORATORS | EVENT_DECORATORS:
        if name in FAILED_DECORATORS or _names_failure(call, failing):
            yield f"@{name}"
    elif name in _LISTENERS and failing & _events_of(call) and _is_of_queue(tracer, call, libraries):
        yield f"{dotted(tracer.index, call.callee)}('{_said(call)}')"
    elif name in COUNTERS and _is_of_queue(tracer, call, libraries):
        yield name
    elif any(DEAD_LETTER_NAME.search(one) for one in texts_of(call)[:1]):
        hit = library_at(db, path, tracer, call, libraries)
        if hit and hit[1] == "worked":
            yield "a consumer of dead letters"
    else:
        yield from _dashboard(path, tracer, call)


def _events_of(call: Call) -> set[str]:
    """The event that a handler is for; `fail:send mail` is a `fail` too."""
    said = _said(call)
    return {said, said.partition(":")[0]}


def _said(call: Call) -> str:
    """An event by its text, or by the constant that holds it: `consumer.events.CRASH`."""
    named = [one.name.lower() for one in call.arguments[:1] if isinstance(one, Member)]
    return next(iter([*texts_of(call)[:1], *named]), "")


def _names_failure(call: Call, failing: set[str]) -> bool:
    """`@OnWorkerEvent('failed')`, `@OnQueueEvent(BullQueueEvents.FAILED)`."""
    names = {one.name.lower() for one in call.arguments if isinstance(one, Member)}
    names |= {str(one.value) for one in call.arguments if isinstance(one, Literal)}
    return bool(names & (failing | {"failed"}))


def _is_of_queue(tracer: Tracer, call: Call, libraries: tuple[QueueLibrary, ...]) -> bool:
    """Whether a method is one of a queue, a worker or their events."""
    for trail in tracer.of(call):
        if trail.package:
            if LIBRARY_OF.get(trail.package) in libraries:
                return True
        elif any(one.handle and _is_handle(one, trail.plain.rpartition(".")[0]) for one in libraries):
            return True
    return False


def _is_handle(library: QueueLibrary, owner: str) -> bool:
    return bool(re.fullmatch(rf"(?:.*\.)?{library.handle}", owner))


def _dashboard(path: str, tracer: Tracer, call: Call) -> Iterator[str]:
    """What makes a dashboard, or is given to a router as one."""
    expressions = [call.callee, *(call.arguments if last_name(call) in ("use", "register") else ())]
    for expression in expressions:
        for value in options_of(tracer.evaluator.of(path, expression, call.function, call.owner)):
            external = external_of(value)
            if external is not None and external.name in DASHBOARDS.get(external.module, ()):
                yield external.module
