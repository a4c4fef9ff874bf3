"""Roles and permissions: where they are declared, and where guards enforce them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from healthtui.derive.access import checks_role, is_role_guard
from healthtui.derive.batches import in_each_file
from healthtui.derive.database import Database, query
from healthtui.derive.evaluation.evaluate import Evaluator
from healthtui.derive.evaluation.pieces import call_at, parameter_count
from healthtui.derive.evaluation.values import Called, ClassValue, FunctionValue, Instance, options_of
from healthtui.derive.evaluation.written import called_name, dotted, inner_functions
from healthtui.derive.http.classes.decorators import class_decorations
from healthtui.derive.http.classes.members import decorated_methods, lineage
from healthtui.derive.http.endpoints import registrations
from healthtui.derive.http.model import Handler
from healthtui.derive.http.nest.assemble import bound_by, surroundings_of
from healthtui.derive.http.nest.controllers import resolvers_in
from healthtui.derive.http.nest.messages import message_marks
from healthtui.derive.inputs import ModuleIndex, derived, derives, facts_in, index_of
from healthtui.derive.repository.packages import request_path_files
from healthtui.derive.schemas.prisma import prisma_files
from healthtui.facts.auth import Authentication, DeclaredRole, RoleGuard
from healthtui.facts.base import Place
from healthtui.facts.http import CrossCutting, Endpoint, Operation
from healthtui.facts.schema import PrismaSchema
from healthtui.facts.source import Array, Call, Expression, Literal, Member, Name, Object

_ROLE_FIELD = re.compile(r"(?:user_?)?roles?|role_?id|is_?(?:super_?)?admin|permissions", re.I)
_ROLE_LIST = re.compile(r"(?:[a-z]+_?)?(?:roles?|permissions?)(?:_?(?:enum|types?|rights))?|rolerights", re.I)
_ROLE_MARK = re.compile(r"roles?|permissions?|polic(?:y|ies)|abilit(?:y|ies)|scopes?|(?:is|only)?admin(?:only)?|access|acl", re.I)
_SCHEMA_MAKERS = {"Schema", "define", "init", "model", "pgTable", "mysqlTable", "sqliteTable", "createTable"}
_OTHER_MARK = re.compile(r"Use|Inject|Is|Api|Column|Prop|Field")  # decorators that bind, inject, check or describe
_LETS_PASS = re.compile(r"public|skip|anonymous|optional|open|without|access", re.I)  # of a key: it names no role
_METADATA = {"get", "getAllAndOverride", "getAllAndMerge", "getMetadata"}


@derives(RoleGuard)
def role_guards(db: Database, package: str) -> tuple[RoleGuard, ...]:
    """What guards routes, GraphQL operations and messages by a role; one that asks for marks counts where there are any."""
    chains = [one for route in registrations(db, package) for one in (*route.inherited, *route.chain)]
    chains += in_each_file(db, package, _other_guards)
    checking = (one for one in dict.fromkeys(chains) if checks_role(db, one) or _asks_for_roles(db, package, one))
    found = {one.place: one for one in checking if _is_asked(db, package, one)}
    guards = {place: RoleGuard(place, _written(db, one)) for place, one in found.items()}
    asking = [(one.place, one.role_by) for one in registrations(db, package)]
    asking += [(one.place, one.role_by) for one in derived(db, Operation, package)]
    guards |= {place: RoleGuard(place, by) for place, by in asking if by}
    return tuple(guards[place] for place in sorted(guards))


@query
def _other_guards(db: Database, path: str) -> tuple[Handler, ...]:
    """The guards of GraphQL operations and of message handlers."""
    found = [one for _, one in bound_by(db, message_marks(db, path), "guard")]
    for resolver in resolvers_in(db, path):
        marks = [mark for one in lineage(db, resolver) for mark in class_decorations(db, one)]
        marks += [mark for member in decorated_methods(db, resolver) for mark in member.decorations]
        bound = [*surroundings_of(db, path).bound, *bound_by(db, marks, "guard")]
        found += [one for role, one in bound if role == "guard"]
    return tuple(found)


def _written(db: Database, handler: Handler) -> str:
    index = index_of(db, handler.path)
    return (dotted(index, handler.expression) if index else "") or "a guard"


def _asks_for_roles(db: Database, package: str, handler: Handler) -> bool:
    """A guard that looks for the roles or permissions that a route is marked with: `reflector.get('permissions', …)`, or
    for a key that holds them beside other things."""
    values = (one.of if isinstance(one, Instance) else one for one in options_of(handler.value))
    keys = {key for one in values if isinstance(one, ClassValue) for key in _metadata_keys(db, one)}
    if any(_names_role(key) and not _LETS_PASS.search(key) for key in keys):
        return True
    return bool(keys) and any(keys & _keys_with_roles(db, path) for path in request_path_files(db, package))


@query
def _keys_with_roles(db: Database, path: str) -> frozenset[str]:
    """The metadata keys that a file sets with a role in an object: `SetMetadata(ACCESS, { role })`."""
    index = index_of(db, path)
    set_here = [one.arguments for one in index.module.calls if called_name(one) == "SetMetadata"] if index else []
    return frozenset(
        _written_key(index, key)
        for key, *rest in (given for given in set_here if given)
        for value in rest
        if index and isinstance(value, Object) and any(_ROLE_FIELD.fullmatch(name) for name, _ in value.entries)
    )


def _written_key(index: ModuleIndex, key: Expression) -> str:
    return str(key.value) if isinstance(key, Literal) else dotted(index, key)


def _is_asked(db: Database, package: str, handler: Handler) -> bool:
    """A guard that reads metadata lets every route pass that carries none, as does `auth(...rights)` without any right."""
    for value in options_of(handler.value):
        target = value.of if isinstance(value, Instance) else value
        if isinstance(target, ClassValue) and _metadata_keys(db, target):
            return any(_marks_roles(db, path) for path in request_path_files(db, package))
        if isinstance(target, Called) and isinstance(target.callee, FunctionValue):
            call = call_at(db, target.path, target.index)
            takes = parameter_count(db, target.callee.path, target.callee.index)
            return not takes or call is None or bool(call.arguments)
    return True


@query
def _metadata_keys(db: Database, guard: ClassValue) -> tuple[str, ...]:
    """What the metadata is called that a guard reads, as it is written: a text, a constant, a decorator."""
    index = index_of(db, guard.path)
    functions = [one.function for one in index.module.classes[guard.index].members if one.function >= 0] if index else []
    inside = {inner for one in functions if index for inner in inner_functions(index, one)}
    calls = [one for one in index.module.calls if one.function in inside] if index else []
    keys = [
        one.arguments[0] for one in calls if isinstance(one.callee, Member) and one.callee.name in _METADATA and one.arguments
    ]
    return tuple(_written_key(index, one) for one in keys) if index else ()


@query
def _marks_roles(db: Database, path: str) -> bool:
    """Whether a decorator of the file names roles: `@Roles('admin')`, `@Auth(Role.Admin)`, `@SetMetadata('roles', […])`."""
    index = index_of(db, path)
    marks = [call for call in index.module.calls if call.in_decorator and call.arguments] if index else []
    said = (text for call in marks for text in (*_said(call), *_composed(db, path, call)))
    return any(_names_role(text) for text in said)


def _composed(db: Database, path: str, call: Call) -> Iterator[str]:
    """What a decorator sets that is a function of the repository: `applyDecorators(SetMetadata(KEY, { role }), …)`."""
    for value in options_of(Evaluator(db).callee(path, call)):
        index = index_of(db, value.path) if isinstance(value, FunctionValue) else None
        for n in index.calls_in.get(value.index, ()) if index and isinstance(value, FunctionValue) else ():
            made = index.module.calls[n] if index else call
            if index and called_name(made) == "SetMetadata":
                yield from (_written_key(index, one) for one in made.arguments[:1])
                yield from (name for one in made.arguments[1:] if isinstance(one, Object) for name, _ in one.entries)
                yield from (one.id for one in made.arguments[1:] if isinstance(one, Name))


def _said(call: Call) -> Iterator[str]:
    """The name of a decorator, its key, and the lists of names that its members are taken from."""
    name = called_name(call)
    if name == "SetMetadata":
        yield from (str(one.value) for one in call.arguments[:1] if isinstance(one, Literal))
    elif not _OTHER_MARK.match(name):
        yield name
        given = [it for one in call.arguments for it in (one.items if isinstance(one, Array) else (one,))]
        yield from (one.of.id for one in given if isinstance(one, Member) and isinstance(one.of, Name))


def _names_role(text: str) -> bool:
    return any(_ROLE_MARK.fullmatch(word) for word in re.findall(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])", text))


@derives(DeclaredRole)
def declared_roles(db: Database, package: str) -> tuple[DeclaredRole, ...]:
    schemas = [(path, one) for path in prisma_files(db, package) for one in facts_in(db, PrismaSchema, path)]
    columns = [(path, column) for path, schema in schemas for model in schema.models for column in model.columns]
    found = [
        DeclaredRole(Place(path, one.line, one.column), one.name) for path, one in columns if _ROLE_FIELD.fullmatch(one.name)
    ]
    return (*found, *in_each_file(db, package, _roles_in))


@query
def _roles_in(db: Database, path: str) -> tuple[DeclaredRole, ...]:
    index = index_of(db, path)
    if index is None:
        return ()
    found = {place: DeclaredRole(place, name) for place, name in _declared(path, index)}
    return tuple(found[place] for place in sorted(found))


def _declared(path: str, index: ModuleIndex) -> Iterator[tuple[Place, str]]:
    module = index.module
    for one in module.classes:
        for member in one.members:
            if member.kind == "property" and member.decorators and _ROLE_FIELD.fullmatch(member.name):
                yield Place(path, member.line, member.column), member.name
    for binding in module.bindings:
        is_list = isinstance(binding.value, Object) and binding.value.entries and binding.function < 0
        if is_list and _ROLE_LIST.fullmatch(binding.name):
            yield Place(path, binding.line, 1), binding.name
    for number, function in enumerate(module.functions):
        if function.name and function.parent < 0 and is_role_guard(index, number):
            yield Place(path, function.line, function.column), function.name
    for call in module.calls:
        if called_name(call) in _SCHEMA_MAKERS:
            keys = [key for one in call.arguments if isinstance(one, Object) for key, _ in one.entries]
            yield from ((Place(path, call.line, call.column), key) for key in keys if _ROLE_FIELD.fullmatch(key))


@derives(Authentication)
def authentication(db: Database, package: str) -> tuple[Authentication, ...]:
    """The first route or operation that is authenticated, else the middleware that would."""
    found = [Authentication(one.place, one.auth_by) for one in derived(db, Endpoint, package) if one.is_authenticated]
    found += [Authentication(one.place, one.auth_by) for one in derived(db, Operation, package) if one.is_authenticated]
    found += [Authentication(one.place, one.by) for one in derived(db, CrossCutting, package) if one.concern == "auth"]
    return tuple(found[:1])
