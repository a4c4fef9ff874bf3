"""Authentication of a package that is optional by how it is called."""

from __future__ import annotations

from healthtui.derive.database import Database
from healthtui.derive.evaluation.evaluate import Evaluator
from healthtui.derive.evaluation.values import Called, Constant, Literally, Value, external_of, options_of
from healthtui.derive.inputs import index_of
from healthtui.derive.libraries.http import OPTIONAL_AUTH_OPTIONS, OPTIONAL_STRATEGIES
from healthtui.facts.source import Array, CallRef, FunctionRef, Object


def is_optional_call(db: Database, value: Called) -> bool:
    """`credentialsRequired: false`, a strategy that lets everyone pass, or a callback to which the decision is left."""
    index, external = index_of(db, value.path), external_of(value)
    if index is None or external is None:
        return False
    call, evaluator = index.module.calls[value.index], Evaluator(db)
    arguments = [evaluator.argument(value.path, call, position) for position in range(len(call.arguments))]
    if external.module == "passport" and any(isinstance(one, FunctionRef | CallRef) for one in call.arguments[1:]):
        return True
    return any(_is_optional(evaluator, one) for argument in arguments for one in options_of(argument))


def _is_optional(evaluator: Evaluator, argument: Value) -> bool:
    match argument:
        case Constant(str() as strategy):
            return strategy in OPTIONAL_STRATEGIES
        case Literally(_, Array(items)):
            return any(_is_optional(evaluator, evaluator.within(argument, item)) for item in items)
        case Literally(_, Object(entries)):
            return any(
                key in OPTIONAL_AUTH_OPTIONS and evaluator.within(argument, value) == Constant(False) for key, value in entries
            )
    return False
