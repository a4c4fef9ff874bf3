"""GraphQL operations of `@Resolver` classes: of NestJS, and of TypeGraphQL, whose decorators are named alike."""

from __future__ import annotations

from collections.abc import Iterator

from healthtui.derive.database import Database, query
from healthtui.derive.http.model import Handler
from healthtui.derive.http.nest.assemble import bound_by, surroundings_of
from healthtui.derive.http.nest.controllers import GRAPHQL, MemberDecorations, decorated_methods, lineage, resolvers_in
from healthtui.derive.http.nest.decorators import Decoration, Scope, class_decorations, decorations
from healthtui.derive.http.nest.dto import CLASS_VALIDATOR, typed_class, validation_of
from healthtui.derive.http.nest.guards import auth_of
from healthtui.derive.http.nest.metadata import marks_of
from healthtui.derive.http.nest.pipes import validated_by
from healthtui.derive.http.public import is_public_path
from healthtui.derive.inputs import index_of
from healthtui.derive.values import ClassValue, Constant, FunctionValue, Literally, options_of
from healthtui.facts.base import Place
from healthtui.facts.http import Operation
from healthtui.facts.source import Object

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
    name = _name(db, mark, member.function)
    checked = _checked_arguments(db, member.function, tuple(one for role, one in chain if role == "pipe"))
    return Operation(
        place=mark.place,
        kind=_KINDS[mark.name],
        name=name,
        module=resolver.path,
        is_authenticated=bool(by) or any(one.is_one(("type-graphql",), "Authorized") for one in marks),
        is_public=is_public or is_public_path("POST", f"/{name}"),
        reads_input=bool(checked),
        is_validated=any(checked),
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


def _checked_arguments(db: Database, function: FunctionValue, pipes: tuple[Handler, ...]) -> list[bool]:
    """Whether each argument that an operation takes is validated."""
    index = index_of(db, function.path)
    declared = index.module.functions[function.index] if index else None
    found: list[bool] = []
    for parameter in declared.parameters if declared else ():
        scope = Scope(function.path, -1, declared.owner if declared else -1)
        for mark in decorations(db, scope, parameter.decorators, Place(function.path)):
            if mark.is_one(("@nestjs/graphql",), "Args"):
                found.append(bool(validated_by(db, function.path, parameter, mark, pipes)))
            elif mark.is_one(("type-graphql",), "Arg", "Args"):
                dto = typed_class(db, function.path, parameter.type)
                found.append(dto is not None and validation_of(db, dto) == CLASS_VALIDATOR)
    return found
