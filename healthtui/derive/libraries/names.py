"""Which package stands for what the persona names; the names are written as the catalogue writes them."""

from __future__ import annotations

import re

FRAMEWORK_NAMES = {"express": "Express", "fastify": "Fastify", "nestjs": "NestJS"}
# the packages of each, separated by blanks
_PACKAGES = {
    "Prisma": "@prisma/client nestjs-prisma prisma",
    "TypeORM": "typeorm @nestjs/typeorm typeorm-transactional typeorm-typedi-extensions",
    "Mongoose": "mongoose @nestjs/mongoose @typegoose/typegoose nestjs-typegoose",
    "Sequelize": "sequelize @sequelize/core sequelize-typescript @nestjs/sequelize",
    "Drizzle": "drizzle-orm",
    "Knex": "knex nestjs-knex nest-knexjs",
    "Kysely": "kysely nestjs-kysely",
    "Objection": "objection",
    "MikroORM": "@mikro-orm/core @mikro-orm/nestjs mikro-orm",
    "Redis": (
        "redis ioredis @redis/client @fastify/redis fastify-redis connect-redis rate-limit-redis @keyv/redis "
        "cache-manager-redis-store cache-manager-ioredis cache-manager-ioredis-yet cache-manager-redis-yet "
        "@socket.io/redis-adapter socket.io-redis @nestjs-modules/ioredis @liaoliaots/nestjs-redis nestjs-redis "
        "@upstash/redis @songkeys/nestjs-redis redis-om"
    ),
    "JWT": (
        "jsonwebtoken jose @nestjs/jwt @fastify/jwt fastify-jwt passport-jwt express-jwt jwt-simple fast-jwt "
        "express-oauth2-jwt-bearer aws-jwt-verify koa-jwt"
    ),
    "OAuth 2.0": (
        "openid-client @fastify/oauth2 fastify-oauth2 simple-oauth2 oauth2-server @node-oauth/oauth2-server "
        "@node-oauth/express-oauth-server oauth4webapi arctic grant google-auth-library express-openid-connect "
        "client-oauth2 oidc-provider @auth/express @okta/oidc-middleware passport-auth0 @octokit/oauth-app "
        "@okta/jwt-verifier oauth2orize keycloak-connect nest-keycloak-connect express-oauth2-jwt-bearer"
    ),
    "Passport": "passport @nestjs/passport @fastify/passport fastify-passport koa-passport passport-local",
    "sessions": (
        "express-session cookie-session @fastify/session @fastify/secure-session fastify-session fastify-secure-session "
        "iron-session koa-session @hapi/yar connect-mongo connect-redis client-sessions connect-session-sequelize"
    ),
    "bcrypt": "bcrypt bcryptjs @node-rs/bcrypt bcrypt-nodejs",
    "argon2": "argon2 @node-rs/argon2 argon2-browser",
    "RBAC": "casbin nest-access-control accesscontrol express-jwt-permissions role-acl easy-rbac",
    "Zod": "zod nestjs-zod fastify-type-provider-zod zod-express-middleware @ts-rest/core",
    "Joi": "joi @hapi/joi celebrate nestjs-joi express-joi-validation joi-to-typescript",
    "class-validator": "class-validator",
    "TypeBox": "@sinclair/typebox typebox @fastify/type-provider-typebox nestjs-typebox",
    "Valibot": "valibot",
    "Yup": "yup",
    "express-rate-limit": "express-rate-limit",
    "Helmet": "helmet @fastify/helmet fastify-helmet koa-helmet",
    "CORS": "cors @fastify/cors fastify-cors @koa/cors",
    "Pino": "pino pino-http express-pino-logger nestjs-pino koa-pino-logger",
    "Winston": "winston nest-winston express-winston @google-cloud/logging-winston",
    "prom-client": "prom-client express-prom-bundle fastify-metrics @willsoto/nestjs-prometheus express-prometheus-middleware",
    "Bull": "bull @nestjs/bull",
    "BullMQ": "bullmq @nestjs/bullmq",
    "Agenda": "agenda @hokify/agenda agenda-nest",
    "pg-boss": "pg-boss @wavezync/nestjs-pgboss",
    "cron": "cron node-cron @nestjs/schedule node-schedule croner fastify-cron @fastify/schedule toad-scheduler",
    "Socket.io": "socket.io @nestjs/platform-socket.io fastify-socket.io socket-controllers",
    "WebSockets": (
        "ws @fastify/websocket fastify-websocket express-ws @nestjs/platform-ws uWebSockets.js graphql-ws "
        "subscriptions-transport-ws websocket @nestjs/websockets"
    ),
    "Server-Sent Events": "fastify-sse-v2 better-sse express-sse @fastify/sse",
    "Swagger/OpenAPI": (
        "swagger-ui-express swagger-jsdoc @nestjs/swagger @fastify/swagger @fastify/swagger-ui fastify-swagger tsoa "
        "express-openapi-validator express-openapi @asteasolutions/zod-to-openapi openapi-backend fastify-openapi-glue "
        "express-swagger-generator express-jsdoc-swagger swagger-autogen swagger-express-ts joi-to-swagger "
        "swagger-tools routing-controllers-openapi @scalar/express-api-reference @scalar/nestjs-api-reference "
        "@scalar/fastify-api-reference redoc-express swagger-stats @wesleytodd/openapi"
    ),
    "GraphQL": (
        "graphql @nestjs/graphql @apollo/server apollo-server apollo-server-express apollo-server-fastify mercurius "
        "graphql-yoga type-graphql express-graphql graphql-http @nestjs/apollo @nestjs/mercurius graphql-tools "
        "@graphql-tools/schema apollo-server-core"
    ),
}
_PATTERNS = (
    (re.compile(r"passport(?:-\w+)*-(?:oauth2?|oauth20|openidconnect|oidc)(?:-\w+)*|passport-oauth2"), "OAuth 2.0"),
    (
        re.compile(r"passport-(?:google|facebook|github2?|gitlab2?|linkedin|discord|twitter|apple|microsoft|azure-ad|twitch|spotify|slack"
                   r"|okta|kakao|naver|vkontakte|yandex|instagram|reddit|steam|bitbucket|amazon|42)(?:-\w+)*"),
        "OAuth 2.0",
    ),
    (re.compile(r"passport(?:-\w+)+"), "Passport"),
    (re.compile(r"@sentry/(?:node|nestjs|core|tracing|profiling-node|serverless|integrations)"), "Sentry"),
    (re.compile(r"@ntegral/nestjs-sentry|nest-raven"), "Sentry"),
    (re.compile(r"@opentelemetry/.+|nestjs-otel|@fastify/otel"), "OpenTelemetry"),
    (re.compile(r"@mikro-orm/.+"), "MikroORM"),
)  # fmt: skip
_OF_PACKAGE: dict[str, set[str]] = {}
for _name, _list in _PACKAGES.items():
    for _package in _list.split():
        _OF_PACKAGE.setdefault(_package, set()).add(_name)
# names that are recognised by what is taken, whatever module gives it
TAKEN = {"PrismaClient": "Prisma", "MongoClient": "MongoDB driver"}
MONGODB = {"@fastify/mongodb", "fastify-mongodb"}

TEST_MODULES = {
    "supertest": "Supertest", "supertest-session": "Supertest", "jest": "Jest", "@jest/globals": "Jest", "ts-jest": "Jest",
    "jest-mock-extended": "Jest", "vitest": "Vitest", "mocha": "Mocha", "test": "node:test", "supertest-graphql": "Supertest",
}  # fmt: skip
TOOLS = {
    "eslint": "ESLint", "prettier": "Prettier", "biome": "Biome", "jest": "Jest", "vitest": "Vitest", "mocha": "Mocha",
    "node:test": "node:test",
}  # fmt: skip
RUNNERS = {"Jest", "Vitest", "Mocha", "node:test"}

# compiler settings that are extended from a package, and are strict
STRICT_SETTINGS = re.compile(r"(?:fastify-tsconfig|@tsconfig/(?!create-react-app)[\w-]+|@sindresorhus/tsconfig|gts)(?:/.*)?")
AUDIT_COMMAND = re.compile(
    r"\b(?:npm|pnpm|yarn|bun)\s+(?:npm\s+|run\s+)?audit\b|\baudit-ci\b|\bbetter-npm-audit\b|\bnpm-audit-resolver\b"
)
ENV_LOADERS = {
    "dotenv",
    "dotenv-expand",
    "dotenv-safe",
    "dotenv-flow",
    "dotenv-extended",
    "env-cmd",
    "dotenvx",
    "@dotenvx/dotenvx",
}
ENV_SCRIPT = re.compile(r"--env-file\b|\bdotenvx?\s|\benv-cmd\b|dotenv/config")


def names_of(package: str) -> set[str]:
    """What the use of a package shows; empty for one that stands for nothing that is named."""
    found = set(_OF_PACKAGE.get(package, ()))
    return found | {name for pattern, name in _PATTERNS if pattern.fullmatch(package)}
