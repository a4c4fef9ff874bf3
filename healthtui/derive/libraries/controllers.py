"""Libraries that put controllers, which are decorated classes, on an app of Express."""

from __future__ import annotations

ROUTING = "routing-controllers"
ROUTING_SERVERS = ("createExpressServer", "useExpressServer")  # the options are their last argument
EXPRESS_MAKERS = {ROUTING: ROUTING_SERVERS}  # what makes an app of Express, or is given one
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
