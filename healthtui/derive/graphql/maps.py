"""Resolver maps: `{ Query: {…}, Mutation: {…} }`, merged, spread, and in a file for each type."""

from __future__ import annotations

from collections.abc import Iterator

from healthtui.derive.database import Database, query
from healthtui.derive.evaluation.evaluate import Evaluator
from healthtui.derive.evaluation.values import Called, FunctionValue, Literally, Namespace, Value, external_of, options_of
from healthtui.derive.evaluation.written import called_name
from healthtui.derive.graphql.model import Field
from healthtui.derive.inputs import ModuleIndex, index_of
from healthtui.derive.jobs.queues import last_name
from healthtui.derive.libraries.graphql import MERGERS, RESOLVER_FILE, ROOTS, SERVERS, SHIELD, TAKERS
from healthtui.derive.repository.graph import packages_named
from healthtui.facts.base import Place
from healthtui.facts.source import Array, Call, Object, Spread

MAX_STEPS = 2_000  # of one map: no more is written by hand
_RESOLVING = ("resolve", "subscribe", "resolver")


@query
def mapped_fields(db: Database, path: str) -> tuple[Field, ...]:
    """The operations of the resolver maps that a file gives to a schema, or exports as resolvers."""
    is_named, uses = bool(RESOLVER_FILE.search(path)), bool(packages_named(db, path) & SERVERS)
    index = index_of(db, path) if is_named or uses else None
    if index is None:
        return ()
    maps = [*_exported(db, path, index)] if is_named else []
    if uses:
        maps += [value for call in index.module.calls for value in _given(db, path, call)]
    found = {(one.kind, one.name, one.place): one for value in maps for one in _of_map(db, value)}
    return tuple(found.values())


def _exported(db: Database, path: str, index: ModuleIndex) -> Iterator[Value]:
    evaluator = Evaluator(db)
    if ROOTS.keys() & index.exports.keys():
        yield Namespace(path)
    for name in index.exports:
        if name == "default" or "resolver" in name.lower():
            yield evaluator.export(path, name)


def _given(db: Database, path: str, call: Call) -> Iterator[Value]:
    """What a call of a GraphQL package is given under `resolvers`, or to merge."""
    name = called_name(call)
    if name not in TAKERS and name not in MERGERS and name != "register":
        return
    evaluator = Evaluator(db)
    external = external_of(evaluator.callee(path, call))
    if external is not None and external.name.rpartition(".")[2] in MERGERS and external.module.startswith("@graphql-tools"):
        yield from (evaluator.argument(path, call, at) for at in range(len(call.arguments)))
        return
    if name == "register":
        external = external_of(evaluator.argument(path, call, 0))
    if name == "defineResolvers":
        yield evaluator.argument(path, call, 0)
    elif external is not None and external.module in SERVERS:
        for at in range(len(call.arguments)):
            for options in _items(evaluator, evaluator.argument(path, call, at)):
                yield evaluator.member(options, "resolvers")


def _items(evaluator: Evaluator, value: Value) -> Iterator[Value]:
    """A value, or those of an array."""
    for one in options_of(value):
        if isinstance(one, Literally) and isinstance(one.expression, Array):
            yield from (evaluator.within(one, item) for item in one.expression.items)
        else:
            yield one


def _of_map(db: Database, value: Value) -> Iterator[Field]:
    evaluator = Evaluator(db)
    for one in _parts(db, value):
        for root, kind in ROOTS.items():
            yield from fields_of(db, kind, evaluator.member(one, root))


def _parts(db: Database, value: Value) -> Iterator[Value]:
    """A map, those of an array, and those that a merging function is given."""
    evaluator, todo, steps = Evaluator(db), [*options_of(value)], 0
    while todo and steps < MAX_STEPS:
        one, steps = todo.pop(), steps + 1
        match one:
            case Literally(_, Array(items)):
                todo += [
                    option
                    for item in items
                    for option in options_of(evaluator.within(one, item.of if isinstance(item, Spread) else item))
                ]
            case Literally(_, Object()) | Namespace():
                yield one
            case Called(_, path, number) if (index := index_of(db, path)) is not None:
                call = index.module.calls[number]
                todo += [option for at in range(len(call.arguments)) for option in options_of(evaluator.argument(path, call, at))]


def fields_of(db: Database, kind: str, value: Value) -> Iterator[Field]:
    """The operations of one root type, those of spread objects and of whole modules too."""
    evaluator, plain = Evaluator(db), Evaluator(db, follow_calls=False)
    todo, seen = [*options_of(value)], set[Value]()
    while todo and len(seen) < MAX_STEPS:
        one = todo.pop()
        if one in seen:
            continue
        seen.add(one)
        match one:
            case Literally(_, Object(entries)):
                for key, expression in entries:
                    if key == "...":
                        todo += options_of(evaluator.within(one, expression))
                    elif not key.startswith(("_", "[")):
                        yield from _field(db, kind, key, plain.within(one, expression))
            case Namespace(path) if (index := index_of(db, path)) is not None:
                todo += options_of(evaluator.export(path, "default")) if "default" in index.exports else ()
                for name in index.exports.keys() - {"default", "*"}:
                    yield from _field(db, kind, name, plain.export(path, name))
            case Called(_, path, number) if (index := index_of(db, path)) is not None:
                call = index.module.calls[number]
                given = range(len(call.arguments)) if last_name(call) in MERGERS else ()
                todo += [option for at in given for option in options_of(evaluator.argument(path, call, at))]


def _field(db: Database, kind: str, name: str, value: Value) -> Iterator[Field]:
    """A function, a wrapped one, or `{ subscribe, resolve }`; what is none of these resolves nothing."""
    plain = Evaluator(db, follow_calls=False)
    for one in options_of(value):
        if isinstance(one, Literally) and isinstance(one.expression, Object):
            parts = [value for key, value in one.expression.entries if key in _RESOLVING]
            found = [plain.within(one, part) for part in parts]
            placed = [(option, place) for it in found for option in options_of(it) if (place := place_of(db, option))]
        else:
            placed = [(one, place) for place in [place_of(db, one)] if place]
        if placed:
            yield Field(kind, name, placed[0][1], placed[0][0])
            return


def place_of(db: Database, value: Value) -> Place | None:
    """Where a resolver stands: its function, or the call that wraps it."""
    if isinstance(value, FunctionValue) and (index := index_of(db, value.path)):
        function = index.module.functions[value.index]
        return Place(value.path, function.line, function.column)
    if isinstance(value, Called) and (index := index_of(db, value.path)):
        external = external_of(value)
        call = index.module.calls[value.index]
        is_rule = external is not None and external.module == SHIELD
        return None if is_rule or call.is_new else Place(value.path, call.line, call.column)
    return None
