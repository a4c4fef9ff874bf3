"""The eight roles of the standard layout, and the names of folders and files that play them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from posixpath import basename, dirname

from healthtui.derive.libraries.environment import is_config_word

# Roles by content: a folder or file so named plays a role only where its code does (see `layout`).
MODELS, SCHEMAS, ROUTES = "models", "schemas", "routes"

_FOLDERS_AND_FILES = {
    "config": ("config", "configs", "conf", "configuration", "configurations", "env", "environment", "environments", "settings"),
    "controllers": ("controller", "controllers", "resolver", "resolvers"),
    "services": ("service", "services"),
    "repositories": ("repository", "repositories", "repo", "repos", "dao", "daos", "dal", "entity", "entities", "prisma"),
    "middleware": ("middleware", "middlewares"),
    "utils": ("util", "utils", "utility", "utilities", "helper", "helpers"),
    "types": ("type", "types", "dto", "dtos", "interface", "interfaces"),
    SCHEMAS: ("schema", "schemas"),
    MODELS: ("model", "models"),
    ROUTES: ("route", "routes", "router", "routers"),
}
_FOLDERS_ONLY = {
    "repositories": ("data-access", "dataaccess", "data_access"),
    "utils": ("lib", "libs", "common", "shared"),
}
_EQUIVALENTS: dict[str, dict[str, tuple[str, ...]]] = {
    "nestjs": {
        "middleware": ("guard", "guards", "pipe", "pipes", "interceptor", "interceptors", "filter", "filters"),
        "types": ("input", "inputs", "args"),  # of GraphQL
    },
    "fastify": {"middleware": ("hook", "hooks", "plugin", "plugins", "autohooks")},
}
# packages that database schemas and entities are made with
SCHEMA_BUILDERS = {
    "mongoose", "@nestjs/mongoose", "@typegoose/typegoose", "nestjs-typegoose", "papr", "dynamoose",
    "typeorm", "@mikro-orm/core", "@mikro-orm/decorators", "@mikro-orm/mongodb", "@mikro-orm/postgresql", "@mikro-orm/mysql",
    "@mikro-orm/sqlite", "sequelize", "@sequelize/core", "sequelize-typescript", "objection", "bookshelf", "waterline",
    "drizzle-orm", "couchbase", "ottoman",
}  # fmt: skip
# drivers and query builders: a model that runs queries is data access too
QUERY_RUNNERS = {
    "knex",
    "kysely",
    "pg",
    "pg-promise",
    "postgres",
    "mysql",
    "mysql2",
    "sqlite3",
    "better-sqlite3",
    "mssql",
    "oracledb",
}
_ENTRY_NAMES = {"app", "server", "main", "index", "www", "application", "bootstrap"}
_ENTRY_FOLDERS = {"", "src", "app", "server", "bin", "lib", "source"}
_ENTRY_DEPTH = 2
_APPLICATION = re.compile(r"^apps/[^/]+/?")  # one of several in a package, as `nest new` makes them
_LAST_WORD = re.compile(r"(?:[A-Z]+|[A-Z]?[a-z]+)\d*$")


def _by_name(table: dict[str, tuple[str, ...]]) -> dict[str, str]:
    return {name: role for role, names in table.items() for name in names}


_OF_NAME = _by_name(_FOLDERS_AND_FILES)
_OF_FOLDER = _OF_NAME | _by_name(_FOLDERS_ONLY)
_OF_FRAMEWORK = {framework: _by_name(names) for framework, names in _EQUIVALENTS.items()}


@lru_cache(maxsize=1 << 16)
def role_of(path: str, frameworks: tuple[str, ...] = ("nestjs", "fastify")) -> frozenset[str]:
    """The roles that a source file plays by its folders and the parts of its name; `path` is from its package's folder.

    Besides the eight of the layout there are `MODELS`, `SCHEMAS` and `ROUTES`. Of the frameworks' own words (guards, hooks) those
    count whose framework is given.
    """
    own = {name: role for framework in frameworks for name, role in _OF_FRAMEWORK.get(framework, {}).items()}
    by_folder = {_OF_FOLDER.get(folder, own.get(folder, "")) for folder in _folders(path)}
    by_name = (_OF_NAME.get(part, own.get(part, "")) for part in _parts(path))
    found = by_folder | {next((role for role in by_name if role), ""), "app entry" if is_entry(path) else ""}
    return frozenset(found - {""})


def is_entry(path: str) -> bool:
    """`src/app.ts`, `server.js`, `bin/www`, `apps/api/src/main.ts`; an `index` only where an application begins."""
    folder, (name, _, extension) = _APPLICATION.sub("", dirname(path)), basename(path).lower().partition(".")
    if name not in _ENTRY_NAMES or "." in extension:
        return False
    if name == "index":
        return folder == "api" or all(part in _ENTRY_FOLDERS for part in folder.split("/"))
    return folder.count("/") < _ENTRY_DEPTH


def _folders(path: str) -> list[str]:
    return [folder.lower().lstrip("@_") for folder in dirname(path).split("/")]


def _parts(path: str) -> Iterator[str]:
    """What the name of a file says of its kind, the last word first: `user.controller.ts`, `userController.ts`,
    `users-dao.js`, `ormconfig.ts`, `price-filter.dto.ts`."""
    for part in reversed(basename(path).split(".")[:-1]):
        if match := _LAST_WORD.search(part):
            word = match.group().lower()
            yield "config" if is_config_word(word) else word
