"""Which calls are given SQL as text, and what makes a value harmless in it."""

from __future__ import annotations

import re

from healthtui.derive.libraries.words import names

# Methods that are given a whole statement, when their text reads as one.
STATEMENT_METHODS = names(
    "query execute run all get each exec prepare any many one none oneOrNone manyOrNone oneFirst maybeOne multi unsafe raw"
    " runQuery executeQuery runSql executeSql queryAsync rawQuery"
)
# Methods that are given SQL whatever it reads as.
UNSAFE_METHODS = names(
    "$queryRawUnsafe $executeRawUnsafe whereRaw orWhereRaw andWhereRaw havingRaw orHavingRaw orderByRaw groupByRaw joinRaw"
    " fromRaw"
)
RAW_PIECES = re.compile(r"(?:^|\.)(?:(?:[kK]nex|trx|Prisma|sql|db)(?:\(\))?\.raw|[sS]equelize\.literal|sql\.unsafe)$")
BUILDER_METHODS = names("where andWhere orWhere having andHaving orHaving orderBy addOrderBy")
BUILDER = re.compile(r"createQueryBuilder\(\)|(?:^|\.)(?:qb|\w*[qQ]uery(?:Builder)?|builder)\b")
BUILDER_LIBRARIES = names("typeorm mikro-orm")
TEXT_KEYS = names("text sql query")
ESCAPES = names(
    "escape escapeId escapeIdentifier escapeLiteral format quoteIdentifier quote ident literal quoteTable escapeString"
)
STATEMENT = re.compile(
    r"\bselect\b.+\bfrom\b|\binsert\s+(?:ignore\s+)?into\b|\bupdate\b.+\bset\b|\bdelete\s+from\b|\bwith\s+\w+\s+as\b"
    r"|\b(?:create|alter|drop|truncate)\s+(?:temp\w*\s+|unique\s+)?(?:table|index|database|schema|view|user|role|sequence|type)\b"
    r"|^\s*(?:call|exec|grant|revoke|copy|refresh\s+materialized|set\s+(?:local|session|search_path))\s",
    re.I | re.S,
)
# A value, not a name, stands after these. A `$`, `:` or `@` right before makes the name of a placeholder.
VALUE_FOLLOWS = re.compile(
    r"(?:[=<>]|\bI?LIKE|\bIN\s*\(|\bVALUES\s*\((?:[^()]*,)?|\bLIMIT|\bOFFSET|\bBETWEEN|(?<=[\w\"')\]])\s*[-+])\s*['\"%(]*$"
    r"|'%?$",
    re.I,
)
PLACEHOLDER = re.compile(r"[$:@]$")

# Of what `healthtui.derive.libraries.data` knows: databases that are asked without SQL.
WITHOUT_SQL = names(
    "mongoose mongodb Firestore DynamoDB Cassandra Neo4j Couchbase CouchDB PouchDB RethinkDB lowdb NeDB ArangoDB Fauna"
) | {"Cosmos DB", "Redis OM"}
