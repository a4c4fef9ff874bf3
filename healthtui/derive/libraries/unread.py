"""Libraries that declare routes in forms that are not read: decorators, folders of files, whole APIs in one call.

Of those whose controllers are read, here is what stays unread where they cannot be: without tsoa's settings, on Koa.
"""

from __future__ import annotations

UNREAD = {
    "tsoa": "tsoa",
    "@tsoa/runtime": "tsoa",
    "routing-controllers": "routing-controllers",
    "inversify-express-utils": "inversify-express-utils",
    "@inversifyjs/http-core": "InversifyJS",
    "@tsed/common": "Ts.ED",
    "@tsed/platform-express": "Ts.ED",
    "@tsed/schema": "Ts.ED",
    "@loopback/rest": "LoopBack",
    "loopback": "LoopBack",
    "@feathersjs/express": "Feathers",
    "@feathersjs/feathers": "Feathers",
    "@overnightjs/core": "OvernightJS",
    "@decorators/express": "@decorators/express",
    "express-openapi": "express-openapi",
    "exegesis-express": "exegesis",
    "swagger-tools": "swagger-tools",
    "swagger-routes-express": "swagger-routes-express",
    "express-file-routing": "express-file-routing",
    "@medusajs/framework": "Medusa",
    "@medusajs/medusa": "Medusa",
    "@medusajs/framework/http": "Medusa",
    "@trpc/server": "tRPC",
    "@ts-rest/express": "ts-rest",
    "@ts-rest/fastify": "ts-rest",
    "@ts-rest/nest": "ts-rest",
    "fastify-decorators": "fastify-decorators",
    "fastify-openapi-glue": "fastify-openapi-glue",
    "fastify-autoroutes": "fastify-autoroutes",
    "openapi-backend": "openapi-backend",
    "express-zod-api": "express-zod-api",
    "@zodios/express": "Zodios",
    "express-graphql": "express-graphql",
    "graphql-http": "graphql-http",
    "graphql-yoga": "GraphQL Yoga",
    "apollo-server": "Apollo",
    "apollo-server-express": "Apollo",
    "apollo-server-core": "Apollo",
    "@apollo/server": "Apollo",
    "type-graphql": "TypeGraphQL",
    "mercurius": "Mercurius",
    "actionhero": "Actionhero",
    "sails": "Sails",
    "@foal/core": "FoalTS",
    "@strapi/strapi": "Strapi",
    "payload": "Payload",
    "keystone": "Keystone",
}
FRAMEWORKS = {  # those with their own way to apply middleware and to handle errors
    "routing-controllers", "InversifyJS", "inversify-express-utils", "Ts.ED", "LoopBack", "Feathers", "OvernightJS",
    "@decorators/express", "Medusa", "express-zod-api", "Actionhero", "Sails", "FoalTS", "Strapi", "Payload", "Keystone",
}  # fmt: skip
GRAPHQL = {"express-graphql", "graphql-http", "GraphQL Yoga", "Apollo", "TypeGraphQL", "Mercurius"}  # read by their operations
FEW_ROUTES = 5  # fewer than these beside such a library: most of what the server answers is not read
