"""Classes of data that say how they are validated: class-validator decorators, Zod classes, and what derives from them."""

from __future__ import annotations

import re

from healthtui.derive.database import Database, query
from healthtui.derive.evaluation.values import Called, ClassValue, External, Instance, Value, options_of
from healthtui.derive.http.classes.decorators import Scope, decorations
from healthtui.derive.inputs import index_of
from healthtui.facts.base import Place

MAPPED_TYPES = {"@nestjs/mapped-types", "@nestjs/swagger", "@nestjs/graphql"}
_MAPPERS = {"PartialType", "PickType", "OmitType", "IntersectionType"}
_VALIDATORS = re.compile(r"^(?:@nestjs/)?class-validator(?:$|[-/])|^nestjs-form-data$")
_ZOD_CLASSES = {("nestjs-zod", "createZodDto"), ("@anatine/zod-nestjs", "createZodDto"), ("zod-class", "Z.class")}
_CLASS_NAME = re.compile(r"^([A-Za-z_$][\w$]*)(?:\.[\w$]+)*(?:<.*>)?$")
CLASS_VALIDATOR, ZOD = "class-validator", "zod"


@query
def validation_of(db: Database, one: ClassValue) -> str:
    """What a class declares its validation with, itself or by what it derives from: class-validator, zod, or ""."""
    todo, seen = [one], set[ClassValue]()
    while todo:
        current = todo.pop()
        if current in seen:
            continue
        seen.add(current)
        if _is_decorated(db, current):
            return CLASS_VALIDATOR
        for base in _bases(db, current):
            if isinstance(base, ClassValue):
                todo.append(base)
            elif isinstance(base, External) and (base.module, base.name) in _ZOD_CLASSES:
                return ZOD
    return ""


def typed_class(db: Database, path: str, annotation: str) -> ClassValue | None:
    """The class of the repository that a parameter's type names as a value, so that it is there at run time."""
    named, index = _CLASS_NAME.match(annotation), index_of(db, path)
    if not named or index is None or any(one.type_only for one in index.imports.get(named.group(1), ())):
        return None
    for value in options_of(Scope(path).evaluator(db).typed(path, annotation)):
        if isinstance(value, Instance) and isinstance(value.of, ClassValue):
            return value.of
    return None


def _is_decorated(db: Database, one: ClassValue) -> bool:
    index = index_of(db, one.path)
    if index is None:
        return False
    declared = index.module.classes[one.index]
    scope, place = Scope(one.path, declared.function, one.index), Place(one.path, declared.line)
    for member in declared.members:
        for decoration in decorations(db, scope, member.decorators, place):
            if _VALIDATORS.match(decoration.module):
                return True
    return False


def _bases(db: Database, one: ClassValue) -> list[Value]:
    """The classes that a class extends, through mapped types; of another call its callee."""
    index = index_of(db, one.path)
    extends = index.module.classes[one.index].extends if index else None
    if index is None or extends is None:
        return []
    found: list[Value] = []
    todo = list(options_of(Scope(one.path, index.module.classes[one.index].function, one.index).value(db, extends)))
    seen: set[Value] = set()
    while todo:
        value = todo.pop()
        if value in seen:
            continue
        seen.add(value)
        if isinstance(value, Called) and isinstance(value.callee, External) and value.callee.name in _MAPPERS:
            todo += _arguments(db, value) if value.callee.module in MAPPED_TYPES else []
        else:
            found.append(value.callee if isinstance(value, Called) else value)
    return found


def _arguments(db: Database, made: Called) -> list[Value]:
    index = index_of(db, made.path)
    if index is None:
        return []
    call = index.module.calls[made.index]
    scope = Scope(made.path, call.function, call.owner)
    return [value for one in call.arguments for value in options_of(scope.value(db, one))]
