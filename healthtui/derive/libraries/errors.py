"""Error classes and factories: what the runtime and packages give, and which words say nothing."""

from __future__ import annotations

import re

BUILTIN_ERRORS = {
    "Error", "TypeError", "RangeError", "SyntaxError", "ReferenceError", "EvalError", "URIError", "AggregateError",
}  # fmt: skip
NEST = "@nestjs/common"
# packages whose members are named by the status that they stand for: `createError.NotFound`, `Boom.notFound`
NAMED_BY_STATUS = {"http-errors", "@hapi/boom", "boom", "routing-controllers", "@fastify/sensible", "http-errors-enhanced",
                   "restify-errors", "ts-httpexceptions", "@tsed/exceptions", "http-json-errors"}  # fmt: skip
CLASS_FACTORIES = {"@fastify/error", "fastify-error"}  # `createError(code, message, status)` makes a class
# words of these names that are not those of the status
OTHER_NAMES = {
    "BAD_DATA": 422, "BAD_IMPLEMENTATION": 500, "INTERNAL": 500, "PAYLOAD_TOO_LARGE": 413, "ENTITY_TOO_LARGE": 413,
    "ILLEGAL": 451, "RESOURCE_GONE": 410, "SERVER_UNAVAILABLE": 503, "CLIENT_TIMEOUT": 408, "RATE_LIMITED": 429,
    "INTERNAL_ERROR": 500, "UNAUTHENTICATED": 401,
}  # fmt: skip
ERROR_NAME = re.compile(r"(?:Error|Exception)s?$|^Http(?:Error|Exception)")
ERROR_FACTORY = re.compile(r"^(?:create(?:Http)?Error|httpErrors?)$", re.I)
STATUS_FIELD = re.compile(
    r"^_?(?:http)?_?(?:status|statusCode|status_code|httpCode|httpStatus|httpStatusCode|errorCode|code)$", re.I
)
CODE_FIELD = re.compile(r"^_?(?:errorCode|code)$", re.I)  # a status only where nothing else is named as one
MESSAGE_FIELD = re.compile(r"^_?(?:message|msg|errorMessage|description|detail|title|reason)$", re.I)

# who is handed an error: callbacks by name, and methods
HANDED_ON = {"next", "_next", "reject", "done", "cb", "callback", "throwError"}
HANDING_METHODS = {"reject", "throwError", "destroy"}
RAISING_DECORATORS = {"OnUndefined", "OnNull"}  # of routing-controllers: the class that they are given is thrown
VAGUE = {
    "", "error", "errors", "err", "failed", "failure", "fail", "invalid", "something went wrong", "an error occurred",
    "error occurred", "an error has occurred", "something wrong", "went wrong", "oops", "unknown error", "unexpected error",
}  # fmt: skip

# methods of a reply
STATUS_METHODS = {"status", "code", "sendStatus", "writeHead", "setStatus"}
SENDING = {"json", "send", "end", "jsonp", "render", "view", "sendFile", "download", "format", "serialize", "raw"}
# of NestJS, which is given the reply first: `httpAdapter.reply(response, body)`
ADAPTER_REPLY = re.compile(r"[aA]dapter\.reply$")
SETTING = {
    "header", "headers", "set", "setHeader", "append", "cookie", "type", "links", "setTimeout", "setCookie", "writeHead",
    "get", "getHeader", "removeHeader", "on", "once", "write", "vary", "attachment", "redirect",
}  # fmt: skip
REPLY_NAME = re.compile(r"^_?(?:res|resp|response|reply|rep)$", re.I)
REPLY_TYPE = re.compile(r"^(?:\w+\.)?(?:\w*Response|\w*Reply)\b")

# what shows that code runs in some environments only, in a condition or by the name of what holds it
ENVIRONMENT_WORDS = {"dev", "development", "prod", "production", "debug", "env", "environment", "staging", "verbose", "nodeenv"}
ENVIRONMENT_PHRASE = re.compile(r"\bis_?local\b|(?:show|expose|include|with|send)_?(?:stack|errors?)", re.I)
# conditions after whose branch the code is for other environments than production
PRODUCTION_TEST = re.compile(
    r"^(?!.*!\s*[\w.]*is_?prod).*\bis_?prod|(?<![!=])={2,3}\s*['\"]prod|!={1,2}\s*['\"]dev|!\s*[\w.]*\bis_?dev", re.I
)
ENVIRONMENT_NAME = re.compile(r"(?:^|_)(?:dev|debug|local)|Dev|Debug|Local")
ERROR_HOLDER = re.compile(r"^_?(?:e|er|err|error|ex|exc|exception|reason)\d?$|(?:Error|Err|Exception)$")
ERROR_TYPE = re.compile(r"(?:Error|Exception|\bErr)\b")
STACK_NAMES = {"stack", "stacktrace", "stackTrace"}
# what makes text or a plain object of an error, its stack included
SERIALISERS = {"JSON.stringify", "util.inspect", "inspect", "serializeError", "Object.assign", "cloneDeep", "errorToObject"}
STACK_SHOWERS = {"errorhandler"}  # packages whose middleware answers with the stack
GRAPHQL_STACKS = {"includeStacktraceInErrorResponses"}
ERROR_FORMATTERS = {"formatError", "customFormatErrorFn", "errorFormatter"}
