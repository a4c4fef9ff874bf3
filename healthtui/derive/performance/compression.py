"""Where responses are compressed: by the application, or by a proxy whose configuration lies in the repository."""

from __future__ import annotations

from healthtui.derive.batches import in_each_file
from healthtui.derive.database import Database, query
from healthtui.derive.evaluation.evaluate import Evaluator
from healthtui.derive.evaluation.values import external_of
from healthtui.derive.http.protection import controlling, unused
from healthtui.derive.inputs import all_facts, derives, index_of
from healthtui.derive.libraries.performance import COMPRESSION
from healthtui.derive.repository.graph import package_of
from healthtui.derive.repository.packages import packages_taken, request_path_files
from healthtui.facts.base import Place
from healthtui.facts.performance import Compression
from healthtui.facts.project import ProxyConfig


@derives(Compression)
def compressions(db: Database, package: str) -> tuple[Compression, ...]:
    found = [Compression(one.handler.place, by, True) for one, by in controlling(db, package, "compression")]
    found += in_each_file(db, package, _called)
    found += [
        Compression(Place(path, config.compression, 1), config.tool, True)
        for path, config in all_facts(db, ProxyConfig)
        if config.compression
    ]
    found = found or [
        Compression(place, name, False) for path in request_path_files(db, package) for place, name in _taken_in(db, path)
    ]
    found = found or [Compression(place, name, False) for place, name in unused(db, package, COMPRESSION)]
    first: dict[tuple[str, int], Compression] = {}
    for one in sorted(found, key=lambda one: one.place):
        first.setdefault((one.place.path, one.place.line), one)
    return tuple(first.values())


@query
def _taken_in(db: Database, path: str) -> tuple[tuple[Place, str], ...]:
    return tuple((place, name) for place, name in packages_taken(db, path) if name in COMPRESSION)


@query
def _called(db: Database, path: str) -> tuple[Compression, ...]:
    """Where the middleware is made: for one route, or for a framework whose way to apply it is not read. `compression.filter`
    only tells what would be compressed."""
    if not _taken_in(db, path):
        return ()
    evaluator, index = Evaluator(db), index_of(db, path)
    values = [(call, external_of(evaluator.callee(path, call))) for call in (index.module.calls if index else ())]
    return tuple(
        Compression(Place(path, call.line, call.column), package_of(value.module), True)
        for call, value in values
        if value is not None and package_of(value.module) in COMPRESSION and not value.name.endswith("filter")
    )
