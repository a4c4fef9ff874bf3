"""Handlers that hand their request on to a package that answers a whole API by itself."""

from __future__ import annotations

from healthtui.derive.database import Database, query
from healthtui.derive.evaluation.evaluate import Evaluator
from healthtui.derive.evaluation.values import external_of
from healthtui.derive.evaluation.written import inner_functions
from healthtui.derive.inputs import index_of
from healthtui.derive.libraries.http import PLUGIN_ANSWERS, PLUGIN_HANDLERS


@query
def is_handed_on(db: Database, path: str, function: int) -> bool:
    """`auth.handler(new Request(…))` of better-auth, `toNodeHandler(auth)(request.raw, reply.raw)`."""
    index, evaluator = index_of(db, path), Evaluator(db)
    numbers = [n for one in inner_functions(index, function) for n in index.calls_in.get(one, ())] if index else []
    called = [external_of(evaluator.callee(path, index.module.calls[n])) for n in numbers] if index else []
    return any((one.module, one.name) in PLUGIN_HANDLERS | PLUGIN_ANSWERS for one in called if one is not None)
