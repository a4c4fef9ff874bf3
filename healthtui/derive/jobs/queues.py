"""Durable queues: where they are made, fed and worked."""

from __future__ import annotations

import re
from collections.abc import Iterator

from healthtui.derive.batches import in_each_file
from healthtui.derive.data.bound import Trail
from healthtui.derive.data.trails import Tracer, followed
from healthtui.derive.database import Database, query
from healthtui.derive.evaluation.expressions import expressions_of, parts_of
from healthtui.derive.evaluation.written import dotted
from healthtui.derive.inputs import ModuleIndex, derives, index_of
from healthtui.derive.jobs.retries import Retries, default_retries
from healthtui.derive.libraries.jobs import DURABLE_TRANSPORTS, LIBRARY_OF, MICROSERVICES, QueueLibrary
from healthtui.derive.repository.folders import package_folders
from healthtui.derive.repository.graph import packages_named
from healthtui.derive.repository.packages import modules_used, request_path_files
from healthtui.facts.base import Place
from healthtui.facts.jobs import QueueUse
from healthtui.facts.source import Call, Member, Name

ROLES = ("made", "fed", "worked")
_MAX_WRITTEN = 60  # characters


@query
def libraries_used(db: Database, package: str) -> tuple[QueueLibrary, ...]:
    """The queue libraries that a package's code imports."""
    return tuple(dict.fromkeys(LIBRARY_OF[name] for name in sorted(modules_used(db, package) & LIBRARY_OF.keys())))


@derives(QueueUse)
def queue_uses(db: Database, package: str) -> tuple[QueueUse, ...]:
    """Each place where a queue is made, fed or worked; one that is fed by another package of the repository only, too."""
    found = list(_uses_of(db, package))
    starved = {one.library for one in found} - {one.library for one in found if one.role == "fed"}
    for folder in sorted(package_folders(db)) if starved else ():
        others = _uses_of(db, folder or ".") if (folder or ".") != package else ()
        found += [one for one in others if one.role == "fed" and one.library in starved and one not in found]
    return tuple(sorted(found, key=lambda one: one.place))


@query
def _uses_of(db: Database, package: str) -> tuple[QueueUse, ...]:
    libraries = libraries_used(db, package)
    found = [one for path in request_path_files(db, package) for one in uses_in(db, path, libraries)] if libraries else []
    if MICROSERVICES in modules_used(db, package):
        transports = set(in_each_file(db, package, _transports_in))
        for path in request_path_files(db, package) if transports else ():
            found += _messages_in(db, path, DURABLE_TRANSPORTS[min(transports)])
    return tuple(found)


@query
def uses_in(db: Database, path: str, libraries: tuple[QueueLibrary, ...]) -> tuple[QueueUse, ...]:
    """What a file does with queues of some libraries."""
    index = index_of(db, path)
    if index is None:
        return ()
    tracer = Tracer(db, path, index)
    names = {name for one in libraries for role in ROLES for name in getattr(one, role).split()}
    default = tuple((one.name, default_retries(db, path, one)) for one in libraries)
    found: list[QueueUse] = []
    for number, call in enumerate(index.module.calls):
        if last_name(call) not in names and not (call.is_new or isinstance(call.callee, Name)):
            continue
        if (hit := library_at(db, path, tracer, call, libraries)) is None:
            continue
        library, role = hit
        retries = Retries(tracer.evaluator, path, index).of(number, library, dict(default)[library.name]) if role == "fed" else ""
        written = dotted(index, call.callee)[-_MAX_WRITTEN:]
        found.append(QueueUse(Place(path, call.line, call.column), library.name, role, written, retries))
    return (*found, *_invoked(path, index, libraries))


def _invoked(path: str, index: ModuleIndex, libraries: tuple[QueueLibrary, ...]) -> Iterator[QueueUse]:
    """Functions that the platform calls with the jobs: `export const handler = async (event: SQSEvent) => …` of a Lambda."""
    for function in index.module.functions:
        types = {one.type for one in function.parameters[:1]}
        for library in libraries:
            if library.event and library.event in types:
                yield QueueUse(Place(path, function.line, function.column), library.name, "worked", library.event)


def last_name(call: Call) -> str:
    """The last part of what a call calls."""
    match call.callee:
        case Member(_, name):
            return name
        case Name(name):
            return name
    return ""


def library_at(
    db: Database, path: str, tracer: Tracer, call: Call, libraries: tuple[QueueLibrary, ...]
) -> tuple[QueueLibrary, str] | None:
    """The library and the role of a call."""
    for trail in _trails(db, path, tracer, call):
        library = LIBRARY_OF.get(trail.package)
        if library is not None and library in libraries and (role := _role(library, trail, call)):
            return library, role
        if not trail.package and (written := _as_written(trail.text, call, libraries)):
            return written
    return None


def _trails(db: Database, path: str, tracer: Tracer, call: Call) -> Iterator[Trail]:
    for trail in tracer.of(call):
        yield from followed(db, path, trail)


def _role(library: QueueLibrary, trail: Trail, call: Call) -> str:
    text = trail.plain
    last = text.rpartition(".")[2]
    for role in ROLES:
        names = getattr(library, role).split()
        if text == trail.package:
            if "." in names and role == "made":
                return role
        elif last in names and (last[:1].islower() or call.is_new or call.in_decorator):
            return role
    return ""


def _as_written(text: str, call: Call, libraries: tuple[QueueLibrary, ...]) -> tuple[QueueLibrary, str] | None:
    """A queue that cannot be followed to its package, by how it is named: `queues[name].add(job)`."""
    owner, _, method = text.rpartition(".")
    for library in libraries:
        is_handle = bool(library.handle) and re.fullmatch(rf"(?:.*\.)?{library.handle}(?:\(\))?", owner)
        for role in ROLES[1:] if is_handle and call.arguments else ():
            if method in getattr(library, role).split():
                return library, role
    return None


@query
def _transports_in(db: Database, path: str) -> frozenset[str]:
    """The durable transports of microservices that a file names: `Transport.RMQ`."""
    index = index_of(db, path) if MICROSERVICES in packages_named(db, path) else None
    found, todo = set[str](), list(expressions_of(index)) if index else []
    while todo:
        one = todo.pop()
        if isinstance(one, Member) and one.of == Name("Transport"):
            found.add(one.name)
        todo += parts_of(one)
    return frozenset(found & DURABLE_TRANSPORTS.keys())


@query
def _messages_in(db: Database, path: str, library: str) -> tuple[QueueUse, ...]:
    """Events of microservices: emitted by a client, handled by a controller."""
    index = index_of(db, path)
    if index is None or MICROSERVICES not in packages_named(db, path):
        return ()
    tracer, found = Tracer(db, path, index), list[QueueUse]()
    for call in index.module.calls:
        role = {"emit": "fed", "EventPattern": "worked"}.get(last_name(call), "")
        if role and any(trail.package == MICROSERVICES for trail in tracer.of(call)):
            retries = default_retries(db, path, LIBRARY_OF["amqplib"]) if role == "fed" else ""
            found.append(QueueUse(Place(path, call.line, call.column), library, role, dotted(index, call.callee), retries))
    return tuple(found)
