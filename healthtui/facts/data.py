"""What a backend asks of its databases."""

from __future__ import annotations

from healthtui.facts.derived import Derived


class DataAccess(Derived, frozen=True):
    """A statement that runs a query."""

    library: str  # prisma, typeorm, mongoose, sequelize, drizzle, knex, pg, …
    model: str
    method: str
    written: str  # as the code has it, for evidence: `this.users.findOne`
    is_write: bool
    in_repository: bool  # in a repository, model, dao or db module, or through a repository
    in_loop: bool  # awaited, returned or called back inside a loop or an iteration callback
    is_list: bool  # may return many rows
    is_bounded: bool  # of a list: by a limit, on every call or by default


class DataLayer(Derived, frozen=True):
    """A database that the package uses, by its library; `is_read` is False where its queries cannot be read."""

    library: str
    is_read: bool
    kind: str = ""  # orm (an ODM too), builder, driver; "" where it is not read
    title: str = ""  # its name as people write it


class Connection(Derived, frozen=True):
    """Where a client, pool or connection of a database is made."""

    library: str
    written: str
    kind: str  # pool (a client that pools is one), single, embedded: a database inside the process
    is_per_call: bool  # made anew for each request or call


class MultiWrite(Derived, frozen=True):
    """A function that makes two or more writes; its place is the function's."""

    name: str
    writes: int
    covered_by: str  # the transaction that it is in: `$transaction`, `@Transactional`, `its callers`; "" for none


class LoopedQuery(Derived, frozen=True):
    """A query, or a call of a function that makes one (`through`), that runs once for each element."""

    library: str
    written: str
    through: str
