"""Packages that do an HTTP concern: limiters, headers, CORS, validation, authentication, request logging."""

from __future__ import annotations

import re

LIMITERS = {
    "express-rate-limit": "express-rate-limit",
    "rate-limiter-flexible": "rate-limiter-flexible",
    "@fastify/rate-limit": "@fastify/rate-limit",
    "fastify-rate-limit": "fastify-rate-limit",
    "@nestjs/throttler": "@nestjs/throttler",
    "nestjs-rate-limiter": "nestjs-rate-limiter",
    "express-limiter": "express-limiter",
    "express-slow-down": "express-slow-down",
    "express-brute": "express-brute",
    "limiter": "limiter",
    "@upstash/ratelimit": "@upstash/ratelimit",
    "ratelimiter": "ratelimiter",
    "redis-rate-limiter": "redis-rate-limiter",
}
HEADERS = {"helmet": "helmet", "@fastify/helmet": "@fastify/helmet", "fastify-helmet": "fastify-helmet", "lusca": "lusca"}
CORS = {"cors": "cors", "@fastify/cors": "@fastify/cors", "fastify-cors": "fastify-cors"}
ERROR_HANDLERS = {"errorhandler", "api-error-handler", "strong-error-handler", "express-error-handler"}  # Express middlewares
REQUEST_LOGGERS = {
    "morgan",
    "morgan-body",
    "pino-http",
    "express-pino-logger",
    "express-winston",
    "nestjs-pino",
    "express-bunyan-logger",
    "bunyan-middleware",
    "hpropagate",
}
REQUEST_LOGGER_MAKERS = {("log4js", "connectLogger")}  # of libraries that log other things, too

# Validators of a request as middleware: the result of calling these, or these themselves.
VALIDATION_MIDDLEWARE = {
    "celebrate": ("celebrate", "Segments"),
    "express-validator": (
        "body", "check", "param", "query", "header", "cookie", "checkSchema", "oneOf", "checkExact", "validationResult",
    ),
    "express-joi-validation": ("",),
    "express-openapi-validator": ("middleware",),
    "express-validation": ("validate",),
    "zod-express-middleware": ("validateRequest", "processRequest"),
    "@hono/zod-validator": ("zValidator",),
    "express-zod-safe": ("",),
    "express-joi-validator": ("",),
    "typed-express-validator": ("",),
    "express-jsonschema": ("validate",),
    "express-json-validator-middleware": ("Validator", "validate"),
}  # fmt: skip

# Schema libraries: a call of one of these methods on what they make checks a value.
SCHEMA_LIBRARIES = {
    "zod", "joi", "@hapi/joi", "yup", "valibot", "ajv", "superstruct", "io-ts", "@sinclair/typebox", "class-validator", "arktype",
    "fastest-validator", "validatorjs", "@vinejs/vine", "runtypes", "typia", "zod/v4", "joi-browser", "yup/lib",
}  # fmt: skip
SCHEMA_METHODS = {
    "parse", "parseAsync", "safeParse", "safeParseAsync", "validate", "validateAsync", "validateSync", "validateOrReject",
    "isValid", "isValidSync", "cast", "compile", "assert", "attempt", "check", "decode", "validateSyncAt", "v", "create",
}  # fmt: skip

# Authentication as middleware: the result of calling these, or these themselves.
AUTH_MIDDLEWARE = {
    "passport": ("authenticate", "authorize"),
    "express-jwt": ("", "expressjwt", "jwt"),
    "express-oauth2-jwt-bearer": ("auth",),
    "express-openid-connect": ("auth", "requiresAuth"),
    "express-basic-auth": ("",),
    "connect-ensure-login": ("ensureLoggedIn",),
    "@clerk/express": ("requireAuth", "clerkMiddleware"),
    "@clerk/clerk-sdk-node": ("ClerkExpressRequireAuth",),
    "@okta/jwt-verifier": ("",),
    "keycloak-connect": ("protect",),
    "supertokens-node/recipe/session/framework/express": ("verifySession",),
    "@auth0/nextjs-auth0": ("withApiAuthRequired",),
    "express-session-auth": ("",),
    "http-auth-connect": ("",),
    "@fastify/basic-auth": ("",),
    "@fastify/bearer-auth": ("",),
    "@fastify/auth": ("",),
    "fastify-auth": ("",),
    "fastify-basic-auth": ("",),
    "fastify-bearer-auth": ("",),
}
# Makers of a handler for all routes of a plugin, which logs in and out: none that the code declares.
PLUGIN_HANDLERS = {("better-auth/node", "toNodeHandler"), ("@auth/express", "ExpressAuth")}
PLUGIN_ANSWERS = {("better-auth", "betterAuth.handler"), ("@auth/core", "Auth")}  # the same, given a `Request`
METHODS_OF_MIDDLEWARE = {"express-unless"}  # they are put on a middleware: `auth.unless = unless`
OPTIONAL_AUTH_OPTIONS = {"credentialsRequired", "authRequired"}  # where they are false
OPTIONAL_STRATEGIES = {"anonymous"}
OPTIONAL_AUTH = {"clerkMiddleware", "ClerkExpressWithAuth"}

# Calls inside a function that check who asks: it is authentication when the function also answers 401 or 403,
# throws, redirects or hands an error on.
TOKEN_CHECKS = {
    "jsonwebtoken": ("verify",),
    "jose": ("jwtVerify", "compactVerify", "jwtDecrypt"),
    "passport": ("authenticate",),
    "@nestjs/jwt": ("JwtService.verify", "JwtService.verifyAsync"),
    "jwt-simple": ("decode",),
    "express-jwt": ("",),
    "firebase-admin": ("auth.verifyIdToken",),
    "google-auth-library": ("OAuth2Client.verifyIdToken",),
    "paseto": ("V2.verify", "V3.verify", "V4.verify"),
    "aws-jwt-verify": ("CognitoJwtVerifier.create",),
}

# Sources of regular expressions that match whatever stands after the scheme.
_ANY_SCHEME = re.compile(r"^\(?https\?\)?:(?:\\?/){2}|^\(?(?:https?\|https?)\)?:(?:\\?/){2}")
_MATCHES_ALL = {".*", ".+", ".*?", ".+?", "(.*)", "(.+)", "(.*?)", ".", r"[\s\S]*", r"[\s\S]+", "[^]*", r"[^\/]+", r"\S+", "*"}


def matches_all_origins(pattern: str) -> bool:
    """Whether the source of a regular expression matches any origin, or any of a scheme."""
    bare = pattern.removeprefix("^").removesuffix("$")
    rest = _ANY_SCHEME.sub("", bare)
    return rest in _MATCHES_ALL or (not rest and bool(bare) and not pattern.endswith("$"))
