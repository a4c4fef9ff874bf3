"""What a class is by its decorators, its methods and what it extends."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec

from healthtui.derive.database import Database
from healthtui.derive.evaluation.values import ClassValue, FunctionValue, options_of
from healthtui.derive.http.classes.decorators import Decoration, Scope, class_decorations, decorations, texts_of
from healthtui.derive.inputs import index_of
from healthtui.facts.base import Place
from healthtui.facts.source import Parameter

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


def marked(marks: Iterable[Decoration], modules: tuple[str, ...], *names: str) -> list[Decoration]:
    """Those decorators that are one of a library's."""
    return [mark for mark in marks if mark.is_one(modules, *names)]


def texts_at(db: Database, mark: Decoration, position: int) -> list[str]:
    """The paths that a decorator is given at a position; the root where it is given none."""
    return texts_of(db, mark.scope, mark.arguments[position]) if position < len(mark.arguments) else ["/"]


def parameters_of(db: Database, function: FunctionValue) -> Iterator[tuple[Parameter, tuple[Decoration, ...]]]:
    """The parameters of a method, each with its decorators."""
    index = index_of(db, function.path)
    declared = index.module.functions[function.index] if index else None
    for parameter in declared.parameters if declared else ():
        scope = Scope(function.path, -1, declared.owner if declared else -1)
        yield parameter, decorations(db, scope, parameter.decorators, Place(function.path, declared.line if declared else 1))
