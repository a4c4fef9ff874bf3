"""GraphQL operations of `@Resolver` classes: of NestJS, and of TypeGraphQL, whose decorators are named alike."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from healthtui.derive.database import Database, query
from healthtui.derive.evaluation.values import ClassValue, Constant, FunctionValue, Literally, options_of
from healthtui.derive.graphql.asking import asks, asks_role
from healthtui.derive.graphql.model import is_public_operation
from healthtui.derive.graphql.wrappers import asked_by, functions_behind, role_by
from healthtui.derive.http.classes.decorators import Decoration, Scope, class_decorations, decorations, items_of
from healthtui.derive.http.classes.dto import CLASS_VALIDATOR, typed_class, validation_of
from healthtui.derive.http.classes.members import MemberDecorations, decorated_methods, lineage
from healthtui.derive.http.model import Handler
from healthtui.derive.http.nest.assemble import bound_by, surroundings_of
from healthtui.derive.http.nest.controllers import GRAPHQL, resolvers_in
from healthtui.derive.http.nest.guards import auth_of
from healthtui.derive.http.nest.metadata import marks_of
from healthtui.derive.http.nest.pipes import validated_by
from healthtui.derive.http.nest.typegraphql import validates_classes
from healthtui.derive.http.public import is_public_path
from healthtui.derive.http.schemas import schema_of
from healthtui.derive.inputs import index_of
from healthtui.facts.base import Place
from healthtui.facts.http import Operation
from healthtui.facts.source import Object

_TYPE_GRAPHQL = ("type-graphql",)
_OF_THE_SERVER = ("Root", "Parent", "Info", "PubSub", "Fields")  # parameters that say nothing of who asks
_KINDS = {"Query": "query", "Mutation": "mutation", "Subscription": "subscription"}


@query
def decorated_operations(db: Database, path: str) -> tuple[Operation, ...]:
    """The operations of the resolver classes of a file."""
    return tuple(one for resolver in resolvers_in(db, path) for one in _of_resolver(db, resolver))


def _of_resolver(db: Database, resolver: ClassValue) -> Iterator[Operation]:
    above = tuple(mark for one in lineage(db, resolver) for mark in class_decorations(db, one))
    for member in decorated_methods(db, resolver):
        for mark in member.decorations:
            if mark.module in GRAPHQL and mark.name in _KINDS:
                yield _operation(db, resolver, mark, above, member)


def _operation(
    db: Database, resolver: ClassValue, mark: Decoration, above: tuple[Decoration, ...], member: MemberDecorations
) -> Operation:
    marks = (*above, *member.decorations)
    chain = [*surroundings_of(db, resolver.path).bound, *bound_by(db, marks, "guard", "pipe")]
    by, is_public = auth_of(db, [one.value for role, one in chain if role == "guard"], marks_of(db, marks))
    name, taken = _name(db, mark, member.function), _taken(db, member.function)
    pipes = tuple(one for role, one in chain if role == "pipe")
    validated = _validated(db, member.function, taken, pipes)
    auth = by or _wrapped_by(db, marks) or _own_check(db, member.function, taken)
    return Operation(
        place=mark.place,
        kind=_KINDS[mark.name],
        name=name,
        module=resolver.path,
        is_authenticated=bool(auth),
        is_public=is_public or is_public_operation(name) or is_public_path("POST", f"/{name}"),
        reads_input=bool(taken.arguments),
        is_validated=bool(validated),
        role_by=_role_by(db, marks, member.function, taken),
        auth_by=auth,
        validated_by=validated,
    )


def _name(db: Database, mark: Decoration, function: FunctionValue) -> str:
    """`@Query('posts')`, `@Query(() => [Post], { name: 'posts' })`, or the name of the method."""
    for argument in mark.arguments:
        for value in options_of(mark.scope.value(db, argument)):
            if isinstance(value, Constant) and isinstance(value.value, str):
                return value.value
            if isinstance(value, Literally) and isinstance(value.expression, Object):
                scope, entries = Scope(value.path, value.function, value.owner), dict(value.expression.entries)
                given = scope.value(db, entries["name"]) if "name" in entries else None
                if isinstance(given, Constant) and isinstance(given.value, str):
                    return given.value
    index = index_of(db, function.path)
    return index.module.functions[function.index].name if index else ""


class Taken(msgspec.Struct, frozen=True, gc=False):
    """The parameters of an operation by position: those that hold arguments, with their decorators, and those of the context."""

    arguments: tuple[tuple[int, Decoration], ...]
    context: tuple[int, ...]


def _taken(db: Database, function: FunctionValue) -> Taken:
    index = index_of(db, function.path)
    declared = index.module.functions[function.index] if index else None
    scope = Scope(function.path, -1, declared.owner if declared else -1)
    arguments, context = list[tuple[int, Decoration]](), list[int]()
    for position, parameter in enumerate(declared.parameters if declared else ()):
        marks = decorations(db, scope, parameter.decorators, Place(function.path))
        found = [mark for mark in marks if mark.is_one(GRAPHQL, "Arg", "Args")]
        arguments += [(position, mark) for mark in found]
        if marks and not found and not any(mark.is_one(GRAPHQL, *_OF_THE_SERVER) for mark in marks):
            context.append(position)
    return Taken(tuple(arguments), tuple(context))


def _wrapped_by(db: Database, marks: tuple[Decoration, ...]) -> str:
    """`@Authorized()`, or a middleware of TypeGraphQL that refuses those who are not known."""
    for mark in marks:
        if mark.is_one(_TYPE_GRAPHQL, "Authorized"):
            return "@Authorized()"
        if mark.is_one(_TYPE_GRAPHQL, "UseMiddleware"):
            given = (value for argument in mark.arguments for value in items_of(db, mark.scope, argument, follow_calls=False))
            if by := next((by for value in given if (by := asked_by(db, functions_behind(db, value)))), ""):
                return by
    return ""


def _role_by(db: Database, marks: tuple[Decoration, ...], function: FunctionValue, taken: Taken) -> str:
    """`@Authorized('ADMIN')`, or a middleware or the method itself that looks at a role; guards are looked at apart."""
    if any(mark.is_one(_TYPE_GRAPHQL, "Authorized") and mark.arguments for mark in marks):
        return "@Authorized()"
    middleware = [mark for mark in marks if mark.is_one(_TYPE_GRAPHQL, "UseMiddleware")]
    for mark in middleware:
        given = (value for argument in mark.arguments for value in items_of(db, mark.scope, argument, follow_calls=False))
        if by := next((by for value in given if (by := role_by(db, functions_behind(db, value)))), ""):
            return by
    return "a check of its own" if taken.context and asks_role(db, function.path, function.index, taken.context) else ""


def _own_check(db: Database, function: FunctionValue, taken: Taken) -> str:
    if not taken.context or not asks(db, function.path, function.index, taken.context):
        return ""
    return "a check of its own"


def _validated(db: Database, function: FunctionValue, taken: Taken, pipes: tuple[Handler, ...]) -> str:
    """What validates an argument: classes that declare it, or a schema in the method."""
    index = index_of(db, function.path)
    for position, mark in taken.arguments:
        parameter = index.module.functions[function.index].parameters[position] if index else None
        if parameter is None:
            continue
        if mark.module in _TYPE_GRAPHQL:
            dto = typed_class(db, function.path, parameter.type)
            if dto is not None and validation_of(db, dto) == CLASS_VALIDATOR and validates_classes(db, function.path):
                return "its classes of arguments"
        elif by := validated_by(db, function.path, parameter, mark, pipes):
            return by
    positions = tuple(position for position, _ in taken.arguments)
    return schema_of(db, function.path, function.index, positions) if positions else ""
