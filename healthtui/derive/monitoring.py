"""What watches the service: trackers, metrics and tracing that are set at work, and health endpoints."""

from __future__ import annotations

from collections.abc import Iterator
from posixpath import join

from healthtui.derive.batches import in_each_file
from healthtui.derive.database import Database, query
from healthtui.derive.evaluation.evaluate import Evaluator
from healthtui.derive.evaluation.values import UNKNOWN, Constant, External, external_of, options_of
from healthtui.derive.http.endpoints import applied, endpoints
from healthtui.derive.http.fastify.options import option
from healthtui.derive.inputs import derives, facts_in, index_of, modules_in
from healthtui.derive.libraries.monitoring import (
    HEALTH_PLUGINS,
    MONITORS,
    PRELOAD_FLAG,
    PRELOADS,
    STATUS_ROUTE_PLUGINS,
    is_health_path,
)  # fmt: skip
from healthtui.derive.repository.graph import imports_of, package_of, packages_named
from healthtui.derive.repository.packages import request_path_files
from healthtui.facts.base import Place
from healthtui.facts.monitoring import HealthEndpoint, Monitor
from healthtui.facts.project import Manifest

_READS = ("GET", "HEAD", "ALL")


@derives(Monitor)
def monitors(db: Database, package: str) -> tuple[Monitor, ...]:
    """In the package, in what it imports of others of the repository, and what its scripts load first."""
    own = request_path_files(db, package)
    found = [one for path in (*own, *_shared(db, package)) for one in _monitors_in(db, path)]
    found += [*_plugged_in(db, package), *_loaded_by_script(db, package)]
    return tuple(sorted(dict.fromkeys(found), key=lambda one: one.place))


@query
def _shared(db: Database, package: str) -> tuple[str, ...]:
    """The files of other packages that a package imports, and what these import: an index, and what stands behind it."""
    own = request_path_files(db, package)
    level = {target for path in own for target in imports_of(db, path)} - set(own)
    behind = {target for path in level for target in imports_of(db, path)} - set(own)
    return tuple(sorted(level | behind))


@query
def _monitors_in(db: Database, path: str) -> tuple[Monitor, ...]:
    named = set(modules_in(db, path))
    if named.isdisjoint(PRELOADS) and packages_named(db, path).isdisjoint(MONITORS):
        return ()
    index = index_of(db, path)
    assert index is not None
    typed = {one.module for one in index.module.imports if one.type_only}
    found = [Monitor(Place(path, 1, 1), PRELOADS[module]) for module in sorted(named & PRELOADS.keys() - typed)]
    for call in index.module.calls:
        for value in options_of(Evaluator(db).callee(path, call)):
            if by := _set_at_work(external_of(value)):
                found.append(Monitor(Place(path, call.line, call.column), by))
    return tuple(dict.fromkeys(found))


def _set_at_work(external: External | None) -> str:
    """The monitor that a call of a package's member sets at work, or ""."""
    name, members = MONITORS.get(package_of(external.module), ("", ())) if external is not None else ("", ())
    return name if external is not None and external.name in members else ""


def _plugged_in(db: Database, package: str) -> Iterator[Monitor]:
    """A plugin of Fastify that is registered, or a middleware that is applied as it is."""
    for one in applied(db, package):
        for value in options_of(one.handler.value):
            if by := _set_at_work(external_of(value)):
                yield Monitor(one.handler.place, by)


def _loaded_by_script(db: Database, package: str) -> Iterator[Monitor]:
    """`node -r newrelic server.js`."""
    path = join("" if package == "." else package, "package.json")
    for manifest in facts_in(db, Manifest, path):
        for name, script in manifest.scripts.items():
            place = Place(path, manifest.lines.get(f"scripts.{name}", manifest.lines.get("scripts", 1)), 1)
            yield from (Monitor(place, PRELOADS[module]) for module in PRELOAD_FLAG.findall(script) if module in PRELOADS)


@derives(HealthEndpoint)
def health_endpoints(db: Database, package: str) -> tuple[HealthEndpoint, ...]:
    """Routes, what is mounted under such a path, and plugins that add one."""
    routes = [one for one in endpoints(db, package) if one.method in _READS and is_health_path(one.path)]
    found = [HealthEndpoint(one.place, one.label) for one in routes]
    for one in applied(db, package):
        external = external_of(one.handler.value)
        if one.role == "middleware" and is_health_path(one.prefix):
            found.append(HealthEndpoint(one.handler.place, one.prefix))
        elif external is not None and _adds_one(external):
            found.append(HealthEndpoint(one.handler.place, external.module))
        elif external is not None and external.module in STATUS_ROUTE_PLUGINS:
            asked = option(db, one.options, "exposeStatusRoute")
            if asked not in (UNKNOWN, Constant(False)):
                found.append(HealthEndpoint(one.handler.place, external.module))
    found += in_each_file(db, package, _health_in)
    return tuple(sorted(dict.fromkeys(found), key=lambda one: one.place))


def _adds_one(external: External) -> bool:
    return external.name in HEALTH_PLUGINS.get(external.module, ())


@query
def _health_in(db: Database, path: str) -> tuple[HealthEndpoint, ...]:
    """Calls of libraries that add a health endpoint to a server."""
    if HEALTH_PLUGINS.keys().isdisjoint(modules_in(db, path)):
        return ()
    index, evaluator = index_of(db, path), Evaluator(db)
    assert index is not None
    called = [(call, external_of(evaluator.callee(path, call))) for call in index.module.calls]
    return tuple(
        HealthEndpoint(Place(path, call.line, call.column), external.module)
        for call, external in called
        if external is not None and _adds_one(external)
    )
