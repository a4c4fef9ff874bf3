"""What a local name holds, and which names are the request."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from healthtui.derive.http.code import REQUEST_NAMES
from healthtui.derive.inputs import ModuleIndex
from healthtui.derive.pieces import Slot
from healthtui.facts.source import Array, Expression, Member, Name

_REQUEST_TYPE = re.compile(r"(?:^|\.|Fastify|Express)Request\b")
_ADDS = {"push", "unshift"}


class Held(NamedTuple):
    """Everything that a name is bound to and assigned, what is added to a list included, each with its function."""

    values: tuple[tuple[Expression, int], ...]


def scopes(index: ModuleIndex, function: int) -> list[int]:
    """A function, those around it, and -1 for the file."""
    found = [function]
    while found[-1] >= 0:
        found.append(index.module.functions[found[-1]].parent)
    return found


def holder_of(index: ModuleIndex, function: int, name: str) -> Held | Slot | None:
    """What a name is in a function: a variable, a parameter, or None where it is neither."""
    for scope in scopes(index, function):
        if bindings := index.bindings.get((scope, name)):
            values = [(one.value, scope) for one in bindings]
            return Held((*values, *_assigned(index, scope, name), *_added(index, scope, name, values)))
        for position, one in enumerate(index.module.functions[scope].parameters if scope >= 0 else ()):
            key = dict(one.locals).get(name) or (name if name in one.keys else "")
            if one.name == name or key:
                return Slot(scope, position, one.type, key)
    return None


def _assigned(index: ModuleIndex, scope: int, name: str) -> Iterator[tuple[Expression, int]]:
    for one in index.assigned(name):
        if scope in scopes(index, one.function):
            yield one.value, one.function


def _added(index: ModuleIndex, scope: int, name: str, values: list[tuple[Expression, int]]) -> Iterator[tuple[Expression, int]]:
    if not any(isinstance(value, Array) for value, _ in values):
        return
    for call in index.module.calls:
        is_added = isinstance(call.callee, Member) and call.callee.of == Name(name) and call.callee.name in _ADDS
        if is_added and scope in scopes(index, call.function):
            yield from ((one, call.function) for one in call.arguments)


def is_request(index: ModuleIndex, function: int, name: str) -> bool:
    """A parameter that is the request by its name or type, or a part of one that is taken out of it right away."""
    for scope in scopes(index, function):
        if scope < 0 or (scope, name) in index.bindings:
            return False
        for one in index.module.functions[scope].parameters:
            if one.name == name:
                return name in REQUEST_NAMES or bool(_REQUEST_TYPE.search(one.type))
    return False
