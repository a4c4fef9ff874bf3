"""What makes a client, a pool or a connection of a database, by the trail of what is called.

Trails are as in `healthtui.derive.libraries.data`; where a package cannot be followed the code as written counts.
"""

from __future__ import annotations

import re

import msgspec

from healthtui.derive.libraries.data import (
    DRIZZLE,
    KNEX,
    MIKRO_ORM,
    MONGODB,
    MONGOOSE,
    PRISMA,
    SEQUELIZE,
    SQL_CLIENTS,
    TYPEORM,
    Library,
)
from healthtui.derive.libraries.words import names


class Maker(msgspec.Struct, frozen=True):
    """`kind` is pool (a client that pools is one), single, or embedded: a database inside the process."""

    library: Library
    trail: re.Pattern[str]
    kind: str = "pool"
    packages: frozenset[str] = frozenset()  # those of the library where there are none
    is_shared: bool = False  # the library keeps what is made: called again, it makes no other
    of_address: bool = False  # it makes a pool where it is given an address, not a client
    written: bool = False  # the name is told by the code as written


def _maker(library: Library, trail: str, *, kind: str = "pool", packages: str = "", **flags: bool) -> Maker:
    return Maker(library, re.compile(trail), kind, names(packages), **flags)


_MODULE = r"\w*Module\.(?:forRoot|register)(?:Async)?"

MAKERS = (
    _maker(PRISMA, "PrismaClient", written=True),
    _maker(PRISMA, _MODULE),
    _maker(TYPEORM, rf"DataSource|createConnections?|{_MODULE}"),
    _maker(MONGOOSE, rf"connect|{_MODULE}", is_shared=True),
    _maker(MONGOOSE, "createConnection"),
    _maker(SEQUELIZE, rf"[sS]equelize|{_MODULE}"),
    _maker(MIKRO_ORM, rf"MikroORM(?:\.init(?:Sync)?)?|{_MODULE}"),
    _maker(DRIZZLE, "drizzle", of_address=True),
    _maker(KNEX, rf"[kK]nex|{_MODULE}"),
    _maker(MONGODB, rf"MongoClient(?:\.connect)?|{_MODULE}", packages="mongodb @fastify/mongodb fastify-mongodb nest-mongodb"),
    _maker(SQL_CLIENTS, r"Pool|create\w*Pool\w*|ConnectionPool|postgres|pg-promise\(\)|native\.Pool"),
    _maker(SQL_CLIENTS, "connect", packages="mssql", is_shared=True),
    _maker(SQL_CLIENTS, "Client|native.Client", kind="single", packages="pg @neondatabase/serverless"),
    _maker(SQL_CLIENTS, "createConnection", kind="single", packages="mysql mysql2 mysql2/promise mariadb promise-mysql"),
    _maker(
        SQL_CLIENTS,
        r"(?:(?:verbose\(\)\.)?(?:cached\.)?Database|better-sqlite3|open)",
        kind="embedded",
        packages="sqlite3 sqlite better-sqlite3",
    ),
)
# The methods among those, and "" for what is called by its own name.
MAKING = re.compile(
    r"(?:forRoot|register)(?:Async)?|connect|create\w*(?:Connections?|Pool\w*)|init(?:Sync)?|[A-Z]\w*|[kK]nex|cached|"
)

# Methods of a client that give the client, or a part of it.
PARTS = names("db promise asPromise connect $extends")
# Methods of containers that keep what they are given.
KEEPS = names("set push decorate provide register add registerInstance constant value bind")
