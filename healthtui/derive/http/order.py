"""The order in which the calls of a file run, as far as the file itself tells: a function runs where it is first called."""

from __future__ import annotations

from healthtui.derive.inputs import ModuleIndex
from healthtui.facts.source import Call, Member, Name

MAX_FRAMES = 8  # functions that call each other
Position = tuple[int, int]


def in_order(index: ModuleIndex) -> list[Call]:
    """All calls, those of a method that a constructor calls at the place of that call; of a chain the inner one first."""
    sites = _first_calls(index)
    calls = enumerate(index.module.calls)
    ranked = [(_moment(index, sites, call), -number, call) for number, call in calls]
    return [call for _, _, call in sorted(ranked, key=lambda one: one[:2])]


def _first_calls(index: ModuleIndex) -> dict[int, Call]:
    """Where each function is first called by its name: `setup()`, `this.setup()`, `server.setup()`."""
    methods = {one.name: number for number, one in enumerate(index.module.functions) if one.owner >= 0}
    found: dict[int, Call] = {}
    for call in sorted(index.module.calls, key=lambda one: (one.line, one.column)):
        match call.callee:
            case Name(name):
                around, number = call.function, None
                while number is None and around >= -1:
                    number = index.functions.get((around, name))
                    around = index.module.functions[around].parent if around >= 0 else -2
            case Member(Name(), name):
                number = methods.get(name)
            case _:
                continue
        if number is not None and number != call.function:
            found.setdefault(number, call)
    return found


def _moment(index: ModuleIndex, sites: dict[int, Call], call: Call) -> tuple[Position, ...]:
    """The positions of the calls that lead to a call, outermost first, and its own."""
    found: list[Position] = [(call.line, call.column)]
    function = call.function
    while function >= 0 and len(found) < MAX_FRAMES:
        site = sites.get(function)
        if site is not None:
            found.append((site.line, site.column))
        function = site.function if site is not None else index.module.functions[function].parent
    return tuple(reversed(found))
