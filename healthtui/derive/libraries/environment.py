"""Packages and calls that read and check the whole environment at once, and the names of modules that are made for it."""

from __future__ import annotations

import re
from itertools import pairwise
from posixpath import basename, dirname

# (package, member) whose call loads the environment; "" is the package itself
LOADERS = {
    ("env-schema", ""), ("env-schema", "envSchema"),
    ("@fastify/env", ""), ("@fastify/env", "fastifyEnv"), ("fastify-env", ""), ("@fastify/env", "default"),
    ("envalid", "cleanEnv"), ("envalid", "customCleanEnv"), ("znv", "parseEnv"), ("convict", ""),
    ("@t3-oss/env-core", "createEnv"), ("@t3-oss/env-nextjs", "createEnv"), ("@julr/envsafe", "envsafe"), ("envsafe", "envsafe"),
    ("@adonisjs/env", "Env.create"), ("ts-dotenv", "load"),
    ("@nestjs/config", "registerAs"),
}  # fmt: skip
PACKAGES = {package for package, _ in LOADERS}
# the plugins among them, which a framework calls
PLUGINS = {"@fastify/env", "fastify-env"}
# the file in which node-config says which variable sets what; it ends with one of these
MAPPING_OF_NODE_CONFIG = "config/custom-environment-variables"
DEFAULTS_OF_NODE_CONFIG = "config/default"
MAPPING_ENDINGS = (".json", ".json5", ".yaml", ".yml", ".toml", ".js", ".cjs", ".ts")
# methods of schemas and validators that are given the environment: `schema.parse(process.env)`
CHECKING = {
    "parse", "parseAsync", "safeParse", "safeParseAsync", "validate", "validateSync", "validateAsync", "attempt", "assert",
    "cast", "plainToInstance", "plainToClass", "decode", "Parse", "Decode", "Check", "Convert", "validateOrReject", "parseEnv",
}  # fmt: skip
# options of Nest's `ConfigModule.forRoot` that check it
NEST_CHECKS = {"validationSchema", "validate"}

_CONFIG_WORDS = {"config", "configs", "configuration", "configurations", "conf", "env", "envs", "environment", "environments"}
_CONFIG_NAMES = _CONFIG_WORDS | {"setting", "settings", "datasource"}
_CONFIG_FOLDERS = _CONFIG_WORDS | {"settings"}
_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+")


def is_config_word(word: str) -> bool:
    """`config`, `ormconfig`; not the settings of a compiler."""
    return word.endswith("config") and word not in ("tsconfig", "jsconfig")


def is_config_module(path: str) -> bool:
    """Named config, env, settings or data-source (`db.config.ts`, `envConfig.ts`, `ormconfig.js`), or under `config/`."""
    if not _CONFIG_FOLDERS.isdisjoint(dirname(path).lower().split("/")):
        return True
    words = [word.lower() for word in _WORD.findall(basename(path).rpartition(".")[0])]
    pairs = {first + second for first, second in pairwise(words)}
    return not _CONFIG_NAMES.isdisjoint(pairs.union(words)) or any(map(is_config_word, words))


VARIABLE = re.compile(r"[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)*")  # the name of one
