"""What the persona names, seen at work in a package: what its source imports, and how its tools are set up."""

from __future__ import annotations

from collections.abc import Iterator

from healthtui.derive.batches import in_each_file
from healthtui.derive.database import Database, query
from healthtui.derive.evaluation.expressions import parts_of
from healthtui.derive.evaluation.written import dotted
from healthtui.derive.http.nest.assemble import nest_cors
from healthtui.derive.inputs import ModuleIndex, derived, derives, index_of, modules_in
from healthtui.derive.libraries.controllers import EXPRESS_MAKERS
from healthtui.derive.libraries.names import FRAMEWORK_NAMES, MONGODB, TAKEN, TEST_MODULES, names_of
from healthtui.derive.repository.graph import package_of
from healthtui.derive.repository.packages import FRAMEWORKS, OTHER_SERVERS, test_files
from healthtui.derive.repository.tooling import tools_at_work
from healthtui.facts.auth import RoleGuard
from healthtui.facts.base import Place
from healthtui.facts.derived import Package, Recognised
from healthtui.facts.http import CorsPolicy
from healthtui.facts.logs import LoggerSetup
from healthtui.facts.source import Call, Expression, Literal, Name, Object, Require

_EVENT_STREAM = "text/event-stream"


@derives(Recognised)
def recognised(db: Database, package: str) -> tuple[Recognised, ...]:
    """Each name once, at the first place where it is seen."""
    (itself,) = derived(db, Package, package)
    servers = {FRAMEWORK_NAMES[name] for name in itself.frameworks} | set(itself.other_servers)
    known = {*FRAMEWORK_NAMES.values(), *OTHER_SERVERS.values()}
    found = [one for one in _in_source(db, package) if one.name not in known or one.name in servers]
    found += [one for path in test_files(db, package) for one in uses_in(db, path, True)]
    found += tools_at_work(db, package)
    first: dict[str, Recognised] = {}
    for one in found:
        first.setdefault(one.name, one)
    return tuple(sorted(first.values(), key=lambda one: (one.place, one.name)))


def _in_source(db: Database, package: str) -> Iterator[Recognised]:
    yield from in_each_file(db, package, _uses_in_source)
    yield from (Recognised(one.place, "CORS") for one in derived(db, CorsPolicy, package) if one.origin != "off")
    yield from (Recognised(one.place, "CORS") for one in nest_cors(db, package))
    yield from (Recognised(one.place, "Pino") for one in derived(db, LoggerSetup, package) if one.logger == "fastify")
    yield from (Recognised(one.place, "RBAC") for one in derived(db, RoleGuard, package))


def _uses_in_source(db: Database, path: str) -> tuple[Recognised, ...]:
    return uses_in(db, path, False)


@query
def uses_in(db: Database, path: str, is_test: bool) -> tuple[Recognised, ...]:
    """What a file uses, each at its place."""
    index = index_of(db, path)
    if index is None:
        return ()
    found = [(name, module) for module in sorted(set(modules_in(db, path))) for name in sorted(_names(module, is_test))]
    uses = [Recognised(place, name) for name, module in found if (place := _place_of(path, index, module))]
    return (*uses, *_taken(path, index), *(() if is_test else _called(path, index)))


def _names(module: str, is_test: bool) -> set[str]:
    package = package_of(module)
    if is_test:
        is_runner = module != "test"  # `node:test` is a module of Node, `test` alone is a package
        return {TEST_MODULES[package]} if package in TEST_MODULES and is_runner else set()
    found = names_of(package)
    if package in FRAMEWORKS:
        found.add(FRAMEWORK_NAMES[FRAMEWORKS[package]])
    found |= {FRAMEWORK_NAMES["express"]} if package in EXPRESS_MAKERS else set()
    found |= {OTHER_SERVERS[package]} if package in OTHER_SERVERS else set()
    return found | ({"MongoDB driver"} if package in MONGODB else set())


def _place_of(path: str, index: ModuleIndex, module: str) -> Place | None:
    """Where a module is at work: the first call of what is taken of it, else where it is taken; None for types alone."""
    taken = [one for one in index.module.imports if one.module == module and not one.type_only]
    names = {one.local for one in taken} | {one.name for one in index.module.bindings if _requires(one.value, module)}
    for call in index.module.calls:
        root = dotted(index, call.callee).partition(".")[0].removesuffix("()")
        if root in names or call.callee == Require(module):
            return Place(path, call.line, call.column)
    lines = [one.line for one in taken] + [one.line for one in index.module.bindings if _requires(one.value, module)]
    if lines:
        return Place(path, min(lines), 1)
    is_typed = any(one.module == module for one in index.module.imports)
    return None if is_typed else Place(path, 1, 1)


def _requires(value: Expression, module: str) -> bool:
    todo = [value]
    while todo:
        one = todo.pop()
        if one == Require(module):
            return True
        todo.extend(parts_of(one))
    return False


def _taken(path: str, index: ModuleIndex) -> Iterator[Recognised]:
    for one in index.module.imports:
        if not one.type_only and one.name in TAKEN:
            yield Recognised(Place(path, one.line, 1), TAKEN[one.name])
    for binding in index.module.bindings:
        name = getattr(binding.value, "name", "")
        if name in TAKEN and isinstance(getattr(binding.value, "of", None), Require):
            yield Recognised(Place(path, binding.line, 1), TAKEN[name])


def _called(path: str, index: ModuleIndex) -> Iterator[Recognised]:
    for call in index.module.calls:
        if _sends_events(call) or (call.in_decorator and call.callee == Name("Sse")):
            yield Recognised(Place(path, call.line, call.column), "Server-Sent Events")
        elif dotted(index, call.callee) == "process.loadEnvFile":
            yield Recognised(Place(path, call.line, call.column), ".env")


def _sends_events(call: Call) -> bool:
    todo = list(call.arguments)
    while todo:
        match todo.pop():
            case Literal(str(text)) if text.partition(";")[0] == _EVENT_STREAM:
                return True
            case Object(entries):
                todo.extend(value for _, value in entries)
    return False
