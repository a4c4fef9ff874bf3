"""The tables of a package, of whatever library."""

from __future__ import annotations

from healthtui.derive.database import Database, query
from healthtui.derive.schemas.model import Table
from healthtui.derive.schemas.prisma import prisma_tables


@query
def tables_of(db: Database, package: str) -> tuple[Table, ...]:
    """All tables of the package's schemas, in the order of place."""
    return tuple(sorted(prisma_tables(db, package), key=lambda one: one.place))
