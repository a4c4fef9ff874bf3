"""The schemas of a package, and their fields that queries stand on."""

from __future__ import annotations

from healthtui.derive.batches import in_each_file
from healthtui.derive.data.facts import data_layers
from healthtui.derive.database import Database
from healthtui.derive.inputs import derives, facts_in
from healthtui.derive.libraries.schemas import MIGRATING, MODELLING
from healthtui.derive.project.nearby import files_for
from healthtui.derive.repository.areas import is_migration
from healthtui.derive.repository.packages import source_files
from healthtui.derive.schemas.engines import engine_of
from healthtui.derive.schemas.filters import filters_in
from healthtui.derive.schemas.handed import handed_filters_in
from healthtui.derive.schemas.model import Filter, Keys, Table, table_of
from healthtui.derive.schemas.prisma import prisma_files
from healthtui.derive.schemas.tables import tables_of
from healthtui.facts.base import Place, Unreadable
from healthtui.facts.schema import QueriedField, SchemaSource


@derives(SchemaSource)
def schema_sources(db: Database, package: str) -> tuple[SchemaSource, ...]:
    """The schemas of the package's database, one for each library, and the files of them that cannot be read."""
    found = {one.library: SchemaSource(one.place, one.library or "SQL") for one in reversed(tables_of(db, package))}
    broken = [(path, one) for path in prisma_files(db, package) for one in facts_in(db, Unreadable, path)]
    unread = [SchemaSource(Place(path, one.line), "prisma", one.reason) for path, one in broken if one.reader == "prisma"]
    if not found and data_layers(db, package):
        paths = [(path, one) for path in files_for(db, Unreadable, package) for one in facts_in(db, Unreadable, path)]
        unread += [SchemaSource(Place(path, one.line), "SQL", one.reason) for path, one in paths if one.reader == "sql"]
    if not found and not unread:
        migrating = MIGRATING if any(is_migration(path) for path in source_files(db, package)) else frozenset()
        used = [one for one in data_layers(db, package) if one.library in MODELLING | migrating]
        unread = [SchemaSource(one.place, one.library, "its models are in a form that is not read") for one in used]
    return tuple(sorted([*found.values(), *unread], key=lambda one: one.place))


@derives(QueriedField)
def queried_fields(db: Database, package: str) -> tuple[QueriedField, ...]:
    """Each foreign key and each first field of a filter, once, in the order of the schema."""
    tables = tables_of(db, package)
    if not tables:
        return ()
    engine = engine_of(db, package)
    asked: dict[Table, list[Filter]] = {}
    for one in (*in_each_file(db, package, filters_in), *in_each_file(db, package, handed_filters_in)):
        if (table := table_of(tables, one)) is not None:
            asked.setdefault(table, []).append(one)
    found = [one for table in tables for one in _of_table(table, table.engine or engine, asked.get(table, []))]
    return tuple(sorted(found, key=lambda one: one.place))


def _of_table(table: Table, engine: str, filters: list[Filter]) -> list[QueriedField]:
    keys = Keys(table, engine)
    # Where the engine is not known, nobody knows whether it indexes foreign keys itself.
    unclear = set() if engine else {fields[0] for fields in keys.foreign if not keys.leads(fields[0])}
    if table.has_unread_keys:
        unclear = {name for name in keys.fields if not keys.leads(name)}
    found = {fields[0]: _foreign(keys, fields[0]) for fields in keys.foreign if fields[0] not in unclear}
    for one in filters:
        fields = tuple(dict.fromkeys(name for asked in one.fields if (name := keys.field(asked))))
        if not fields or fields[0] != keys.field(one.fields[0]) or fields[0] in unclear or keys.is_by_primary(fields):
            continue
        is_served = keys.leads(fields[0]) or (len(fields) > 1 and keys.covers(fields))
        known = found.get(fields[0])
        if known is None or (known.is_indexed and not is_served) or not (known.filtered_at or is_served):
            at = f"{one.place.path}:{one.place.line}"
            found[fields[0]] = _queried(keys, fields[0], known is not None and known.is_foreign, is_served, at)
    return list(found.values())


def _foreign(keys: Keys, field: str) -> QueriedField:
    return _queried(keys, field, is_foreign=True, is_indexed=keys.leads(field), filtered_at="")


def _queried(keys: Keys, field: str, is_foreign: bool, is_indexed: bool, filtered_at: str) -> QueriedField:
    return QueriedField(keys.fields[field].place, keys.table.name, field, is_foreign, is_indexed, filtered_at)
