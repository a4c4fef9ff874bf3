"""Whose code does a package's background work: its own, and that of the packages of the repository that it depends on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from healthtui.derive.data.bound import Trail
from healthtui.derive.fallbacks import parts_of
from healthtui.derive.inputs import ModuleIndex
from healthtui.facts.source import Expression, Object

MAX_STEPS = 400  # of one expression


def plain(trail: Trail) -> str:
    """A trail without its marks: `Queue#.add` is `Queue.add`."""
    return trail.text.replace("#", "").replace("()", "")


def expressions_of(index: ModuleIndex) -> Iterator[Expression]:
    """Every expression of a file that may hold options."""
    module = index.module
    yield from (argument for call in module.calls for argument in call.arguments)
    yield from (one.value for one in module.bindings)
    yield from (one.value for one in module.assignments)
    yield from (one.value for one in module.exports)
    yield from (one for function in module.functions for one in function.returns)
    yield from (member.value for one in module.classes for member in one.members if member.value is not None)


def objects_in(expressions: Iterable[Expression]) -> Iterator[Object]:
    """The object literals in some expressions, at any depth."""
    for expression in expressions:
        todo, steps = [expression], 0
        while todo and steps < MAX_STEPS:
            one, steps = todo.pop(), steps + 1
            if isinstance(one, Object):
                yield one
            todo += parts_of(one)
