"""Fastify and its plugins: method names, hooks, and what registering or calling a plugin does."""

from __future__ import annotations

FRAMEWORK = "fastify"
PLUGIN_WRAPPERS = {"fastify-plugin"}
AUTOLOADERS = {"@fastify/autoload", "fastify-autoload"}

VERBS = {"get", "post", "put", "patch", "delete", "head", "options", "all"}
REQUEST_HOOKS = ("onRequest", "preParsing", "preValidation", "preHandler")  # in the order in which they run
# Methods that give back the instance that they are called on.
CHAINED = VERBS | {
    "route", "register", "addHook", "after", "decorate", "decorateRequest", "decorateReply", "withTypeProvider", "use",
    "setErrorHandler", "setNotFoundHandler", "setValidatorCompiler", "setSerializerCompiler", "setSchemaController",
    "setSchemaErrorFormatter", "setReplySerializer", "addSchema", "addContentTypeParser", "setGenReqId",
}  # fmt: skip
MAKERS = {"", "fastify", "Fastify", "default"}  # what of the package makes an instance
INSTANCE_NAMES = {"fastify", "app", "server", "instance", "api", "f", "scope", "router", "fastifyInstance", "srv", "route"}
REQUEST_NAMES = {"request", "req"}

# Plugins that act on every route of the scope that they are registered in, unless the option says otherwise.
HOOKING = {
    "@fastify/helmet": "global", "fastify-helmet": "global", "@fastify/cors": "", "fastify-cors": "",
    "@fastify/rate-limit": "global", "fastify-rate-limit": "global",
    "@fastify/bearer-auth": "addHook", "fastify-bearer-auth": "addHook",
}  # fmt: skip
# Of these, the ones that see only the routes that are declared after them.
ON_ROUTE = {"@fastify/rate-limit", "fastify-rate-limit"}

# What plugins decorate the instance with: hooks to put on a route.
DECORATED = {
    "auth": ("@fastify/auth", "fastify-auth"),
    "basicAuth": ("@fastify/basic-auth", "fastify-basic-auth"),
    "verifyBearerAuth": ("@fastify/bearer-auth", "fastify-bearer-auth"),
    "verifyBearerAuthFactory": ("@fastify/bearer-auth", "fastify-bearer-auth"),
    "rateLimit": ("@fastify/rate-limit", "fastify-rate-limit"),
    "authenticate": ("fastify-auth0-verify", "@fastify/auth0-verify"),
    "requireAuth": ("@auth0/auth0-fastify-api", "fastify-auth0-verify"),
}
