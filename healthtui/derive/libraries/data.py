"""What the libraries of data access call their queries: which method of what reads one record, reads many, or writes.

A *trail* is what a value goes back to, written as its package writes it: `()` for a call, `#` for an instance.
`const User = mongoose.model(…); (await User.findOne(…)).save` has the trail `model().findOne().save` of mongoose.
`handle` matches the trail of what queries are asked of, `text` the code as written where a value cannot be followed.
"""

from __future__ import annotations

from enum import StrEnum

import msgspec

from healthtui.derive.libraries.words import names


class Effect(StrEnum):
    ONE = "one"  # a record, a number
    MANY = "many"  # may be any number of records
    PAGE = "page"  # many, in pages of a size that the library bounds
    WRITE = "write"
    SQL = "sql"  # what the statement says
    BUILDER = "builder"  # starts a chain that says the rest


class Library(msgspec.Struct, frozen=True):
    """One library. Methods are names with spaces between."""

    name: str
    title: str  # as people write it
    packages: frozenset[str]
    handle: str
    text: str = ""
    kind: str = "orm"  # or builder, driver
    many: str = ""
    page: str = ""
    one: str = ""
    write: str = ""
    sql: str = ""
    builder: str = ""
    query_builder: str = ""  # methods that open a chain which one of the methods above runs
    result: str = ""  # methods that write, of what a query returned or of a new record
    associations: str = ""  # the same, as a pattern of methods that the library makes for what belongs to a record
    repository: str = ""  # the handles that are repositories
    direct: Effect | None = None  # what calling the handle itself does: with a table, or as the tag of a template
    written: str = ""  # the methods that are told by the code as written; all where it is ""
    pagers: frozenset[str] = frozenset()  # the packages that give it pages
    pager: str = ""  # functions of those that are called with a model
    has_raw_parts: bool = False  # a raw statement may be a part of another query
    has_fluent_relations: bool = False  # what belongs to a record is asked of the query for it

    def effects(self) -> dict[str, Effect]:
        named = {
            Effect.MANY: self.many, Effect.PAGE: self.page, Effect.ONE: self.one, Effect.WRITE: self.write,
            Effect.SQL: self.sql, Effect.BUILDER: self.builder,
        }  # fmt: skip
        return {method: effect for effect, methods in named.items() for method in methods.split()}


_DOCUMENT_WRITES = (
    "insertOne insertMany updateOne updateMany deleteOne deleteMany replaceOne bulkWrite findOneAndUpdate findOneAndDelete"
    " findOneAndReplace"
)

PRISMA = Library(
    name="prisma",
    title="Prisma",
    packages=names("@prisma/client nestjs-prisma @prisma/extension-accelerate"),
    handle=r"(?:PrismaClient#|getPrismaClient\(\)#|PrismaService#|CustomPrismaService#\.client|Prisma\.TransactionClient#)(?:\.\$extends\(\))*(?:\.(?P<model>\w+))?",
    text=r"(?:.*\.)?(?:\w*[pP]risma\w*|tx|db|trx)(?:\.(?P<model>\w+))?",
    many="findMany",
    one="findUnique findUniqueOrThrow findFirst findFirstOrThrow count aggregate groupBy findRaw aggregateRaw",
    write="create createMany createManyAndReturn update updateMany updateManyAndReturn upsert delete deleteMany",
    sql="$queryRaw $queryRawUnsafe $executeRaw $executeRawUnsafe $queryRawTyped $runCommandRaw",
    has_fluent_relations=True,
)
MONGOOSE = Library(
    name="mongoose",
    title="Mongoose",
    packages=names(
        "mongoose @nestjs/mongoose @typegoose/typegoose nestjs-typegoose @m8a/nestjs-typegoose mongoose-delete"
        " mongoose-paginate-v2"
    ),
    handle=r"(?:model\(\)|models\.\w+|\w*Model#|ModelType#|(?:connection|Connection#|createConnection\(\)|Mongoose#)\.models?(?:\(\)|\.\w+)"
    r"|getModelForClass\(\)|ReturnModelType#|(?:connection|Connection#|createConnection\(\))(?:\.db)?\.collection\(\))"
    r"(?:\.discriminator\(\))*",
    text=r"(?:(?:.*\.)?(?:models\.|db\.)?(?:[A-Z]\w*|\w*Model)|this\.constructor|(?:.*\.)?model\(\))",
    many="find where",
    page="paginate aggregatePaginate",
    pagers=names("mongoose-paginate mongoose-paginate-v2 mongoose-aggregate-paginate-v2 mongoose-paginate-ts"),
    one="findOne findById exists count countDocuments estimatedDocumentCount distinct aggregate",
    write="create save update remove findByIdAndUpdate findByIdAndDelete findByIdAndRemove findOneAndRemove bulkSave "
    + _DOCUMENT_WRITES,
    result="save remove deleteOne updateOne",
)
TYPEORM = Library(
    name="typeorm",
    title="TypeORM",
    packages=names("typeorm @nestjs/typeorm nestjs-typeorm-paginate nestjs-paginate typeorm-typedi-extensions"),
    handle=r"(?:get\w*Repository\(\)|\w*Repository#(?:\.(?:repository|manager))?|BaseEntity#|getManager\(\)|EntityManager#"
    r"|(?:getConnection\(\)|createConnection\(\)|DataSource#|Connection#|QueryRunner#)(?:\.createQueryRunner\(\))?(?:\.manager)?"
    r"|(?:getConnection\(\)|createConnection\(\)|DataSource#|Connection#|QueryRunner#|getManager\(\)|EntityManager#)"
    r"(?:\.createQueryRunner\(\))?(?:\.manager)?\.(?:get\w*Repository|withRepository)\(\))(?:\.extend\(\))?",
    text=r"(?:.*\.)?(?:\w*[rR]epo(?:sitory)?|manager|get\w*Repository\(\)|[eE]ntityManager)",
    many="find findBy findAndCount findAndCountBy getMany getManyAndCount getRawMany getRawAndEntities findTrees findRoots"
    " findDescendants",
    one="findOne findOneBy findOneOrFail findOneByOrFail findOneById findByIds count countBy exist exists existsBy"
    " existBy preload sum average"
    " minimum maximum getOne getOneOrFail getRawOne getCount getExists",
    write="save insert update upsert delete remove softDelete softRemove restore recover increment decrement clear execute",
    sql="query",
    query_builder="createQueryBuilder",
    pagers=names("nestjs-typeorm-paginate nestjs-paginate"),
    pager="paginate paginateRaw paginateRawAndEntities",
    result="save remove softRemove recover",
    repository=r".*Repository(?:#|\(\)).*",
)
PAGED_QUERIES = {"aggregatePaginate"}  # methods that are given the query which they page
SEQUELIZE = Library(
    name="sequelize",
    title="Sequelize",
    packages=names("sequelize sequelize-typescript @sequelize/core @nestjs/sequelize"),
    handle=r"(?:Model#|[sS]equelize#(?:\.(?:define\(\)|model\(\)|models\.\w+))?|Repository#)(?:\.(?:scope|unscoped|schema)\(\))*",
    text=r"(?:.*\.)?(?:[A-Z]\w*|\w*Model|sequelize(?:\.(?:define\(\)|models\.\w+))?)(?:\.(?:scope|unscoped)\(\))*",
    many="findAll findAndCountAll",
    one="findOne findByPk count max min sum aggregate",
    write="create bulkCreate update destroy upsert findOrCreate findCreateFind increment decrement restore truncate save",
    sql="query",
    result="save update destroy increment decrement restore",
    associations=r"(?:add|set|create|remove)(?!DataValue|Attributes)[A-Z]\w*",
)
MIKRO_ORM = Library(
    name="mikro-orm",
    title="MikroORM",
    packages=names(
        "@mikro-orm/core @mikro-orm/nestjs @mikro-orm/postgresql @mikro-orm/mysql @mikro-orm/mongodb @mikro-orm/sqlite"
        " @mikro-orm/mariadb @mikro-orm/better-sqlite @mikro-orm/knex @mikro-orm/libsql @mikro-orm/mssql"
    ),
    handle=r"(?:\w*Repository#(?:\.getEntityManager\(\))?|(?:\w*EntityManager#|MikroORM(?:#|\.init(?:Sync)?\(\))\.em)(?:\.fork\(\))?"
    r"(?:\.getRepository\(\))?)(?:\.(?:persist|remove)\(\))*",
    text=r"(?:.*\.)?(?:em|\w*Repo(?:sitory)?|[eE]ntityManager)(?:\.(?:fork|persist|remove)\(\))*",
    many="find findAll findAndCount findByCursor getResult getResultList getResultAndCount",
    one="findOne findOneOrFail count populate getSingleResult getCount",
    write="flush persistAndFlush removeAndFlush nativeInsert nativeUpdate nativeDelete upsert upsertMany insert insertMany"
    " execute",
    query_builder="createQueryBuilder qb",
    repository=r".*Repository(?:#|\(\)).*",
)
MONGODB = Library(
    name="mongodb",
    title="MongoDB driver",
    kind="driver",
    packages=names("mongodb @fastify/mongodb fastify-mongodb mongoist monk"),
    handle=r"(?:(?:MongoClient(?:#|\.connect\(\))(?:\.connect\(\))?\.db\(\)|Db#|connection(?:\.db|\.getClient\(\)\.db\(\))?)\.collection\(\)"
    r"|FastifyMongo#(?:\.client\.db\(\)|\.db)\.collection\(\)|Collection#)",
    text=r"(?:.*\.)?(?:collection\(\)|\w*[cC]ollection)",
    many="find",
    one="findOne countDocuments estimatedDocumentCount count distinct aggregate",
    write=f"{_DOCUMENT_WRITES} save remove insert update",
)
KNEX = Library(
    name="knex",
    title="Knex",
    kind="builder",
    packages=names("knex nestjs-knex nest-knexjs @fastify/knex fastify-knexjs"),
    handle=r"(?:[kK]nex\(\)|Knex#|Knex\.Transaction#)(?:\.(?:transaction|withSchema)\(\))*",
    text=r"(?:.*\.)?(?:knex|trx)(?:\(\))?",
    builder="select from table into insert update del delete distinct count first where batchInsert with queryBuilder pluck",
    sql="raw",
    direct=Effect.BUILDER,
    has_raw_parts=True,
)
OBJECTION = Library(
    name="objection",
    title="Objection",
    packages=names("objection"),
    handle=r"Model#(?:\.(?:\$?\w+\(\)|\[of\]|\d+))*",  # a record, or one of a list of them
    text=r"(?:.*\.)?[A-Z]\w*|.+(?=\.\$(?:query|relatedQuery|fetchGraph)$)",  # `$` are methods of any record
    builder="query relatedQuery $query $relatedQuery fetchGraph $fetchGraph",
)
KYSELY = Library(
    name="kysely",
    title="Kysely",
    kind="builder",
    packages=names("kysely nestjs-kysely"),
    handle=r"(?:\w*Kysely#|\w*Transaction#)(?:\.with\w*\(\))*",
    text=r"(?:.*\.)?(?:db|trx|tx|kysely|database|client)(?:\.with\w*\(\))*",
    many="execute stream",
    one="executeTakeFirst executeTakeFirstOrThrow",
    query_builder="selectFrom insertInto updateTable deleteFrom replaceInto mergeInto",
)
DRIZZLE = Library(
    name="drizzle",
    title="Drizzle",
    packages=names("drizzle-orm"),
    handle=r"(?:drizzle\(\)|\w*Database#|\w*Transaction#)(?:\.query\.(?P<model>\w+)|\.with\(\))?",
    text=r"(?:.*\.)?(?:db|tx|trx|drizzle|database|conn|dbConn|client)(?:\.query\.(?P<model>\w+)|\.with\(\))?",
    many="findMany",
    one="findFirst $count",
    builder="select selectDistinct selectDistinctOn insert update delete",
    sql="execute run all get values",
    has_raw_parts=True,
)
SQL_CLIENTS = Library(
    name="sql",
    title="SQL driver",
    kind="driver",
    packages=names(
        "pg mysql mysql2 mysql2/promise mariadb postgres sqlite sqlite3 better-sqlite3 pg-promise slonik mssql @fastify/postgres"
        " fastify-postgres @fastify/mysql fastify-mysql @neondatabase/serverless @vercel/postgres @databases/pg promise-mysql"
        " serverless-mysql"
    ),
    handle=r"(?:\w*Pool#|Client#|\w*Connection#|PoolClient#|ClientBase#|create\w+\(\)|postgres\(\)|neon\(\)|sql|pg-promise\(\)\(\)|Sql#"
    r"|better-sqlite3#|Database#|(?:sqlite3|open|verbose\(\))(?:\.verbose\(\))?(?:\.Database#|\(\))|ConnectionPool#|mssql\.connect\(\))"
    r"(?:\.(?:promise|connect|getConnection|request|prepare)\(\))*",
    text=r"(?:.*\.)?(?:pool|\w*Pool|pg(?:\.pool)?|mysql|client|\w*[cC]onnection|conn|db|database|sql|prepare\(\))(?:\.(?:connect|promise)\(\))?",
    many="any many manyOrNone all",
    one="oneOrNone one maybeOne get none oneFirst",
    write="run",
    sql="query execute unsafe exec",
    written="query execute",
    direct=Effect.SQL,
)

LIBRARIES = (
    PRISMA, MONGOOSE, TYPEORM, SEQUELIZE, MIKRO_ORM, MONGODB, KNEX, OBJECTION, KYSELY, DRIZZLE, SQL_CLIENTS,
)  # fmt: skip


_BY_NAME = {one.name: one for one in LIBRARIES}


def library_named(name: str) -> Library:
    return _BY_NAME[name]


# What the methods of a chain make of it.
CHAIN_WRITES = names(
    "insert update del delete upsert patch patchAndFetch patchAndFetchById insertAndFetch insertGraph upsertGraph deleteById"
    " updateAndFetch updateAndFetchById increment decrement truncate insertInto updateTable deleteFrom replaceInto mergeInto into"
    " batchInsert relate unrelate softDelete restore deleteOne deleteMany updateOne updateMany findOneAndUpdate"
)
SINGLE_RESULTS = names(
    "first findById findOne findOneOrFail count countDistinct sum avg min max resultSize throwIfNotFound executeTakeFirst"
    " executeTakeFirstOrThrow countDocuments estimatedDocumentCount orFail"
)
CHAIN_STREAMS = names("stream cursor pipe eachAsync")
