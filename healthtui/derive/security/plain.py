"""Where passwords are stored, and where one is kept as it came."""

from __future__ import annotations

from collections.abc import Iterator

from healthtui.derive.batches import in_each_file
from healthtui.derive.data.access import data_access_in
from healthtui.derive.data.layers import libraries_used
from healthtui.derive.data.sql import statement_of
from healthtui.derive.database import Database, query
from healthtui.derive.evaluation.evaluate import Evaluator
from healthtui.derive.evaluation.values import Literally, options_of
from healthtui.derive.evaluation.written import decorator_name, dotted
from healthtui.derive.inputs import ModuleIndex, derives, facts_in, index_of, paths_with
from healthtui.derive.libraries.passwords import (
    COMPARED,
    ENTITY_DECORATORS,
    FIELD,
    FIELD_DECORATORS,
    HASHING_PACKAGES,
    NOT_STORED,
    SCHEMA_CALLS,
    SPEAKS_OF_HASHING,
    WRITES_OF_SQL,
)
from healthtui.derive.repository.graph import packages_named
from healthtui.derive.repository.packages import home_of, request_path_files
from healthtui.derive.schemas.prisma import prisma_files
from healthtui.derive.security.names import Held, holder_of
from healthtui.derive.security.origins import Origins
from healthtui.derive.security.parts import Origin
from healthtui.facts.base import Place
from healthtui.facts.data import DataAccess
from healthtui.facts.schema import PrismaSchema
from healthtui.facts.security import PasswordField, PasswordHash
from healthtui.facts.source import Array, Call, CallRef, Expression, Literal, Member, Object, Outline

_DEPTH = 3  # of objects in the arguments of a write


@derives(PasswordField)
def password_fields(db: Database, package: str) -> tuple[PasswordField, ...]:
    found = set(in_each_file(db, package, _fields_in))
    found |= set(_prisma_fields(db, package))
    return tuple(sorted(found, key=lambda one: (one.place, one.name)))


def _prisma_fields(db: Database, package: str) -> Iterator[PasswordField]:
    """Of the package's own schema: one above it may be another's concern, and is told by what is written."""
    for path in prisma_files(db, package) if "prisma" in libraries_used(db, package) else ():
        for schema in facts_in(db, PrismaSchema, path) if home_of(db, path) == package else ():
            columns = [column for model in schema.models for column in model.columns if FIELD.fullmatch(column.name)]
            yield from (PasswordField(Place(path, one.line, one.column), one.name) for one in columns)


@query
def _fields_in(db: Database, path: str) -> tuple[PasswordField, ...]:
    index = index_of(db, path)
    if index is None:
        return ()
    found = [*_members(path, index), *_schemas(path, index)]
    for call, _ in _writes(db, path, index):
        found += [PasswordField(Place(path, call.line, call.column), key) for key, _ in _written_fields(db, path, call)]
        if WRITES_OF_SQL.search(statement_of(Evaluator(db), path, call)):
            found.append(PasswordField(Place(path, call.line, call.column), "password"))
    return tuple(found)


def _members(path: str, index: ModuleIndex) -> Iterator[PasswordField]:
    """`@Column() password: string` of an entity."""
    for one in index.module.classes:
        is_entity = any(decorator_name(index, decorator) in ENTITY_DECORATORS for decorator in one.decorators)
        for member in one.members:
            is_column = is_entity or any(decorator_name(index, decorator) in FIELD_DECORATORS for decorator in member.decorators)
            if is_column and member.kind == "property" and FIELD.fullmatch(member.name):
                yield PasswordField(Place(path, member.line, member.column), member.name)


def _schemas(path: str, index: ModuleIndex) -> Iterator[PasswordField]:
    """`new Schema({ password })`, `sequelize.define('user', { password })`, `pgTable('users', { password })`."""
    for call in index.module.calls:
        if dotted(index, call.callee).rpartition(".")[2] in SCHEMA_CALLS:
            names = [key for argument in call.arguments for key, _ in _entries(argument) if FIELD.fullmatch(key)]
            yield from (PasswordField(Place(path, call.line, call.column), name) for name in names[:1])


def _entries(argument: Expression) -> Iterator[tuple[str, Expression]]:
    """The entries of an object and of those inside it, a few levels deep."""
    todo = [(argument, 0)]
    for one, level in todo:
        if isinstance(one, Object) and level < _DEPTH:
            yield from one.entries
            todo += [(value, level + 1) for _, value in one.entries]
        elif isinstance(one, Array):
            todo += [(item, level) for item in one.items]


def _writes(db: Database, path: str, index: ModuleIndex) -> Iterator[tuple[Call, DataAccess]]:
    places = {(one.place.line, one.place.column): one for one in data_access_in(db, path) if one.is_write}
    for call in index.module.calls if places else ():
        if access := places.get((call.line, call.column)):
            yield call, access


def _written_fields(db: Database, path: str, call: Call) -> Iterator[tuple[str, Expression]]:
    """The password among the values that a write is given."""
    for position, argument in enumerate(call.arguments):
        values = options_of(Evaluator(db).argument(path, call, position))
        objects = [one.expression for one in values if isinstance(one, Literally) and one.path == path]
        for one in objects or [argument]:
            yield from ((key, value) for key, value in _entries(one) if FIELD.fullmatch(key) and not isinstance(value, Literal))


def kept_plain(db: Database, package: str) -> list[PasswordHash]:
    """Passwords that are seen to be written, or compared, as they come, where nothing in reach could have hashed them."""
    if _may_hash(db, package):
        return []
    return list(in_each_file(db, package, _plain_in))


@query
def _may_hash(db: Database, package: str) -> bool:
    """Anything that is able to hash, encrypt or sign, in the whole repository, or a function named so in the package."""
    modules = {name for path in paths_with(db, Outline) for name in packages_named(db, path)}
    if modules & HASHING_PACKAGES or any(SPEAKS_OF_HASHING.search(one) for one in modules):
        return True
    return any(_speaks_of_hashing(db, path) for path in request_path_files(db, package))


@query
def _speaks_of_hashing(db: Database, path: str) -> bool:
    index = index_of(db, path)
    return any(SPEAKS_OF_HASHING.search(dotted(index, call.callee)) for call in index.module.calls) if index else False


@query
def _plain_in(db: Database, path: str) -> tuple[PasswordHash, ...]:
    index = index_of(db, path)
    if index is None:
        return ()
    origins, found = Origins(db, frozenset()), list[PasswordHash]()
    for call, access in _writes(db, path, index):
        for key, value in _written_fields(db, path, call):
            parts = origins.of(path, value, call.function, call.owner)
            if parts and all(part.origin is Origin.REQUEST for part in parts):
                said = f"{access.written} stores {key} as it came"
                found.append(PasswordHash(Place(path, call.line, call.column), "plain", said))
    for branch in index.module.branches:
        match = COMPARED.search(branch.test)
        held, given = (match["held"] or match["held2"], match["given"] or match["given2"]) if match else ("", "")
        if held and "pass" in given.lower() and not NOT_STORED.search(given) and _is_fetched(index, branch.function, held):
            found.append(PasswordHash(Place(path, branch.line, 1), "plain", f"{held}.password is compared as it is stored"))
    return tuple(found)


def _is_fetched(index: ModuleIndex, function: int, name: str) -> bool:
    """`const user = await User.findOne(…)`, or the parameter of its callback."""
    held = holder_of(index, function, name)
    if not isinstance(held, Held):
        return False
    values = [value.of if isinstance(value, Member) else value for value, _, _ in held.values]
    return any(isinstance(one, CallRef) and index.module.calls[one.index].is_awaited for one in values)
