"""Where workers of queues start: in an entry of their own, or in the process that answers requests."""

from __future__ import annotations

import re
from posixpath import basename, join, splitext

from healthtui.derive.database import Database, query
from healthtui.derive.evaluation.evaluate import Evaluator
from healthtui.derive.evaluation.values import Called, Constant, Literally, external_of, options_of
from healthtui.derive.evaluation.written import dotted
from healthtui.derive.http.endpoints import registrations
from healthtui.derive.http.nest.application import nest_files
from healthtui.derive.inputs import derived, derives, facts_in, index_of
from healthtui.derive.jobs.starting import files_that_run
from healthtui.derive.libraries.controllers import EXPRESS_MAKERS
from healthtui.derive.libraries.jobs import PLATFORM_EVENTS
from healthtui.derive.repository.folders import files_named, folder_of, package_folders
from healthtui.derive.repository.graph import packages_named
from healthtui.derive.repository.packages import request_path_files
from healthtui.facts.base import Place
from healthtui.facts.jobs import QueueUse, WorkerStart
from healthtui.facts.project import Manifest
from healthtui.facts.source import Call, Literal, Member, Name, Template

OWN, API, NOT_KNOWN = "own", "api", "unknown"
_ROLE_OF_PROCESS = re.compile(r"worker|\brole\b|process_?type|_role\b|run_?mode|app_?mode|queue|jobs?\b", re.I)
_PROCESSOR_FILE = re.compile(r"\.[cm]?[jt]s$|processor|worker", re.I)
_PATH_MAKERS = {
    "path.join", "path.resolve", "join", "resolve", "require.resolve", "fileURLToPath", "URL", "url.pathToFileURL",
    "pathToFileURL",
}  # fmt: skip
_SERVERS = {"express": ("",), "fastify": ("", "fastify"), "@nestjs/core": ("NestFactory.create",), **EXPRESS_MAKERS}


@derives(WorkerStart)
def worker_starts(db: Database, package: str) -> tuple[WorkerStart, ...]:
    """Each place where a worker of a queue that the package uses starts, in it or in another package of the repository."""
    uses = derived(db, QueueUse, package)
    names = {one.library for one in uses}
    found = {one.place: one for one in uses if one.role == "worked"}
    for folder in sorted(package_folders(db)) if names and not found else ():
        others = derived(db, QueueUse, folder or ".") if (folder or ".") != package else ()
        found |= {one.place: one for one in others if one.role == "worked" and one.library in names}
    starts = [_start(db, package, use) for use in found.values()]
    return tuple(sorted(starts, key=lambda one: one.place))


def _start(db: Database, package: str, use: QueueUse) -> WorkerStart:
    path, line = use.place.path, use.place.line
    if use.written in PLATFORM_EVENTS or _is_sandboxed(db, path, line):
        return WorkerStart(use.place, use.library, OWN, use.place)
    running = files_that_run(db, package, use.place)
    entries = tuple(dict.fromkeys(one for file in sorted(running) for one in _entries_of(db, package).get(file, ())))
    serving = [one for one in entries if _serves(db, package, one)]
    if serving:
        process = NOT_KNOWN if any(_asks_role(db, one) for one in {*serving, *running}) else API
        return WorkerStart(use.place, use.library, process, Place(serving[0], 1, 1))
    if not entries and (folder_of(db, path) or ".") != package:
        return WorkerStart(use.place, use.library, OWN, use.place)  # another package starts it
    own = [one for one in entries if _is_started(db, package, one)]
    return WorkerStart(use.place, use.library, OWN if own else NOT_KNOWN, Place(own[0] if own else path, 1, 1))


def _is_sandboxed(db: Database, path: str, line: int) -> bool:
    """The jobs run in a file that the library starts as a process of its own: `new Worker('mail', './mail.processor.js')`."""
    index = index_of(db, path)
    calls = [one for one in index.module.calls if one.line == line and len(one.arguments) > 1] if index else []
    return any(_names_file(db, path, one) for one in calls)


def _names_file(db: Database, path: str, call: Call) -> bool:
    for position in range(1, len(call.arguments)):
        value = Evaluator(db).argument(path, call, position)
        index = index_of(db, value.path) if isinstance(value, Called) else None
        if isinstance(value, Constant) and isinstance(value.value, str) and _PROCESSOR_FILE.search(value.value):
            return True
        if index and isinstance(value, Called) and dotted(index, index.module.calls[value.index].callee) in _PATH_MAKERS:
            return True
        if isinstance(value, Literally) and isinstance(value.expression, Template):
            return any(isinstance(one, Literal) and _PROCESSOR_FILE.search(str(one.value)) for one in value.expression.parts)
    return False


@query
def _all_entries(db: Database, package: str) -> tuple[str, ...]:
    """The files of a package that no other of its files loads."""
    files = tuple(request_path_files(db, package))
    loaded = {one for path in files for one in files_named(db, path) if one != path}
    return tuple(one for one in files if one not in loaded)


@query
def _entries_of(db: Database, package: str) -> dict[str, tuple[str, ...]]:
    """By file, the entries of the package that reach it by imports."""
    found: dict[str, list[str]] = {}
    for entry in _all_entries(db, package):
        for path in reach_of(db, entry):
            found.setdefault(path, []).append(entry)
    return {path: tuple(entries) for path, entries in found.items()}


@query
def reach_of(db: Database, entry: str) -> frozenset[str]:
    """A file and all that it imports, directly or not."""
    todo, seen = [entry], {entry}
    while todo:
        new = [path for path in files_named(db, todo.pop()) if path not in seen]
        seen.update(new)
        todo += new
    return frozenset(seen)


def _serves(db: Database, package: str, entry: str) -> bool:
    """Whether an entry answers the requests of the package: it reaches half of its route modules, or makes its server."""
    if _is_context(db, entry):
        return False
    modules = {one.module for one in registrations(db, package)}
    reached = modules & reach_of(db, entry)
    if modules and len(reached) * 2 >= len(modules):
        return True
    are_imported = any(modules & reach_of(db, one) for one in _all_entries(db, package))
    if are_imported or not _is_started(db, package, entry):
        return False
    return any(_makes_server(db, one) for one in reach_of(db, entry) if (folder_of(db, one) or ".") == package)


@query
def _makes_server(db: Database, path: str) -> bool:
    """Whether a file makes the server: `express()`, `fastify()`, `NestFactory.create()`."""
    index = index_of(db, path) if packages_named(db, path) & _SERVERS.keys() else None
    for call in index.module.calls if index else ():
        for value in options_of(Evaluator(db).callee(path, call)) if isinstance(call.callee, Name | Member) else ():
            external = external_of(value)
            if external is not None and external.name in _SERVERS.get(external.module, ()):
                return True
    return False


def _is_context(db: Database, entry: str) -> bool:
    """A NestJS process without a server: `NestFactory.createApplicationContext(…)`, or a microservice alone."""
    index = index_of(db, entry) if entry in nest_files(db) else None
    made = {dotted(index, call.callee) for call in index.module.calls} if index else set()
    makes = {one.removeprefix("NestFactory.") for one in made if one.startswith("NestFactory.")}
    return bool(makes) and "create" not in makes


def _asks_role(db: Database, path: str) -> bool:
    """Whether a file decides by its environment what the process is: `if (process.env.ROLE === 'worker')`."""
    index = index_of(db, path)
    tests = (one.test for one in index.module.branches) if index else ()
    return any(re.search(r"env|argv|config", one, re.I) and _ROLE_OF_PROCESS.search(one) for one in tests)


def _is_started(db: Database, package: str, path: str) -> bool:
    """A file that nobody imports is an entry where a script names it, or where it exports nothing that others could load."""
    named = re.compile(rf"(?:^|[/\s]){re.escape(splitext(basename(path))[0])}(?:\.[cm]?[jt]s)?(?:\s|$|[\"'])")
    for manifest in facts_in(db, Manifest, join("" if package == "." else package, "package.json")):
        if any(named.search(one) for one in manifest.scripts.values()):
            return True
    index = index_of(db, path)
    return index is not None and not index.module.exports
