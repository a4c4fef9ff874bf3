"""Databases beside their queries: which plugins bring them, and which are recognised by name alone."""

from __future__ import annotations

from typing import NamedTuple

from healthtui.derive.libraries.data import KNEX, MONGODB, SQL_CLIENTS, Library


class Plugin(NamedTuple):
    """What a Fastify plugin puts on the instance: under which name, and with which trail."""

    name: str
    package: str
    handle: str
    library: Library


PLUGINS = {
    "@fastify/mongodb": Plugin("mongo", "mongodb", "FastifyMongo#", MONGODB),
    "fastify-mongodb": Plugin("mongo", "mongodb", "FastifyMongo#", MONGODB),
    "@fastify/postgres": Plugin("pg", "pg", "Pool#", SQL_CLIENTS),
    "fastify-postgres": Plugin("pg", "pg", "Pool#", SQL_CLIENTS),
    "@fastify/mysql": Plugin("mysql", "mysql2", "Pool#", SQL_CLIENTS),
    "fastify-mysql": Plugin("mysql", "mysql2", "Pool#", SQL_CLIENTS),
    "@fastify/knex": Plugin("knex", "knex", "knex()", KNEX),
    "fastify-knexjs": Plugin("knex", "knex", "knex()", KNEX),
}

# Databases that are recognised by name and not read.
UNREAD = {
    "firebase-admin": "Firestore",
    "@google-cloud/firestore": "Firestore",
    "@aws-sdk/client-dynamodb": "DynamoDB",
    "@aws-sdk/lib-dynamodb": "DynamoDB",
    "dynamoose": "DynamoDB",
    "electrodb": "DynamoDB",
    "cassandra-driver": "Cassandra",
    "neo4j-driver": "Neo4j",
    "couchbase": "Couchbase",
    "ottoman": "Couchbase",
    "nano": "CouchDB",
    "pouchdb": "PouchDB",
    "waterline": "Waterline",
    "bookshelf": "Bookshelf",
    "@supabase/supabase-js": "Supabase",
    "rethinkdb": "RethinkDB",
    "oracledb": "Oracle",
    "tedious": "SQL Server",
    "lowdb": "lowdb",
    "nedb": "NeDB",
    "arangojs": "ArangoDB",
    "faunadb": "Fauna",
    "@libsql/client": "libSQL",
    "@loopback/repository": "LoopBack",
    "@azure/cosmos": "Cosmos DB",
    "redis-om": "Redis OM",
}
