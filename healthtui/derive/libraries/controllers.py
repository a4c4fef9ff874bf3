"""Libraries that put controllers, which are decorated classes, on an app of Express."""

from __future__ import annotations

ROUTING = "routing-controllers"
ROUTING_SERVERS = ("createExpressServer", "useExpressServer")  # the options are their last argument
INVERSIFY = "inversify-express-utils"
INVERSIFY_SERVER = "InversifyExpressServer"  # (container, router, routing, app, authProvider)
INVERSIFY_ROUTING, INVERSIFY_APP = 2, 3
INVERSIFY_CONFIGS = {"setConfig": False, "setErrorConfig": True}  # what is given the app; and whether it is after the routes
INVERSIFY_BUILD = "build"
INVERSIFY_VERBS = {
    "httpGet": "GET", "httpPost": "POST", "httpPut": "PUT", "httpPatch": "PATCH", "httpDelete": "DELETE", "httpHead": "HEAD",
    "httpOptions": "OPTIONS", "all": "ALL",
}  # fmt: skip
INVERSIFY_INPUTS = {"requestBody": "body", "queryParam": "query", "requestParam": "params"}
INVERSIFY_ANSWERS = {"badRequest": 400, "unauthorized": 401, "notFound": 404, "conflict": 409, "internalServerError": 500}
INVERSIFY_STATUSES = {"statusCode": 0, "json": 1}  # the position of the status
TSOA = "tsoa"
TSOA_MODULES = ("tsoa", "@tsoa/runtime")
TSOA_MAKER = "RegisterRoutes"  # of the file that it makes: it puts the routes on an app
TSOA_AUTHENTICATION = "expressAuthentication"  # of the module that the settings name: rejects whom it does not know
TSOA_INVALID = "ValidateError"
TSOA_VERBS = {
    "Get": "GET", "Post": "POST", "Put": "PUT", "Patch": "PATCH", "Delete": "DELETE", "Head": "HEAD", "Options": "OPTIONS",
}  # fmt: skip
TSOA_INPUTS = {
    "Body": "body", "BodyProp": "body", "FormField": "body", "Query": "query", "Queries": "query", "Path": "params",
}  # fmt: skip
TSOA_UNCHECKED = {"", "any", "unknown", "object", "Object", "{}", "Record<string, any>", "Record<string, unknown>"}  # types
TSOA_STATUSES = {"setStatus": 0}
EXPRESS_MAKERS = {ROUTING: ROUTING_SERVERS, INVERSIFY: (INVERSIFY_SERVER,)}  # what makes an app of Express, or is given one
ROUTING_ANSWERS, ROUTING_ANSWERS_QUIETLY = "defaultErrorHandler", "defaultErrorHandler.quiet"  # without the stack
ROUTING_VERBS = {
    "Get": "GET", "Post": "POST", "Put": "PUT", "Patch": "PATCH", "Delete": "DELETE", "Head": "HEAD", "Options": "OPTIONS",
    "All": "ALL",
}  # fmt: skip
# What a parameter of a handler is given. Those of an address are texts, which the library turns into the declared type.
ROUTING_INPUTS = {
    "Body": "body", "BodyParam": "body", "QueryParam": "query", "QueryParams": "query", "Param": "params", "Params": "params",
}  # fmt: skip
ROUTING_TEXTS = {"QueryParam", "Param"}
ROUTING_PARSED = {"number", "boolean", "Date"}
BY_DEFAULT = {ROUTING}  # they answer errors by themselves
