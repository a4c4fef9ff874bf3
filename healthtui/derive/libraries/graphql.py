"""GraphQL servers and tools: what is given resolvers, what merges and guards them, and which names say who asks."""

from __future__ import annotations

import re

ROOTS = {"Query": "query", "Mutation": "mutation", "Subscription": "subscription"}
SERVERS = {  # a package that uses one of these answers GraphQL
    "@apollo/server", "apollo-server", "apollo-server-express", "apollo-server-fastify", "apollo-server-core",
    "@as-integrations/fastify", "mercurius", "graphql-yoga", "express-graphql", "graphql-http", "@graphql-yoga/node",
    "graphql-helix", "@graphql-tools/schema", "graphql-tools", "type-graphql", "@nestjs/graphql", "@apollo/subgraph",
    "@apollo/federation", "graphql", "nexus", "@pothos/core",
}  # fmt: skip
TAKERS = {  # what is given resolvers, under `resolvers` of its options or of each of several
    "ApolloServer", "makeExecutableSchema", "createSchema", "addResolversToSchema", "buildSubgraphSchema", "createModule",
    "buildFederatedSchema", "GraphQLServer", "createYoga", "mercurius", "defineResolvers",
}  # fmt: skip
MERGERS = {"mergeResolvers", "composeResolvers", "merge", "mergeAll", "mergeDeep", "assign", "deepmerge", "all", "mergeDeepRight"}
SHIELD = "graphql-shield"
RESOLVER_FILE = re.compile(r"resolver|graphql|gql|schema|quer(?:y|ies)|mutation|subscription", re.I)
CONTEXT_NAME = re.compile(r"_?(?:ctx|context|contextValue|cxt|graphqlContext|contextvalue)$", re.I)
IDENTITY = (
    r"(?:(?:current|auth|authenticated|logged\w*|request|session)?_?(?:user|userId|userID|user_id)|me|viewer|session|uid|sub"
    r"|(?:is)?_?(?:auth\w*|logged_?in|signed_?in)|\w*token|account(?:Id)?|identity|principal|jwt|decoded\w*|claims|admin|isAdmin|role|roles)"
)
STORES = re.compile(  # parts of the context that hold records, not who asks
    r"(?:prisma|db|database|models?|dataSources?|loaders?|repos?|orm|em|knex|store|collections?)$"
    r"|\w+(?:Service|Repository|Repo|Model|Loader|API|Api|Dao|Store|Client)s?$|(?!Authorization)[A-Z]\w*$"
)
ROLE = re.compile(r"\b(?:\w*roles?|permissions?|is_?admin|admin)\b|\bhasRole", re.I)
ASSERTS = re.compile(
    r"(?:^|\.)(?:require|ensure|assert|must|check|verify|validate|enforce)_?(?:be)?_?\w*"
    r"(?:auth\w*|user|login|logged_?in|signed_?in|session|token|permission\w*|role\w*)$|(?:^|\.)authenticate$",
    re.I,
)
PUBLIC = re.compile(
    r"^(?:user|auth|customer|account)?(?:log_?in|sign_?in|log_?out|sign_?out|sign_?up|register|authenticate|"
    r"(?:refresh|revoke|renew)(?:access)?_?tokens?|(?:request|send|forgot|forget|reset|recover|confirm)_?(?:password|email|pwd)\w*"
    r"|(?:verify|confirm|activate)_?(?:e_?mail|user|account|registration|otp)?|resend\w+)"
    r"(?:user|account|customer|admin|guest)?(?:(?:with|by|via|using|from)\w+|mutation)?$",
    re.I,
)
STATUS = re.compile(r"^(?:health\w*|ping|version|status|api_?version|server_?status)$", re.I)
SHIELD_APPLIERS = {"graphql-middleware", "graphql-yoga", "@envelop/graphql-middleware", "nexus"}
ROOT_VALUES = {"express-graphql", "graphql-http"}  # what takes a `rootValue`
NEXUS = "nexus"
POTHOS = "@pothos/core"
AUTH_DIRECTIVE = re.compile(
    r"(?:is|require|requires|needs|must_?be|has|check)?_?(?:auth\w*|logged_?in|signed_?in|login|role|roles|scope|permission\w*|private|protected)$",
    re.I,
)
DIRECTIVE_PACKAGES = {
    "@graphql-tools/utils", "graphql-tools", "apollo-server", "apollo-server-express", "apollo-server-fastify",
    "apollo-server-core", "mercurius-auth",
}  # fmt: skip
GENERIC_AUTH = {"@envelop/generic-auth"}  # refuses all whom it does not know in the mode `protect-all`
YOGA_JWT = {"@graphql-yoga/plugin-jwt"}  # refuses a missing token unless it is told not to
COMPOSERS = {"@graphql-tools/resolvers-composition", "graphql-tools"}
