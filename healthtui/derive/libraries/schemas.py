"""What the libraries of data access call conditions: where filters stand in a call, and what an index cannot serve."""

from __future__ import annotations

import msgspec

from healthtui.derive.libraries.words import names

ALL_OF = names("AND $and")
ANY_OF = names("OR $or")
# Entries of a filter that name no field, or that no index serves.
NO_FIELD = names("NOT $not $nor $expr $text $where $comment $options $jsonSchema ... []")
UNSERVED = names(
    "contains endsWith search not notIn isNot none every $regex $ne $nin $not $exists $like $ilike $iLike ilike like $fulltext"
    " $re mode $size has hasSome hasEvery isEmpty path string_contains $elemMatch"
)
UNSERVED_CALLS = names("Like ILike Not Raw RegExp ArrayContains ArrayOverlap like ilike notInArray ne not notLike notIlike sql")

# The conditions are the `where` of an argument …
WHERE_IN_FIRST = names(
    "find findAndCount findOne findOneOrFail count exist exists findMany findUnique findUniqueOrThrow findFirst findFirstOrThrow"
    " aggregate groupBy update updateMany upsert delete deleteMany findAll findAndCountAll destroy findOrCreate findCreateFind"
    " sum average minimum maximum"
)
WHERE_IN_SECOND = names("update increment decrement restore max min sum")  # Sequelize: what is set comes first
# … or the argument itself.
TYPEORM_DIRECT = names(
    "findBy findAndCountBy findOneBy findOneByOrFail countBy existsBy existBy delete update softDelete restore increment"
    " decrement"
)
TYPEORM_OPTIONS = names(
    "where relations select order skip take cache lock withDeleted loadRelationIds join comment loadEagerRelations transaction"
)
MONGO_DIRECT = names(
    "find findOne count countDocuments exists remove deleteOne deleteMany updateOne updateMany replaceOne findOneAndUpdate"
    " findOneAndDelete findOneAndRemove findOneAndReplace paginate"
)
MIKRO_DIRECT = names("find findOne findOneOrFail findAndCount count nativeUpdate nativeDelete")
CHAIN_WHERES = names("where andWhere whereIn whereNull whereNotNull whereBetween findOne whereRaw orWhere")
COMPARING = names("eq gt gte lt lte inArray between isNull")
MODEL_MAKERS = names("model define discriminator getModelForClass addModelToTypegoose")
REPOSITORY_MAKERS = names(
    "getRepository getCustomRepository getMongoRepository getTreeRepository withRepository createQueryBuilder"
)

# Engines, as options and drivers name them.
ENGINE_KEYS = names("type dialect client driver")
ENGINES = {
    "mysql": "mysql", "mysql2": "mysql", "mariadb": "mysql", "aurora-mysql": "mysql", "postgres": "postgresql",
    "postgresql": "postgresql", "pg": "postgresql", "pg-native": "postgresql", "aurora-postgres": "postgresql",
    "cockroachdb": "cockroachdb", "sqlite": "sqlite", "sqlite3": "sqlite", "better-sqlite3": "sqlite",
    "better-sqlite": "sqlite", "sqljs": "sqlite", "libsql": "sqlite", "mssql": "sqlserver", "tedious": "sqlserver",
    "mongodb": "mongodb", "mongo": "mongodb",
}  # fmt: skip
DRIVERS = {
    "mysql": "mysql", "mysql2": "mysql", "mariadb": "mysql", "@fastify/mysql": "mysql", "fastify-mysql": "mysql",
    "promise-mysql": "mysql", "fastify-postgres": "postgresql",
    "serverless-mysql": "mysql", "@mikro-orm/mysql": "mysql", "@mikro-orm/mariadb": "mysql", "pg": "postgresql",
    "postgres": "postgresql", "pg-promise": "postgresql", "slonik": "postgresql", "@fastify/postgres": "postgresql",
    "@neondatabase/serverless": "postgresql", "@vercel/postgres": "postgresql", "@mikro-orm/postgresql": "postgresql",
    "sqlite": "sqlite", "sqlite3": "sqlite", "better-sqlite3": "sqlite", "@mikro-orm/sqlite": "sqlite",
    "@mikro-orm/better-sqlite": "sqlite", "mssql": "sqlserver", "tedious": "sqlserver",
}  # fmt: skip
OPTION_PACKAGES = names(
    "typeorm @nestjs/typeorm sequelize sequelize-typescript @nestjs/sequelize @sequelize/core knex @fastify/knex objection"
    " @mikro-orm/core @mikro-orm/nestjs nest-knexjs nestjs-knex drizzle-kit @nestjs/config"
)
# Libraries whose models are the schema: where they are used and none was seen, it is in a form that is not read.
MODELLING = names("prisma mongoose typeorm sequelize mikro-orm drizzle")
MIGRATING = names("knex kysely objection")  # the same, where there are migrations


class Decorators(msgspec.Struct, frozen=True):
    """How a library decorates its models: the decorators of classes, of stored members, and what these make of them."""

    library: str
    packages: frozenset[str]
    model: frozenset[str] = frozenset()  # of the class; any class with stored members where there is none
    stored: frozenset[str] = frozenset()
    primary: frozenset[str] = frozenset()
    belongs: frozenset[str] = frozenset()  # a member that holds the key of another record
    one_to_one: frozenset[str] = frozenset()
    index: frozenset[str] = frozenset()
    unique: frozenset[str] = frozenset()
    implicit_key: str = ""  # the primary key that a model has which names none


DECORATED = (
    Decorators(
        library="typeorm",
        packages=names("typeorm"),
        model=names("Entity ChildEntity"),
        stored=names(
            "Column CreateDateColumn UpdateDateColumn DeleteDateColumn VersionColumn PrimaryColumn PrimaryGeneratedColumn"
            " ObjectIdColumn VirtualColumn"
        ),
        primary=names("PrimaryColumn PrimaryGeneratedColumn ObjectIdColumn"),
        belongs=names("ManyToOne"),
        one_to_one=names("OneToOne"),
        index=names("Index"),
        unique=names("Unique"),
    ),
    Decorators(
        library="mikro-orm",
        packages=names(
            "@mikro-orm/core @mikro-orm/postgresql @mikro-orm/mysql @mikro-orm/mongodb @mikro-orm/sqlite @mikro-orm/mariadb"
            " @mikro-orm/better-sqlite @mikro-orm/libsql @mikro-orm/mssql @mikro-orm/decorators"
        ),
        model=names("Entity"),
        stored=names("Property PrimaryKey SerializedPrimaryKey Enum Formula Embedded"),
        primary=names("PrimaryKey"),
        belongs=names("ManyToOne"),
        one_to_one=names("OneToOne"),
        index=names("Index"),
        unique=names("Unique"),
    ),
    Decorators(
        library="sequelize",
        packages=names("sequelize-typescript"),
        model=names("Table"),
        stored=names("Column PrimaryKey ForeignKey CreatedAt UpdatedAt DeletedAt Unique Index"),
        primary=names("PrimaryKey"),
        belongs=names("ForeignKey"),
        index=names("Index"),
        unique=names("Unique"),
        implicit_key="id",
    ),
    Decorators(
        library="mongoose",
        packages=names("@nestjs/mongoose"),
        model=names("Schema"),
        stored=names("Prop"),
        implicit_key="_id",
    ),
    Decorators(
        library="mongoose",
        packages=names("@typegoose/typegoose"),
        stored=names("prop"),
        index=names("index"),
        implicit_key="_id",
    ),
)  # fmt: skip
