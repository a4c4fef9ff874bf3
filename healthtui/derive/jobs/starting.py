"""Which files run a call: the file where it stands, or those that call the function around it."""

from __future__ import annotations

from healthtui.derive.database import Database, query
from healthtui.derive.evaluation.evaluate import Evaluator, callee_of
from healthtui.derive.evaluation.values import ClassValue, FunctionValue, options_of
from healthtui.derive.inputs import ModuleIndex, index_of
from healthtui.derive.repository.packages import request_path_files
from healthtui.facts.base import Place
from healthtui.facts.source import Member, Name

MAX_LEVELS = 4  # of functions around functions


def files_that_run(db: Database, package: str, place: Place) -> frozenset[str]:
    """The files from which a call at a place is run; its own where nobody is seen to call the function around it.

    Empty for a method of a wrapper that is not called: nothing runs it.
    """
    index = index_of(db, place.path)
    calls = [one for one in index.module.calls if (one.line, one.column) == (place.line, place.column)] if index else []
    if index is None or not calls or calls[0].in_decorator or (around := _named(index, calls[0].function)) < 0:
        return frozenset({place.path})
    start = FunctionValue(place.path, around)
    level, seen, found = {start}, {start}, set[str]()
    for _ in range(MAX_LEVELS):
        above: set[FunctionValue] = set()
        for one in level:
            for path, caller in _callers(db, package).get(one, ()):
                if caller < 0:
                    found.add(path)
                else:
                    above.add(FunctionValue(path, caller))
        found |= {one.path for one in level if one not in _callers(db, package) and one != start}
        level = above - seen
        seen |= above
    if found or start in _callers(db, package):
        return frozenset(found or {place.path})
    return frozenset() if _is_plain_method(index, around) else frozenset({place.path})


def _named(index: ModuleIndex, function: int) -> int:
    """The outermost function around a call that somebody may call by its name; -1 where it runs as the file is loaded."""
    while function >= 0 and index.module.functions[function].passed_to >= 0:
        function = index.module.functions[function].parent
    return function


def _is_plain_method(index: ModuleIndex, function: int) -> bool:
    """A method that only runs when it is called: no constructor, hook of a framework, or decorated one."""
    for one in index.module.classes:
        for member in one.members:
            if member.function == function:
                return member.kind == "method" and not member.decorators and not member.name.startswith("on")
    return False


@query
def _callers(db: Database, package: str) -> dict[FunctionValue, list[tuple[str, int]]]:
    """By function of the repository: the files that call it, with the named function around the call (-1: the file)."""
    found: dict[FunctionValue, list[tuple[str, int]]] = {}
    for path in request_path_files(db, package):
        for function, around in _called_in(db, path):
            found.setdefault(function, []).append((path, around))
    return found


@query
def _called_in(db: Database, path: str) -> tuple[tuple[FunctionValue, int], ...]:
    index, evaluator = index_of(db, path), Evaluator(db)
    found: dict[tuple[FunctionValue, int], None] = {}
    for call in index.module.calls if index else ():
        if index is None or call.in_decorator or not isinstance(call.callee, Name | Member):
            continue
        for value in options_of(callee_of(db, path, call)):
            one = evaluator.class_member(value.path, value.index, "constructor") if isinstance(value, ClassValue) else value
            if isinstance(one, FunctionValue):
                found[one, _named(index, call.function)] = None
    return tuple(found)
