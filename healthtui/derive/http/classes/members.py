"""What a class is by its decorators, its methods and what it extends."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec

from healthtui.derive.database import Database
from healthtui.derive.evaluation.values import ClassValue, FunctionValue, options_of
from healthtui.derive.http.classes.decorators import Decoration, Scope, class_decorations, decorations
from healthtui.derive.inputs import index_of
from healthtui.facts.base import Place

MAX_BASES = 10


class MemberDecorations(msgspec.Struct, frozen=True, gc=False):
    """A decorated method of a class."""

    function: FunctionValue
    decorations: tuple[Decoration, ...]


def decorated_classes(db: Database, path: str, modules: Iterable[str], name: str) -> tuple[ClassValue, ...]:
    """The classes of a file, outside functions, that carry a decorator of one of the packages."""
    index = index_of(db, path)
    decorated = [n for n, one in enumerate(index.module.classes) if one.decorators and one.function < 0] if index else []
    classes = [ClassValue(path, number) for number in decorated]
    return tuple(one for one in classes if any(mark.is_one(modules, name) for mark in class_decorations(db, one)))


def lineage(db: Database, one: ClassValue) -> list[ClassValue]:
    """A class and the classes of the repository that it extends, also those that a function makes."""
    found = [one]
    while len(found) < MAX_BASES:
        index = index_of(db, found[-1].path)
        declared = index.module.classes[found[-1].index] if index else None
        if declared is None or declared.extends is None:
            break
        value = Scope(found[-1].path, declared.function, found[-1].index).value(db, declared.extends)
        base = next((base for base in options_of(value) if isinstance(base, ClassValue)), None)
        if base is None or base in found:
            break
        found.append(base)
    return found


def decorated_methods(db: Database, one: ClassValue) -> Iterator[MemberDecorations]:
    """The decorated methods of a class and of its bases; one that a subclass declares again is that of the subclass."""
    seen: set[str] = set()
    for level in lineage(db, one):
        index = index_of(db, level.path)
        assert index is not None
        declared = index.module.classes[level.index]
        scope = Scope(level.path, declared.function, level.index)
        for member in declared.members:
            if member.function < 0 or member.is_static or member.name in seen:
                continue
            marks = decorations(db, scope, member.decorators, Place(level.path, member.line, member.column))
            yield MemberDecorations(FunctionValue(level.path, member.function), marks)
        seen |= {member.name for member in declared.members}
