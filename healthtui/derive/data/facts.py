"""The facts of data access of a package."""

from __future__ import annotations

from healthtui.derive.batches import in_each_file
from healthtui.derive.data.access import data_access_in
from healthtui.derive.data.connections import connections_in
from healthtui.derive.data.layers import imports_by_package, libraries_used
from healthtui.derive.data.looped import looped_queries_in
from healthtui.derive.data.writes import multi_writes_in
from healthtui.derive.database import Database
from healthtui.derive.inputs import derives
from healthtui.derive.libraries.data import LIBRARIES, Library, library_named
from healthtui.derive.libraries.databases import UNREAD
from healthtui.derive.repository.packages import packages, packages_imported
from healthtui.facts.base import Place
from healthtui.facts.data import Connection, DataAccess, DataLayer, LoopedQuery, MultiWrite


@derives(DataAccess)
def data_access(db: Database, package: str) -> tuple[DataAccess, ...]:
    return tuple(in_each_file(db, package, data_access_in))


@derives(LoopedQuery)
def looped_queries(db: Database, package: str) -> tuple[LoopedQuery, ...]:
    return tuple(in_each_file(db, package, looped_queries_in))


@derives(Connection)
def connections(db: Database, package: str) -> tuple[Connection, ...]:
    """Its own; where it makes none, those of packages of the repository that are no servers, or that it imports."""
    if own := _connections_of(db, package):
        return own
    used = libraries_used(db, package)
    imported = packages_imported(db, package) if used else ()
    others = [one.path for one in packages(db) if one.path != package and (one.path in imported or not one.is_server)]
    return tuple(one for other in (others if used else ()) for one in _connections_of(db, other) if one.library in used)


def _connections_of(db: Database, package: str) -> tuple[Connection, ...]:
    return tuple(in_each_file(db, package, connections_in))


@derives(MultiWrite)
def multi_writes(db: Database, package: str) -> tuple[MultiWrite, ...]:
    return tuple(in_each_file(db, package, multi_writes_in))


def _layer(library: Library, place: Place) -> DataLayer:
    return DataLayer(place, library.name, True, library.kind, library.title)


@derives(DataLayer)
def data_layers(db: Database, package: str) -> tuple[DataLayer, ...]:
    """By what is imported, and by the queries that are seen: the client may come from another package of the repository."""
    imported = imports_by_package(db, package)
    found: dict[str, DataLayer] = {}
    for library in LIBRARIES:
        for name in sorted(library.packages & imported.keys()):
            found.setdefault(library.name, _layer(library, Place(imported[name], 0, 0)))
    for access in data_access(db, package):
        found.setdefault(access.library, _layer(library_named(access.library), access.place))
    for name in UNREAD.keys() & imported.keys():
        found.setdefault(UNREAD[name], DataLayer(Place(imported[name], 0, 0), UNREAD[name], is_read=False))
    return tuple(sorted(found.values(), key=lambda one: (one.place, one.library)))
