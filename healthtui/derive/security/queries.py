"""Queries that are given as text, and whether values are put into it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from healthtui.derive.batches import in_each_file
from healthtui.derive.data.facts import data_layers
from healthtui.derive.data.layers import imports_by_package, libraries_used
from healthtui.derive.database import Database, query
from healthtui.derive.evaluation.callers import callers
from healthtui.derive.evaluation.pieces import Slot
from healthtui.derive.evaluation.values import FunctionValue
from healthtui.derive.evaluation.written import dotted, method_of
from healthtui.derive.inputs import ModuleIndex, derives, facts_in, index_of
from healthtui.derive.libraries.sql import (
    BUILDER,
    BUILDER_LIBRARIES,
    BUILDER_METHODS,
    ESCAPES,
    PLACEHOLDER,
    RAW_PIECES,
    STATEMENT,
    STATEMENT_METHODS,
    TEXT_KEYS,
    UNSAFE_METHODS,
    VALUE_FOLLOWS,
    WITHOUT_SQL,
)
from healthtui.derive.repository.packages import home_of
from healthtui.derive.schemas.prisma import prisma_files
from healthtui.derive.security.names import holder_of
from healthtui.derive.security.origins import Origins
from healthtui.derive.security.parts import Origin, Part
from healthtui.facts.base import Place
from healthtui.facts.schema import PrismaSchema
from healthtui.facts.security import RawQuery, SqlDatabase
from healthtui.facts.source import Call, Expression, FunctionRef, Member, Name, Object, Require, Template

MAX_WRAPPERS = 3  # functions that hand a statement on
_WHERE = "$where"


class _Text(NamedTuple):
    """A text that is given to a call; `kind` is statement, piece, builder, where."""

    path: str
    call: Call
    expression: Expression
    kind: str


@derives(SqlDatabase)
def sql_databases(db: Database, package: str) -> tuple[SqlDatabase, ...]:
    imported = imports_by_package(db, package)
    left_out = WITHOUT_SQL | ({"mikro-orm"} if "@mikro-orm/mongodb" in imported else set())
    if any(one.provider == "mongodb" for path in prisma_files(db, package) for one in facts_in(db, PrismaSchema, path)):
        left_out |= {"prisma"}
    return tuple(
        SqlDatabase(one.place, one.library, one.is_read) for one in data_layers(db, package) if one.library not in left_out
    )


@derives(RawQuery)
def raw_queries(db: Database, package: str) -> tuple[RawQuery, ...]:
    """In the order of place; a text that several calls share is told at each."""
    found = {one.place: one for one in in_each_file(db, package, raw_queries_in)}
    return tuple(found[place] for place in sorted(found))


@query
def raw_queries_in(db: Database, path: str) -> tuple[RawQuery, ...]:
    index = index_of(db, path)
    libraries = {*libraries_used(db, home_of(db, path))}
    if index is None:
        return ()
    texts = list(_where_texts(path, index))
    if libraries - WITHOUT_SQL:
        texts += [one for call in index.module.calls if (one := _text_of(path, index, call, libraries))]
    origins = Origins(db, ESCAPES, PLACEHOLDER)
    judged = (_judged(origins, one) for text in texts for one in _unwrapped(db, text))
    return tuple(one for one in judged if one is not None)


def _text_of(path: str, index: ModuleIndex, call: Call, libraries: set[str]) -> _Text | None:
    """The text that a call is given, where it is one that takes SQL."""
    name = method_of(call) or (call.callee.id if isinstance(call.callee, Name) else "")
    if not call.arguments or call.in_decorator or call.is_new:
        return None
    first = call.arguments[0]
    if name in UNSAFE_METHODS or (name in ("raw", "literal", "unsafe") and _is_raw_piece(index, call)):
        return _Text(path, call, first, "piece")
    if name in STATEMENT_METHODS:
        return _Text(path, call, _statement(first), "statement")
    is_builder = name in BUILDER_METHODS and isinstance(first, Template) and libraries & BUILDER_LIBRARIES
    if is_builder and isinstance(call.callee, Member) and BUILDER.search(dotted(index, call.callee.of)):
        return _Text(path, call, first, "builder")
    return None


def _is_raw_piece(index: ModuleIndex, call: Call) -> bool:
    written = dotted(index, call.callee)
    imported = [one.module for one in index.imports.get(written, ())]
    required = [one.value.of for one in index.bindings.get((-1, written), ()) if isinstance(one.value, Member)]
    if "sequelize" in imported or Require("sequelize") in required:
        return True
    return RAW_PIECES.search(written) is not None


def _statement(argument: Expression) -> Expression:
    """`query({ text, values })`."""
    if isinstance(argument, Object):
        return next((value for key, value in argument.entries if key in TEXT_KEYS), argument)
    return argument


def _where_texts(path: str, index: ModuleIndex) -> Iterator[_Text]:
    """The code of each `$where`: in what a call is given, and of `query.$where(…)`."""
    for call in index.module.calls:
        if method_of(call) == _WHERE and call.arguments:
            yield _Text(path, call, call.arguments[0], "where")
        todo = list(call.arguments)
        for one in todo:
            for key, value in one.entries if isinstance(one, Object) else ():
                if key == _WHERE:
                    yield _Text(path, call, value, "where")
                elif isinstance(value, Object):
                    todo.append(value)


def _unwrapped(db: Database, text: _Text) -> Iterator[_Text]:
    """The text itself; where it is a parameter of a function that hands it on, what the callers of that give."""
    todo = [(text, 0)]
    for one, level in todo:
        index = index_of(db, one.path)
        held = holder_of(index, one.call.function, one.expression.id) if index and isinstance(one.expression, Name) else None
        if index is None or not isinstance(held, Slot) or held.key or index.module.functions[held.function].passed_to >= 0:
            yield one
        elif level < MAX_WRAPPERS:
            called = callers(db, FunctionValue(one.path, held.function))
            if not called and one.kind == "piece" and level == 0:
                yield one  # it is SQL, whoever calls for it
            for path, number in called:
                caller = index_of(db, path)
                call = caller.module.calls[number] if caller else None
                if call is not None and held.position < len(call.arguments):
                    given = _statement(call.arguments[held.position])
                    todo.append((_Text(path, call, given, one.kind), level + 1))


def _judged(origins: Origins, text: _Text) -> RawQuery | None:
    """What a text is made of; None where it is no SQL."""
    index = index_of(origins.db, text.path)
    if isinstance(text.expression, FunctionRef) or index is None:
        return None
    call = text.call
    parts = origins.of(text.path, text.expression, call.function, call.owner, call.line)
    said = " ".join(one.written for one in parts if one.origin is Origin.CONSTANT)
    if text.kind == "statement" and not STATEMENT.search(said):
        return None
    risky = [(_risk(one, text.kind), one.written) for one in parts]
    origin = next((kind for kind in ("value", "unclear") if any(one == kind for one, _ in risky)), "constant")
    written = next((name for kind, name in risky if kind == origin and origin != "constant"), "")
    return RawQuery(Place(text.path, call.line, call.column), dotted(index, call.callee)[-60:], origin, written[:60])


def _risk(part: Part, kind: str) -> str:
    """A value from the request is one anywhere; another where a value, not a name, stands."""
    if part.origin is Origin.CONSTANT or PLACEHOLDER.search(part.before):
        return "constant"
    if part.origin is Origin.REQUEST:
        return "value"
    is_value = part.origin in (Origin.PARAMETER, Origin.RECORD) and VALUE_FOLLOWS.search(part.before)
    return "value" if is_value or (kind == "where" and part.origin is Origin.PARAMETER) else "unclear"
