"""Plugins and hooks of GraphQL servers that refuse strangers before any resolver runs."""

from __future__ import annotations

from collections.abc import Iterator

from healthtui.derive.database import Database, query
from healthtui.derive.evaluation.evaluate import Evaluator
from healthtui.derive.evaluation.values import Constant, FunctionValue, Literally, external_of, options_of
from healthtui.derive.graphql.asking import asks
from healthtui.derive.graphql.wrappers import asked_by, functions_behind
from healthtui.derive.http.classes.decorators import Scope, items_of
from healthtui.derive.inputs import index_of
from healthtui.derive.jobs.queues import last_name
from healthtui.derive.libraries.graphql import GENERIC_AUTH, SERVERS, YOGA_JWT
from healthtui.derive.repository.graph import packages_named
from healthtui.facts.source import Call, Literal, Object

_BUILDERS = {"buildSchema", "buildSchemaSync"}
_HOOK_CONTEXT = (2,)  # of `(schema, document, context)`


@query
def plugin_gates(db: Database, path: str) -> tuple[str, ...]:
    """The names of the plugins and hooks of a file that refuse strangers."""
    used = packages_named(db, path)
    index = index_of(db, path) if used & (SERVERS | GENERIC_AUTH | YOGA_JWT) else None
    return tuple(name for call in index.module.calls for name in _of_call(db, path, call)) if index else ()


def _of_call(db: Database, path: str, call: Call) -> Iterator[str]:
    name, evaluator = last_name(call), Evaluator(db)
    if name == "useGenericAuth" and _module(db, path, call) in GENERIC_AUTH:
        if evaluator.member(evaluator.argument(path, call, 0), "mode") == Constant("protect-all"):
            yield name
    elif name == "useJWT" and _module(db, path, call) in YOGA_JWT:
        reject = evaluator.member(evaluator.argument(path, call, 0), "reject")
        if evaluator.member(reject, "missingToken") != Constant(False):
            yield name
    elif name == "addHook" and call.arguments[:1] == (Literal("preExecution"),):
        hooks = options_of(evaluator.argument(path, call, 1))
        if any(isinstance(one, FunctionValue) and asks(db, one.path, one.index, _HOOK_CONTEXT) for one in hooks):
            yield "a hook before execution"
    elif name in _BUILDERS:
        yield from _global_middlewares(db, path, call)


def _module(db: Database, path: str, call: Call) -> str:
    external = external_of(Evaluator(db).callee(path, call))
    return external.module if external is not None else ""


def _global_middlewares(db: Database, path: str, call: Call) -> Iterator[str]:
    """`buildSchema({ globalMiddlewares: [isAuth] })` of TypeGraphQL."""
    for options in options_of(Evaluator(db).argument(path, call, 0)):
        if isinstance(options, Literally) and isinstance(options.expression, Object):
            scope = Scope(options.path, options.function, options.owner)
            given = dict(options.expression.entries).get("globalMiddlewares")
            for value in items_of(db, scope, given, follow_calls=False) if given else ():
                if by := asked_by(db, functions_behind(db, value)):
                    yield by
