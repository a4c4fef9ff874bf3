"""Options that decide who may connect, wherever a configuration writes them: `onConnect`, `verifyClient`."""

from __future__ import annotations

from collections.abc import Iterator

from healthtui.derive.database import Database, query
from healthtui.derive.evaluation.evaluate import Evaluator
from healthtui.derive.evaluation.expressions import objects_in
from healthtui.derive.evaluation.values import Literally, external_of, options_of
from healthtui.derive.inputs import ModuleIndex, index_of
from healthtui.derive.jobs.queues import last_name
from healthtui.derive.libraries.realtime import CONFIGURED, MERCURIUS
from healthtui.derive.realtime.handshakes import Gate, gate_of, joined
from healthtui.derive.repository.graph import packages_named
from healthtui.derive.repository.packages import request_path_files
from healthtui.facts.base import Place
from healthtui.facts.source import Call, Expression, Literal, Object

_CHECKS = {"onConnect", "verifyClient"}


def option_gates(db: Database, package: str) -> Gate:
    """What the configurations of a package do with those who connect."""
    return joined([_option_gate(db, path) for path in request_path_files(db, package)])


@query
def _option_gate(db: Database, path: str) -> Gate:
    index = index_of(db, path) if packages_named(db, path) & CONFIGURED else None
    found: list[Gate] = []
    for expression, function in _written(index) if index else ():
        for one in objects_in([expression]):
            found += [gate_of(db, path, value, function) for key, value in one.entries if key in _CHECKS]
    return joined(found)


def _written(index: ModuleIndex) -> Iterator[tuple[Expression, int]]:
    """Every expression that may hold options, and the function in which it stands."""
    module = index.module
    yield from ((argument, call.function) for call in module.calls for argument in call.arguments)
    yield from ((one.value, one.function) for one in module.bindings)
    yield from ((one, number) for number, function in enumerate(module.functions) for one in function.returns)


@query
def mercurius_in(db: Database, path: str) -> tuple[Place, ...]:
    """Where mercurius is registered with subscriptions."""
    index = index_of(db, path) if MERCURIUS in packages_named(db, path) else None
    evaluator, found = Evaluator(db), list[Place]()
    for call in index.module.calls if index else ():
        if last_name(call) == "register" and len(call.arguments) > 1 and _takes_subscriptions(evaluator, path, call):
            found.append(Place(path, call.line, call.column))
    return tuple(found)


def _takes_subscriptions(evaluator: Evaluator, path: str, call: Call) -> bool:
    plugin = external_of(evaluator.argument(path, call, 0))
    if plugin is None or plugin.module != MERCURIUS:
        return False
    for options in options_of(evaluator.argument(path, call, 1)):
        entries = options.expression.entries if isinstance(options, Literally) and isinstance(options.expression, Object) else ()
        if any(key == "subscription" and value != Literal(False) for key, value in entries):
            return True
    return False
