"""Operations that are built in code: `new GraphQLObjectType({…})` of graphql-js, Nexus and Pothos."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from healthtui.derive.database import Database, query
from healthtui.derive.evaluation.evaluate import Evaluator
from healthtui.derive.evaluation.values import (
    UNKNOWN,
    Called,
    Constant,
    External,
    FunctionValue,
    Literally,
    Value,
    external_of,
    options_of,
)
from healthtui.derive.graphql.maps import fields_of
from healthtui.derive.graphql.model import Field
from healthtui.derive.inputs import index_of
from healthtui.derive.jobs.queues import last_name
from healthtui.derive.libraries.graphql import NEXUS, POTHOS, ROOTS
from healthtui.derive.repository.graph import packages_named
from healthtui.facts.base import Place
from healthtui.facts.source import Call, CallRef, Name, Object

MAX_STEPS = 200
_KINDS = tuple(ROOTS.values())
_POTHOS_CALLS = {kind + suffix: kind for kind in _KINDS for suffix in ("Field", "Fields", "Type")}
_GUARDS = ("authorize", "authScopes", "shield")
_OPEN_SCOPES = {"public", "$granted"}


@query
def built_fields(db: Database, path: str) -> tuple[Field, ...]:
    """The operations that a file builds with graphql-js or Nexus."""
    used = packages_named(db, path) & {"graphql", NEXUS}
    index = index_of(db, path) if used else None
    found: list[Field] = []
    for call in index.module.calls if index else ():
        if call.is_new:
            found += _of_schema(db, path, call)
        elif NEXUS in used:
            found += _of_nexus(db, path, call)
    return tuple(found)


@query
def pothos_fields(db: Database, path: str) -> tuple[Field, ...]:
    """The operations that a file adds to a builder of Pothos."""
    index, found = index_of(db, path), list[Field]()
    for call in index.module.calls if index else ():
        kind = _POTHOS_CALLS.get(last_name(call), "")
        if kind and _is_builder(db, path, call):
            found += _of_pothos(db, path, call, kind)
    return tuple(found)


def _of_schema(db: Database, path: str, call: Call) -> Iterator[Field]:
    """`new GraphQLSchema({ query: new GraphQLObjectType({ fields }) })`."""
    evaluator = Evaluator(db)
    if External("graphql", "GraphQLSchema") not in options_of(evaluator.callee(path, call)):
        return
    options = evaluator.argument(path, call, 0)
    for kind in _KINDS:
        for type_ in options_of(evaluator.member(options, kind)):
            if isinstance(type_, Called) and external_of(type_) == External("graphql", "GraphQLObjectType"):
                fields = evaluator.member(_argument(db, type_, 0), "fields")
                for one in options_of(fields):
                    made = evaluator.returned(one) if isinstance(one, FunctionValue) else one
                    yield from fields_of(db, kind, made)


def _argument(db: Database, made: Called, position: int) -> Value:
    index = index_of(db, made.path)
    return Evaluator(db).argument(made.path, index.module.calls[made.index], position) if index else UNKNOWN


def _of_nexus(db: Database, path: str, call: Call) -> Iterator[Field]:
    """`queryField('posts', {…})`, `extendType({ type: 'Query', definition(t) { t.field('posts', {…}) } })`."""
    evaluator = Evaluator(db)
    external = external_of(evaluator.callee(path, call))
    if external is None or external.module != NEXUS:
        return
    kind = next((one for one in _KINDS if external.name in (f"{one}Field", f"{one}Type")), "")
    first = evaluator.argument(path, call, 0)
    if external.name.endswith("Field") and isinstance(first, Constant):
        yield from _described(db, kind, str(first.value), evaluator.argument(path, call, 1), Place(path, call.line, call.column))
        return
    if external.name in ("extendType", "objectType"):
        named = evaluator.member(first, "type" if external.name == "extendType" else "name")
        kind = ROOTS.get(str(named.value), "") if isinstance(named, Constant) else ""
    definitions = options_of(first if isinstance(first, FunctionValue) else evaluator.member(first, "definition"))
    for one in definitions if kind else ():
        if isinstance(one, FunctionValue):
            yield from _defined(db, kind, one)


def _defined(db: Database, kind: str, definition: FunctionValue) -> Iterator[Field]:
    """The fields that the calls of a definition add: `t.list.field('posts', {…})`."""
    index, evaluator = index_of(db, definition.path), Evaluator(db)
    for number in index.calls_in.get(definition.index, ()) if index else ():
        call = index.module.calls[number] if index else None
        if call is None:
            continue
        first, second = (evaluator.argument(definition.path, call, at) for at in (0, 1))
        named = first if isinstance(first, Constant) else evaluator.member(first, "name")
        options = second if isinstance(first, Constant) else first
        if isinstance(named, Constant) and isinstance(options, Literally):
            yield from _described(db, kind, str(named.value), options, Place(definition.path, call.line, call.column))


def _is_builder(db: Database, path: str, call: Call) -> bool:
    external = external_of(Evaluator(db).callee(path, call))
    return external is not None and external.module == POTHOS


def _of_pothos(db: Database, path: str, call: Call, kind: str) -> Iterator[Field]:
    """`builder.queryField('posts', (t) => t.field({…}))`, `builder.queryType({ fields: (t) => ({ … }) })`."""
    evaluator, plain = Evaluator(db), Evaluator(db, follow_calls=False)
    first = evaluator.argument(path, call, 0)
    if isinstance(first, Constant):
        made = evaluator.argument(path, call, 1)
        for value in options_of(plain.returned(made)) if isinstance(made, FunctionValue) else ():
            yield from _of_pothos_field(db, kind, str(first.value), value)
        return
    whole = _guard(db, first)
    function = first if isinstance(first, FunctionValue) else evaluator.member(first, "fields")
    for value in options_of(plain.returned(function)) if isinstance(function, FunctionValue) else ():
        if isinstance(value, Literally) and isinstance(value.expression, Object):
            for name, expression in value.expression.entries:
                for one in _of_pothos_field(db, kind, name, plain.within(value, expression)):
                    yield replace(one, guarded_by=one.guarded_by or whole)


def _of_pothos_field(db: Database, kind: str, name: str, value: Value) -> Iterator[Field]:
    if not isinstance(value, Called) or (index := index_of(db, value.path)) is None:
        return
    call = index.module.calls[value.index]
    options = Evaluator(db).argument(value.path, call, len(call.arguments) - 1) if call.arguments else UNKNOWN
    for one in _described(db, kind, name, options, Place(value.path, call.line, call.column)):
        chained = "withAuth" in _names(db, value)
        yield replace(one, guarded_by=one.guarded_by or ("withAuth" if chained else ""))


def _names(db: Database, value: Called) -> set[str]:
    """The names of the methods in a chain of calls."""
    found, index = set[str](), index_of(db, value.path)
    todo = [index.module.calls[value.index].callee] if index else []
    while todo and index and len(found) < MAX_STEPS:
        one = todo.pop()
        if isinstance(one, CallRef):
            todo.append(index.module.calls[one.index].callee)
        elif not isinstance(one, Name) and hasattr(one, "of"):
            found.add(getattr(one, "name", ""))
            todo.append(one.of)
    return found


def _described(db: Database, kind: str, name: str, options: Value, place: Place) -> Iterator[Field]:
    """A field by its options: `{ args, resolve, authorize, validate }`."""
    plain = Evaluator(db, follow_calls=False)
    for one in options_of(options):
        entries = dict(one.expression.entries) if isinstance(one, Literally) and isinstance(one.expression, Object) else {}
        if isinstance(one, Literally) and entries.keys() & {"resolve", "subscribe"}:
            resolver = plain.within(one, entries.get("resolve") or entries["subscribe"])
            takes = "args" in entries
            checked = "validate of its arguments" if takes and _validates(db, one) else ""
            yield Field(kind, name, place, resolver, _guard(db, one), checked, takes=takes)
            return


def _guard(db: Database, options: Value) -> str:
    """`authorize`, or `authScopes` that are not open to all."""
    evaluator = Evaluator(db)
    for key in _GUARDS:
        for value in options_of(evaluator.member(options, key)):
            if isinstance(value, FunctionValue):
                return key
            entries = value.expression.entries if isinstance(value, Literally) and isinstance(value.expression, Object) else ()
            if entries and not {name for name, _ in entries} & _OPEN_SCOPES:
                return key
    return ""


def _validates(db: Database, options: Literally) -> bool:
    """Whether the options of a field, its arguments, or the input types that they name say how they are validated."""
    plain = Evaluator(db, follow_calls=False)
    todo, seen = [plain.member(options, "validate"), plain.member(options, "args")], set[Value]()
    if todo[0] != UNKNOWN:
        return True
    while todo and len(seen) < MAX_STEPS:
        one = todo.pop()
        if one in seen:
            continue
        seen.add(one)
        match one:
            case Literally(_, Object(entries)):
                if any(key == "validate" for key, _ in entries):
                    return True
                todo += [plain.within(one, value) for _, value in entries]
            case Called(_, path, number) if (index := index_of(db, path)) is not None:
                call = index.module.calls[number]
                todo += [plain.argument(path, call, at) for at in range(len(call.arguments))]
            case FunctionValue():
                todo += options_of(plain.returned(one))
    return False
