"""Plugins that no instance in the repository registers: the root of an app that `fastify start` runs, or loose routes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from posixpath import basename

from healthtui.derive.database import Database
from healthtui.derive.evaluation.evaluate import Evaluator
from healthtui.derive.evaluation.values import FunctionValue, ParameterValue, Value
from healthtui.derive.http.fastify.events import Event
from healthtui.derive.http.fastify.plugins import plugins_of
from healthtui.derive.inputs import index_of
from healthtui.derive.libraries.fastify import INSTANCE_NAMES


def entry_plugins(db: Database, files: Iterable[str], events: Mapping[Value, list[Event]]) -> list[ParameterValue]:
    """The first parameters of exported plugins, those that register others first, and nearest to the root."""
    found: dict[ParameterValue, tuple[bool, int, str]] = {}
    for path in files:
        for value in _exported(db, path):
            for plugin in plugins_of(db, value):
                if not isinstance(plugin.value, FunctionValue):
                    continue
                parameter = ParameterValue(plugin.value.path, plugin.value.index, 0)
                if parameter in events and _is_instance(db, parameter):
                    registers = any(event.kind == "register" for event in events[parameter])
                    found.setdefault(parameter, (not registers, path.count("/"), basename(path)))
    return sorted(found, key=lambda one: found[one])


def _exported(db: Database, path: str) -> list[Value]:
    index = index_of(db, path)
    evaluator = Evaluator(db)
    return [evaluator.export(path, name) for name in index.exports if name != "*"] if index else []


def _is_instance(db: Database, parameter: ParameterValue) -> bool:
    """Whether a parameter is typed or named as an instance, or its function as a plugin."""
    index = index_of(db, parameter.path)
    assert index is not None
    function = index.module.functions[parameter.function]
    if not function.parameters:
        return False
    declared = function.parameters[0]
    types = [binding.type for binding in index.bindings.get((function.parent, function.name), ())]
    return "Fastify" in declared.type or declared.name in INSTANCE_NAMES or any("Fastify" in one for one in types)
