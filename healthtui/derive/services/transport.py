"""What of an HTTP framework a module touches: its types, its request and reply as parameters, answers."""

from __future__ import annotations

import re
from collections.abc import Iterator

from healthtui.derive.database import Database, query
from healthtui.derive.evaluation.written import dotted
from healthtui.derive.inputs import ModuleIndex, index_of
from healthtui.derive.libraries.words import names
from healthtui.derive.repository.graph import package_of
from healthtui.facts.base import Place
from healthtui.facts.source import Function, Member, Parameter

_FRAMEWORKS = names(
    "express express-serve-static-core fastify koa @nestjs/platform-express @nestjs/platform-fastify koa-router @koa/router"
)
_PARAMETERS = names("req res reply _req _res _reply")
_ANSWERS = names("status json send sendStatus sendFile redirect render end cookie code header setHeader writeHead type download")
_GLOBAL_TYPE = re.compile(r"\bExpress\.(?:Multer\.)?\w+|\bFastify\w*(?:Request|Reply|Instance)\b")
_UNTYPED = {"", "any", "unknown", "object", "Object"}


@query
def http_places(db: Database, path: str) -> tuple[Place, ...]:
    """Where a module touches an HTTP framework, in order, each line once."""
    index = index_of(db, path)
    found = {(one.line): one for one in _places(path, index)} if index else {}
    return tuple(found[line] for line in sorted(found))


def _places(path: str, index: ModuleIndex) -> Iterator[Place]:
    module = index.module
    yield from (Place(path, one.line, 1) for one in module.imports if package_of(one.module) in _FRAMEWORKS)
    for function in module.functions:
        if any(_is_http(function, one) for one in function.parameters):
            yield Place(path, function.line, function.column)
    for declared in module.classes:
        yield from (Place(path, one.line, one.column) for one in declared.members if _GLOBAL_TYPE.search(one.type))
    yield from (Place(path, one.line, 1) for one in module.bindings if _GLOBAL_TYPE.search(one.type))
    yield from _answers(path, index)


def _is_http(function: Function, parameter: Parameter) -> bool:
    """By its type; by its name only where it has none: the `res` of a callback may be the response of a fetch."""
    if _GLOBAL_TYPE.search(parameter.type):
        return True
    if parameter.name not in _PARAMETERS or parameter.type not in _UNTYPED:
        return False
    together = {one.name.lstrip("_") for one in function.parameters}
    return function.passed_to < 0 or ("req" in together and bool(together & {"res", "reply"}))


def _answers(path: str, index: ModuleIndex) -> Iterator[Place]:
    """Calls that answer through something that holds the reply: `this.res.json()`, `ctx.reply.send()`."""
    for call in index.module.calls:
        if isinstance(call.callee, Member) and call.callee.name in _ANSWERS:
            parts = dotted(index, call.callee).split(".")
            if len(parts) > 2 and parts[0] in ("this", "ctx", "context", "req") and parts[1] in ("res", "reply"):
                yield Place(path, call.line, call.column)
