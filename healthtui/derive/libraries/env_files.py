"""Packages that load env files, or read the whole environment."""

from __future__ import annotations

ENV_LOADERS = {
    "dotenv", "dotenv-expand", "dotenv-safe", "dotenv-flow", "dotenv-defaults", "dotenv-extended", "dotenv-cli",
    "@dotenvx/dotenvx", "@nestjs/config", "@fastify/env", "fastify-env", "env-schema", "envalid", "env-var", "env-cmd",
    "@t3-oss/env-core", "znv",
}  # fmt: skip
