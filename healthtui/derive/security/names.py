"""What a local name holds, and which names are the request."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from healthtui.derive.evaluation.pieces import Slot, key_of
from healthtui.derive.http.code import REQUEST_NAMES
from healthtui.derive.inputs import ModuleIndex
from healthtui.facts.source import Array, Binding, Expression, Member, Name, Parameter

_REQUEST_TYPE = re.compile(r"(?:^|\.|Fastify|Express)Request\b")
_ADDS = {"push", "unshift"}


class Held(NamedTuple):
    """Everything that a name is bound to and assigned, what is added to a list included, each with its function and line."""

    values: tuple[tuple[Expression, int, int], ...]


def scopes(index: ModuleIndex, function: int) -> list[int]:
    """A function, those around it, and -1 for the file."""
    found = [function]
    while found[-1] >= 0:
        found.append(index.module.functions[found[-1]].parent)
    return found


def holder_of(index: ModuleIndex, function: int, name: str, line: int = 0) -> Held | Slot | None:
    """What a name is in a function: a variable, a parameter, or None where it is neither. With the line where it is used,
    a variable of a block counts in that block alone."""
    for scope in scopes(index, function):
        bindings = index.bindings.get((scope, name), [])
        parameters = list(enumerate(index.module.functions[scope].parameters if scope >= 0 else ()))
        slot = next((Slot(scope, at, one.type, key) for at, one in parameters if (key := _key_of(one, name)) is not None), None)
        if bindings and slot is not None and line:
            bindings = [one for one in bindings if _is_in_block(index, one, line)]
        if bindings:
            values = [(one.value, scope, one.line) for one in bindings]
            is_constant = slot is not None and all(one.constant for one in bindings)  # what is assigned is the parameter
            assigned = [] if is_constant else _assigned(index, scope, name)
            return Held((*values, *assigned, *_added(index, scope, name, values)))
        if slot is not None:
            return slot
    return None


def _key_of(parameter: Parameter, name: str) -> str | None:
    """The key under which a parameter takes a name, "" where it has that name itself; None where it does neither."""
    key = key_of(parameter, name)
    return key if key or parameter.name == name else None


def _is_in_block(index: ModuleIndex, binding: Binding, line: int) -> bool:
    """Whether a line is in the innermost branch that a variable is declared in."""
    blocks = [(one.line, one.end_line) for one in index.module.branches if one.function == binding.function]
    blocks += [(one.line, one.end_line) for one in index.module.alternatives if one.function == binding.function]
    start, end = max((one for one in blocks if one[0] <= binding.line <= one[1]), default=(0, line))
    return start <= line <= end


def _assigned(index: ModuleIndex, scope: int, name: str) -> Iterator[tuple[Expression, int, int]]:
    for one in index.assigned(name):
        if scope in scopes(index, one.function):
            yield one.value, one.function, one.line


def _added(
    index: ModuleIndex, scope: int, name: str, values: list[tuple[Expression, int, int]]
) -> Iterator[tuple[Expression, int, int]]:
    if not any(isinstance(value, Array) for value, _, _ in values):
        return
    for call in index.module.calls:
        is_added = isinstance(call.callee, Member) and call.callee.of == Name(name) and call.callee.name in _ADDS
        if is_added and scope in scopes(index, call.function):
            yield from ((one, call.function, call.line) for one in call.arguments)


def is_request(index: ModuleIndex, function: int, name: str) -> bool:
    """A parameter that is the request by its name or type, or a part of one that is taken out of it right away."""
    for scope in scopes(index, function):
        if scope < 0 or (scope, name) in index.bindings:
            return False
        for one in index.module.functions[scope].parameters:
            if one.name == name:
                return name in REQUEST_NAMES or bool(_REQUEST_TYPE.search(one.type))
    return False
