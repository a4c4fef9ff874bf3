"""What the persona names is recognised where source uses it, and nowhere else."""

from __future__ import annotations

import json

import pytest

from healthtui.derive.inputs import derived
from healthtui.facts.derived import Recognised
from tests.derive.conftest import Bench

EXPRESS = "import express from 'express';\nconst app = express();\n"


def names(bench: Bench, files: dict[str, str], *dependencies: str) -> dict[str, str]:
    """Each name that is recognised, and where (path:line)."""
    manifest = {"name": "case", "dependencies": dict.fromkeys(["express", "fastify", "@nestjs/core", *dependencies], "1")}
    found = derived(bench({"package.json": json.dumps(manifest)} | files).db, Recognised, ".")
    return {one.name: f"{one.place.path}:{one.place.line}" for one in found}


def test_a_mere_dependency_is_not_recognised(bench: Bench) -> None:
    assert names(bench, {"src/app.ts": EXPRESS}, "zod", "helmet", "bullmq") == {"Express": "src/app.ts:2"}


def test_the_place_is_where_it_is_at_work(bench: Bench) -> None:
    source = "import helmet from 'helmet';\n" + EXPRESS + "app.use(helmet());\n"
    assert names(bench, {"src/app.ts": source})["Helmet"] == "src/app.ts:4"


def test_types_alone_are_no_use(bench: Bench) -> None:
    source = EXPRESS + "import type { Redis } from 'ioredis';\nexport let cache: Redis;\n"
    assert "Redis" not in names(bench, {"src/app.ts": source})


@pytest.mark.parametrize("path", ["tests/redis.test.ts", "scripts/flush.ts", "examples/cache.ts"])
def test_tests_scripts_and_examples_are_no_use(bench: Bench, path: str) -> None:
    assert "Redis" not in names(bench, {"src/app.ts": EXPRESS, path: "import Redis from 'ioredis';\nnew Redis();\n"})


def test_express_beneath_nest_is_not_named(bench: Bench) -> None:
    source = (
        "import { NestFactory } from '@nestjs/core';\nimport express from 'express';\nexpress.json();\nNestFactory.create({});\n"
    )
    assert names(bench, {"src/main.ts": source}).keys() == {"NestJS"}


@pytest.mark.parametrize(
    ("maker", "expected"),
    [("createExpressServer", {"Express"}), ("createKoaServer", set())],
)
def test_express_beneath_a_library_that_makes_the_app(bench: Bench, maker: str, expected: set[str]) -> None:
    source = f"import {{ {maker} }} from 'routing-controllers';\n{maker}({{}});\n"
    assert names(bench, {"src/main.ts": source}, "routing-controllers").keys() == expected


@pytest.mark.parametrize(
    ("module", "name"),
    [
        ("@nestjs/jwt", "JWT"),
        ("passport-google-oauth20", "OAuth 2.0"),
        ("passport-local", "Passport"),
        ("express-session", "sessions"),
        ("bcryptjs", "bcrypt"),
        ("@node-rs/argon2", "argon2"),
        ("@nestjs/bull", "Bull"),
        ("@nestjs/bullmq", "BullMQ"),
        ("node-cron", "cron"),
        ("zod/v4", "Zod"),
        ("@sentry/node", "Sentry"),
        ("@opentelemetry/sdk-node", "OpenTelemetry"),
    ],
)
def test_packages_stand_for_names(bench: Bench, module: str, name: str) -> None:
    found = names(bench, {"src/app.js": f"const taken = require('{module}');\ntaken.use();\n"})
    assert found[name] == "src/app.js:2"


def test_an_oauth_strategy_is_not_passport_by_itself(bench: Bench) -> None:
    assert "OAuth 2.0" not in names(bench, {"src/app.ts": "import { Strategy } from 'passport-jwt';\nnew Strategy();\n"})


def test_cors_by_the_framework(bench: Bench) -> None:
    source = "import { NestFactory } from '@nestjs/core';\nconst app = await NestFactory.create({});\napp.enableCors();\n"
    assert names(bench, {"src/main.ts": source})["CORS"] == "src/main.ts:3"


def test_server_sent_events_by_their_type(bench: Bench) -> None:
    source = EXPRESS + "app.get('/e', (req, res) => {\n  res.writeHead(200, { 'Content-Type': 'text/event-stream' });\n});\n"
    assert names(bench, {"src/app.ts": source})["Server-Sent Events"] == "src/app.ts:4"


def test_fastify_s_own_logger_is_pino(bench: Bench) -> None:
    source = "import Fastify from 'fastify';\nFastify({ logger: true });\n"
    assert names(bench, {"src/app.ts": source})["Pino"] == "src/app.ts:2"
    assert "Pino" not in names(bench, {"src/app.ts": source.replace("true", "false")})


def test_prisma_by_its_client_wherever_it_is_generated(bench: Bench) -> None:
    source = "import { PrismaClient } from './generated/prisma';\nexport const db = new PrismaClient();\n"
    assert names(bench, {"src/db.ts": source})["Prisma"] == "src/db.ts:1"


@pytest.mark.parametrize(
    "guard",
    [
        "const isAdmin = (req, res, next) => next();\napp.get('/', isAdmin, (req, res) => res.json({}));\n",
        "const check = (req, res, next) => (req.user.role === 'x' ? next() : res.sendStatus(403));\n"
        "app.get('/', check, (req, res) => res.json({}));\n",
        "const check = (...roles) => (req, res, next) => (roles.includes(req.user.role) ? next() : res.sendStatus(403));\n"
        "app.get('/', check('admin'), (req, res) => res.json({}));\n",
    ],
)
def test_a_role_guard_on_a_route_is_rbac(bench: Bench, guard: str) -> None:
    assert names(bench, {"src/app.js": EXPRESS + guard})["RBAC"] == "src/app.js:4"


def test_a_role_that_is_only_copied_is_none(bench: Bench) -> None:
    source = EXPRESS + "const auth = (req, res, next) => { req.user = { id: req.token.id, role: req.token.role }; next(); };\n"
    assert "RBAC" not in names(bench, {"src/app.js": source + "app.get('/', auth, (req, res) => res.json({}));\n"})


def test_a_decorated_role_hook_of_fastify_is_rbac(bench: Bench) -> None:
    source = (
        "export default async function users(fastify) {\n"
        "  fastify.get('/', { preHandler: [fastify.checkRole('USER')] }, async () => []);\n}\n"
    )
    files = {
        "src/app.ts": "import Fastify from 'fastify';\nimport users from './users';\nFastify().register(users);\n",
        "src/users.ts": source,
    }
    assert names(bench, files)["RBAC"] == "src/users.ts:2"


def test_a_role_that_no_route_asks_for_is_none(bench: Bench) -> None:
    source = EXPRESS + "const isAdmin = (req, res, next) => next();\napp.get('/', (req, res) => res.json(req.user.role));\n"
    assert "RBAC" not in names(bench, {"src/app.js": source})


def test_a_guard_of_graphql_operations_that_asks_for_a_role_is_rbac(bench: Bench) -> None:
    source = (
        "import { SetMetadata, UseGuards } from '@nestjs/common';\nimport { Query, Resolver } from '@nestjs/graphql';\n"
        "class OwnGuard { canActivate(context) { return this.reflector.get('roles', context.getHandler()).includes('lead'); } }\n"
        "@Resolver()\nexport class UsersResolver {\n"
        "  @SetMetadata('roles', ['lead'])\n  @UseGuards(OwnGuard)\n  @Query(() => [String])\n  users() { return []; }\n}\n"
    )
    assert names(bench, {"src/users.resolver.ts": source})["RBAC"] == "src/users.resolver.ts:7"


def test_nest_roles_by_guard(bench: Bench) -> None:
    source = (
        "import { Controller, Get, UseGuards } from '@nestjs/common';\n"
        "class RolesGuard { canActivate() { return true; } }\n"
        "@Controller('users')\nexport class UsersController {\n  @UseGuards(RolesGuard)\n  @Get()\n  all() { return []; }\n}\n"
    )
    assert names(bench, {"src/users.controller.ts": source})["RBAC"] == "src/users.controller.ts:5"


def test_tools_by_their_settings(bench: Bench) -> None:
    found = names(
        bench,
        {
            "src/app.ts": EXPRESS,
            "eslint.config.js": "export default [];\n",
            ".prettierrc": "{}\n",
            "jest.config.js": "module.exports = {};\n",
            "tests/app.test.ts": "import request from 'supertest';\nrequest('/');\n",
            "tsconfig.json": '{ "compilerOptions": { "strict": true } }\n',
            ".github/workflows/ci.yml": "on: push\njobs:\n  a:\n    steps:\n      - run: npm audit --omit=dev\n",
        },
    )
    assert found.keys() == {"Express", "ESLint", "Prettier", "Jest", "Supertest", "TypeScript strict", "npm audit"}


def test_a_test_runner_without_tests_is_not_named(bench: Bench) -> None:
    assert "Jest" not in names(bench, {"src/app.ts": EXPRESS, "jest.config.js": "module.exports = {};\n"})


def test_tests_of_node_itself(bench: Bench) -> None:
    found = names(bench, {"src/app.ts": EXPRESS, "tests/app.test.ts": "import test from 'node:test';\ntest('it', () => {});\n"})
    assert found["node:test"] == "tests/app.test.ts:2"


def test_env_files(bench: Bench) -> None:
    reading = EXPRESS + "app.listen(process.env.PORT);\n"
    assert names(bench, {"src/app.ts": reading, ".env.example": "PORT=3000\n"})[".env"] == ".env.example:1"
    assert ".env" in names(bench, {"src/app.ts": "import 'dotenv/config';\n" + EXPRESS})
    assert ".env" in names(bench, {"src/app.ts": EXPRESS + "process.loadEnvFile();\n"})
    assert ".env" not in names(bench, {"src/app.ts": EXPRESS, ".env.example": "PORT=3000\n"})
    assert ".env" not in names(bench, {"src/app.ts": reading})
