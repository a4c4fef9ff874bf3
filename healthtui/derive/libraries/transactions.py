"""What opens a transaction, and what a function that is given one calls it."""

from __future__ import annotations

import re

from healthtui.derive.libraries.words import names

# Calls that run a callback in a transaction: `$transaction`, `withTransaction`, `em.transactional`, `sql.begin`, `db.tx`.
RUNS = re.compile(r"transaction|^(?:begin|tx|txIf|transact|transactional|atomic|unitOfWork|inTx|withTx|runInTx)$", re.I)
# The same of a unit of work that is known by its interface only: `this.unitOfWork.run(callback)`.
UNITS_OF_WORK = re.compile(r"(?:^|[._])(?:unitOfWork|uow)\.\w+$", re.I)
# Calls that open one for what follows in the function.
OPENS = re.compile(
    r"^(?:startTransaction|beginTransaction|begin|\$?transaction|createTransaction|openTransaction|batch"
    r"|transactionProvider|startUnmanagedTransaction)$"
)
OPENING_SQL = re.compile(r"\s*(?:BEGIN\b|START\s+TRANSACTION\b)", re.I)
TRANSACTION_SQL = re.compile(
    r"\s*(?:BEGIN|COMMIT|ROLLBACK|END|START\s+TRANSACTION|(?:RELEASE\s+)?SAVEPOINT|SET\s+TRANSACTION)\b(?!.*\bSELECT\b)", re.I
)
DECORATORS = re.compile(r"(?:^|\.)(?:\w*Transactional\w*|Transaction)(?:\(\))?$")
INTERCEPTORS = re.compile(r"Transaction")
# Parameters by name and by type.
GIVEN_NAMES = names("tx trx txn transaction dbTransaction t session dbSession mongoSession queryRunner qr uow")
GIVEN_TYPES = re.compile(r"Transaction|QueryRunner|ClientSession|PoolClient|PoolConnection")
# Libraries whose writes are in a transaction only where they are given its session.
BY_SESSION = names("mongoose mongodb")

WRITING_METHODS = re.compile(
    r"^(?:create|insert|add|save|store|persist|update|upsert|patch|replace|edit|delete|remove|destroy|softDelete|archive)"
    r"(?:One|Many|All|By\w+|[A-Z]\w*)?$"
)
KEEPS = names("persist remove")  # what MikroORM's manager is told to write when the transaction ends
REPOSITORIES = re.compile(r"(?:^|\.)_?\w*(?:[rR]epo|[rR]epository|[dD]ao|DAO)$")
NOT_COUNTED = re.compile(r"seed|^migrat|[a-z]Migrations?$", re.I)

# nestjs-cls injects the transaction that is running, or the client where none is, of the ORM that its adapter is for.
CLS = "@nestjs-cls/transactional"
CLS_HANDLES = re.compile(r"(?:TransactionHost#\.tx|Transaction#)(.*)", re.DOTALL)
CLS_CLIENTS = {  # adapter → (package, how the client is written)
    "@nestjs-cls/transactional-adapter-prisma": ("@prisma/client", "PrismaClient#"),
    "@nestjs-cls/transactional-adapter-typeorm": ("typeorm", "EntityManager#"),
    "@nestjs-cls/transactional-adapter-knex": ("knex", "Knex#"),
    "@nestjs-cls/transactional-adapter-kysely": ("kysely", "Kysely#"),
    "@nestjs-cls/transactional-adapter-drizzle-orm": ("drizzle-orm", "drizzle()"),
    "@nestjs-cls/transactional-adapter-pg-promise": ("pg-promise", "pg-promise()()"),
}
