"""All operations of a package, with who may ask them and what checks their arguments."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from healthtui.derive.database import Database, query
from healthtui.derive.evaluate import Evaluator
from healthtui.derive.graphql.asking import asks
from healthtui.derive.graphql.gates import gate_of
from healthtui.derive.graphql.maps import mapped_fields
from healthtui.derive.graphql.model import Field, is_public_operation
from healthtui.derive.http.nest.graphql import decorated_operations
from healthtui.derive.http.schemas import schema_of
from healthtui.derive.http.written import inner_functions
from healthtui.derive.inputs import ModuleIndex, derives, index_of
from healthtui.derive.libraries.graphql import SERVERS
from healthtui.derive.packages import modules_used, request_path_files
from healthtui.derive.values import Attribute, Called, FunctionValue, Value, options_of
from healthtui.facts.http import Operation
from healthtui.facts.source import Name, Spread

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
    auth = field.guarded_by or next((_name(db, one) for one in functions if asks(db, one.path, one.index)), "")
    checked = field.checked_by or next((by for one in functions if (by := _schema_in(db, one))), "")
    reads = field.takes if field.takes is not None else any(_reads_arguments(db, one) for one in functions)
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


def functions_behind(db: Database, value: Value) -> Iterator[FunctionValue]:
    """The resolver's own function, and those that wrap it: of `authenticated(fn)` both, the given ones first."""
    todo, seen = [(one, 0) for one in options_of(value)], set[Value]()
    while todo:
        one, depth = todo.pop(0)
        if one in seen or depth > _DEPTH:
            continue
        seen.add(one)
        match one:
            case FunctionValue():
                yield one
            case Called(callee, path, number) if (index := index_of(db, path)) is not None:
                call, plain = index.module.calls[number], Evaluator(db, follow_calls=False)
                given = [plain.of(path, argument, call.function, call.owner) for argument in call.arguments]
                todo += [(option, depth + 1) for it in (*reversed(given), callee) for option in options_of(it)]
            case Attribute(of, _):
                todo += [(option, depth + 1) for option in options_of(of)]


def _name(db: Database, one: FunctionValue) -> str:
    index = index_of(db, one.path)
    return (index.module.functions[one.index].name if index else "") or "a check of its own"


def _resolvers_within(index: ModuleIndex, function: int) -> Iterator[int]:
    """A function and those inside it that are given arguments as a resolver is."""
    for number in inner_functions(index, function):
        if len(index.module.functions[number].parameters) > _ARGUMENTS:
            yield number


def _schema_in(db: Database, one: FunctionValue) -> str:
    index = index_of(db, one.path)
    within = _resolvers_within(index, one.index) if index else ()
    return next((by for number in within if (by := schema_of(db, one.path, number, (_ARGUMENTS,)))), "")


def _reads_arguments(db: Database, one: FunctionValue) -> bool:
    """Whether a resolver takes something of its arguments, or hands them on."""
    index = index_of(db, one.path)
    function = index.module.functions[one.index] if index else None
    if index is None or function is None or len(function.parameters) <= _ARGUMENTS:
        return False
    given = function.parameters[_ARGUMENTS]
    if given.keys or not given.name:
        return bool(given.keys)
    inside = inner_functions(index, one.index)
    if any(read.chain.partition(".")[0] == given.name for read in index.module.reads if read.function in inside):
        return True
    calls = (index.module.calls[number] for inner in inside for number in index.calls_in.get(inner, ()))
    return any(passed in (Name(given.name), Spread(Name(given.name))) for call in calls for passed in call.arguments)
