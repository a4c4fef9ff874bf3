"""The tables of a package, of whatever library."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from healthtui.derive.batches import in_each_file
from healthtui.derive.database import Database, query
from healthtui.derive.repository.packages import dependencies_of, packages, parts_of
from healthtui.derive.schemas.decorated import decorated_tables_in
from healthtui.derive.schemas.drizzle import drizzle_tables_in
from healthtui.derive.schemas.migrations import migrated_tables
from healthtui.derive.schemas.model import Table, plain
from healthtui.derive.schemas.mongoose import mongoose_tables_in
from healthtui.derive.schemas.prisma import prisma_tables
from healthtui.derive.schemas.sequelize import associations_in, sequelize_tables_in, with_associations

_IN_FILE = (decorated_tables_in, mongoose_tables_in, sequelize_tables_in, drizzle_tables_in)


@query
def tables_of(db: Database, package: str) -> tuple[Table, ...]:
    """All tables of the package's schemas, in the order of place: its models, else those of packages that it depends on,
    else what migrations make. To models migrations add their indexes."""
    models = prisma_tables(db, package) + _in_source(db, package)
    others: list[str] = []
    if not models:
        used, read = dependencies_of(db, package), {package, *parts_of(db, package)}
        others = [one.path for one in packages(db) if one.name in used and one.path not in read]
        models = tuple(table for path in others for table in _in_source(db, path))
    migrated = [(plain(one.name), one) for path in (package, *others) for one in migrated_tables(db, path)]
    found = tuple(_with_indexes(one, migrated) for one in models) if models else tuple(one for _, one in migrated if one.fields)
    return tuple(sorted(found, key=lambda one: one.place))


def _with_indexes(model: Table, migrated: list[tuple[str, Table]]) -> Table:
    """A model with the indexes that migrations give its table."""
    names = {plain(name) for name in (model.name, *model.names)}
    found = [one for name, one in migrated if name in names]
    keys = tuple(key for one in found for key in one.keys if key.kind in ("index", "unique"))
    return replace(model, keys=model.keys + keys) if keys else model


@query
def _in_source(db: Database, package: str) -> tuple[Table, ...]:
    """The models that the source of a package declares."""
    tables = tuple(in_each_file(db, package, _declared_in))
    return with_associations(tables, tuple(in_each_file(db, package, associations_in)))


def _declared_in(db: Database, path: str) -> Iterator[Table]:
    return (table for read in _IN_FILE for table in read(db, path))
