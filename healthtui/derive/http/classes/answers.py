"""The statuses with which a controller answers through the methods of the class that it extends: `this.setStatus(404)`."""

from __future__ import annotations

from collections.abc import Mapping

from healthtui.derive.database import Database
from healthtui.derive.evaluation.values import FunctionValue
from healthtui.derive.evaluation.written import called_name, inner_functions, status_of
from healthtui.derive.inputs import index_of
from healthtui.facts.source import Member, Name


def errors_answered(db: Database, function: FunctionValue, named: Mapping[str, int], given: Mapping[str, int]) -> tuple[int, ...]:
    """From 400 up, in order: of methods that are `named` after a status, or are `given` one at a position."""
    index = index_of(db, function.path)
    inside = inner_functions(index, function.index) if index else []
    calls = [index.module.calls[n] for one in inside for n in index.calls_in.get(one, ())] if index else []
    found: list[int] = []
    for call in calls:
        name = called_name(call)
        if isinstance(call.callee, Member) and call.callee.of == Name("this"):
            at = given.get(name, len(call.arguments))
            found.append(named.get(name) or (status_of(call.arguments[at]) if at < len(call.arguments) else None) or 0)
    return tuple(sorted({one for one in found if one >= 400}))
