"""All operations of a package, with who may ask them and what checks their arguments."""

from __future__ import annotations

from msgspec.structs import replace

from healthtui.derive.database import Database, query
from healthtui.derive.graphql.gates import gate_of
from healthtui.derive.graphql.maps import mapped_fields
from healthtui.derive.graphql.model import Field, is_public_operation
from healthtui.derive.graphql.wrappers import asked_by, checked_by, functions_behind, reads_arguments
from healthtui.derive.http.nest.graphql import decorated_operations
from healthtui.derive.inputs import derives
from healthtui.derive.libraries.graphql import SERVERS
from healthtui.derive.packages import modules_used, request_path_files
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
    for path in files:
        for field in mapped_fields(db, path):
            found.setdefault((field.kind, field.name, field.place), _operation(db, field))
    gate = gate_of(db, package) if found else ""
    behind = (_behind(one, gate) for one in found.values()) if gate else found.values()
    return tuple(sorted(behind, key=lambda one: (one.place, one.kind, one.name)))


def _behind(one: Operation, gate: str) -> Operation:
    """An operation behind what stands before all of them."""
    return one if one.is_authenticated else replace(one, is_authenticated=True, auth_by=gate)


@query
def _operation(db: Database, field: Field) -> Operation:
    functions = tuple(functions_behind(db, field.resolver))
    auth = field.guarded_by or asked_by(db, functions)
    checked = field.checked_by or checked_by(db, functions)
    reads = field.takes if field.takes is not None else any(reads_arguments(db, one) for one in functions)
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
        auth_by=auth,
        validated_by=checked,
    )
