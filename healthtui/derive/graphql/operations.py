"""All operations of a package, with who may ask them and what checks their arguments."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from healthtui.derive.database import Database, query
from healthtui.derive.graphql.builders import built_fields, pothos_fields
from healthtui.derive.graphql.compositions import Composed, compositions
from healthtui.derive.graphql.gates import gate_of
from healthtui.derive.graphql.maps import mapped_fields
from healthtui.derive.graphql.model import Field, is_public_operation
from healthtui.derive.graphql.roots import root_fields
from healthtui.derive.graphql.sdl import guarded_by_directive
from healthtui.derive.graphql.shields import ASKS, Shield, shield_of
from healthtui.derive.graphql.wrappers import ARGUMENTS, asked_by, checked_by, functions_behind, reads_arguments, role_by
from healthtui.derive.http.nest.graphql import decorated_operations
from healthtui.derive.inputs import derives
from healthtui.derive.libraries.graphql import POTHOS, SERVERS
from healthtui.derive.repository.packages import modules_used, request_path_files
from healthtui.facts.http import Operation

_ARGUMENTS = 1  # a resolver is given (parent, args, context, info)
_DEPTH = 4


@derives(Operation)
def operations(db: Database, package: str) -> tuple[Operation, ...]:
    """The operations of the resolvers of a package, in the order of place."""
    if modules_used(db, package).isdisjoint(SERVERS):
        return ()
    files = request_path_files(db, package)
    found = {(one.kind, one.name, one.place): one for path in files for one in decorated_operations(db, path)}
    for field in _fields(db, package, files):
        found.setdefault((field.kind, field.name, field.place), _operation(db, field))
    gate, shield = (gate_of(db, package), shield_of(db, package)) if found else ("", None)
    behind = [_behind(one, gate, compositions(db, package), shield) for one in found.values()]
    return tuple(sorted(behind, key=lambda one: (one.place, one.kind, one.name)))


def _fields(db: Database, package: str, files: tuple[str, ...]) -> Iterator[Field]:
    """The operations of maps and builders; none of maps where directives guard them in a schema that is not read."""
    guarded = guarded_by_directive(db, package)
    builds = POTHOS in modules_used(db, package)
    for path in files:
        yield from built_fields(db, path)
        yield from pothos_fields(db, path) if builds else ()
        yield from root_fields(db, path)
        for one in mapped_fields(db, path) if guarded is not None else ():
            is_guarded = guarded is not None and (one.kind, one.name) in guarded
            yield replace(one, guarded_by="a directive of the schema") if is_guarded else one


def _behind(one: Operation, gate: str, composed: tuple[Composed, ...], shield: Shield | None) -> Operation:
    """An operation behind what stands before it by its name; a shield may leave it open on purpose."""
    type_ = one.kind.capitalize()
    before = [it for it in composed if it.covers(type_, one.name)]
    by, role = (
        gate or next((it.asked_by for it in before if it.asked_by), ""),
        next((it.role_by for it in before if it.role_by), ""),
    )
    if shield and shield.of(type_, one.name) == ASKS:
        by, role = by or "a rule of graphql-shield", role or ("a rule of graphql-shield" if shield.looks_at_role else "")
    is_open = shield is not None and shield.opens(type_, one.name)
    return replace(
        one,
        is_authenticated=one.is_authenticated or bool(by),
        is_public=one.is_public or (is_open and not one.is_authenticated and not by),
        auth_by=one.auth_by if one.is_authenticated else by,
        role_by=one.role_by or role,
    )


@query
def _operation(db: Database, field: Field) -> Operation:
    functions = tuple(functions_behind(db, field.resolver))
    at = 0 if field.takes_first else ARGUMENTS
    context = (at + 1,) if field.takes_first else ()
    auth = field.guarded_by or asked_by(db, functions, context)
    checked = field.checked_by or checked_by(db, functions, at)
    reads = field.takes if field.takes is not None else any(reads_arguments(db, one, at) for one in functions)
    module = functions[0].path if functions else field.place.path
    return Operation(
        place=field.place,
        kind=field.kind,
        name=field.name,
        module=module,
        is_authenticated=bool(auth),
        is_public=is_public_operation(field.name),
        reads_input=reads or bool(checked),
        is_validated=bool(checked),
        role_by=role_by(db, functions, context),
        auth_by=auth,
        validated_by=checked,
    )
