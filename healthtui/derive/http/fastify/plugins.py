"""What is given to `register`: functions of the repository, or packages; and whether they break encapsulation."""

from __future__ import annotations

import msgspec

from healthtui.derive.database import Database
from healthtui.derive.evaluation.callers import arguments_given
from healthtui.derive.evaluation.evaluate import Evaluator
from healthtui.derive.evaluation.values import Called, FunctionValue, Namespace, ParameterValue, Value, external_of, options_of
from healthtui.derive.inputs import index_of
from healthtui.derive.libraries.fastify import PLUGIN_WRAPPERS
from healthtui.derive.repository.graph import package_of

MAX_STEPS = 50


class Plugin(msgspec.Struct, frozen=True, gc=False):
    """`value` is a function of the repository, or something of the package `module`."""

    value: Value
    module: str = ""
    is_shared: bool = False  # acts on the scope that registers it: fastify-plugin


def plugins_of(db: Database, value: Value) -> list[Plugin]:
    """The plugins that a value may be, unwrapped."""
    todo, found, steps = [(one, False) for one in options_of(value)], list[Plugin](), 0
    while todo and steps < MAX_STEPS:
        (one, is_shared), steps = todo.pop(0), steps + 1
        if isinstance(one, FunctionValue):
            found.append(Plugin(one, "", is_shared or _skips_override(db, one)))
        elif isinstance(one, Namespace):
            todo += [(inner, is_shared) for inner in options_of(Evaluator(db).export(one.path, "default"))]
        elif isinstance(one, ParameterValue):
            todo += [(inner, is_shared) for inner in arguments_given(db, one)]
        elif (external := external_of(one)) is not None:
            if isinstance(one, Called) and package_of(external.module) in PLUGIN_WRAPPERS:
                todo += [(inner, True) for inner in options_of(_first_argument(db, one))]
            else:
                found.append(Plugin(one, package_of(external.module), True))
    return found


def _first_argument(db: Database, called: Called) -> Value:
    index = index_of(db, called.path)
    assert index is not None
    return Evaluator(db).argument(called.path, index.module.calls[called.index], 0)


def _skips_override(db: Database, function: FunctionValue) -> bool:
    """`plugin[Symbol.for('skip-override')] = true`, which is what fastify-plugin does."""
    index = index_of(db, function.path)
    assert index is not None
    name = index.module.functions[function.index].name
    return any(index.assigned(f"{one}.[]") for one in (name, "module.exports") if one)
