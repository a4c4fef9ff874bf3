"""Fields of requests that schemas bound: `limit: z.coerce.number().max(100).default(20)`, `@Max(100) limit = 20`."""

from __future__ import annotations

from healthtui.derive.database import Database, query
from healthtui.derive.evaluation.written import called_name, method_of
from healthtui.derive.inputs import ModuleIndex, index_of
from healthtui.derive.libraries.words import names
from healthtui.derive.repository.packages import request_path_files
from healthtui.facts.source import Array, CallRef, Choice, Expression, Literal, Member, Name, Object

_NAMES = names("limit take first size count pagesize perpage per_page page_size top items")
_BOUNDING = names("default max maximum lte maxValue Max catch valid prefault")
MAX_NODES = 400


@query
def bounded_fields(db: Database, package: str) -> frozenset[str]:
    """The names of page sizes that a schema of the package gives a default or a maximum, and none leaves open."""
    bounded: set[str] = set()
    open_: set[str] = set()
    for path in request_path_files(db, package):
        one, other = _fields_in(db, path)
        bounded |= one
        open_ |= other
    return frozenset(bounded - open_) if open_ else frozenset(bounded)


@query
def _fields_in(db: Database, path: str) -> tuple[frozenset[str], frozenset[str]]:
    """The page sizes of one file that are bounded, and the members of its classes that are not."""
    index = index_of(db, path)
    if index is None:
        return frozenset(), frozenset()
    bounded = {key for key, value in _entries(index) if _is_page_size(key) and _is_bounding(index, value)}
    open_: set[str] = set()
    for declared in index.module.classes:
        for member in declared.members:
            if member.kind == "property" and _is_page_size(member.name) and member.decorators:
                is_bound = any(
                    _is_bounding(index, one)
                    for one in (*member.decorators, *([member.value] if member.value is not None else []))
                )
                (bounded if is_bound or isinstance(member.value, Literal | Name | Member | Choice) else open_).add(member.name)
    return frozenset(bounded), frozenset(open_)


def _is_page_size(name: str) -> bool:
    return name.lower() in _NAMES


def _entries(index: ModuleIndex) -> list[tuple[str, Expression]]:
    """All keys of object literals that calls and variables hold, and the properties that fluent-json-schema chains."""
    todo: list[Expression] = [argument for call in index.module.calls for argument in call.arguments]
    todo += [binding.value for binding in index.module.bindings]
    todo += [one.value for one in index.module.exports]
    found: list[tuple[str, Expression]] = []
    while todo:
        one = todo.pop()
        if isinstance(one, Object):
            found += one.entries
            todo += [value for _, value in one.entries]
        elif isinstance(one, Array):
            todo += one.items
    chained = [call.arguments for call in index.module.calls if method_of(call) == "prop" and len(call.arguments) > 1]
    return found + [(str(name.value), value) for name, value, *_ in chained if isinstance(name, Literal)]


def _is_bounding(index: ModuleIndex, value: Expression) -> bool:
    """A chain or an object with a default or a maximum in it."""
    todo: list[Expression] = [value]
    for one in todo:
        if len(todo) > MAX_NODES:
            break
        match one:
            case CallRef(number):
                call = index.module.calls[number]
                name = called_name(call)
                if name in _BOUNDING:
                    return True
                todo += [call.callee, *call.arguments]
            case Member(of, _):
                todo.append(of)
            case Object(entries):
                if any(key in ("default", "maximum", "max", "defaultValue") for key, _ in entries):
                    return True
                todo += [inner for _, inner in entries]
    return False
