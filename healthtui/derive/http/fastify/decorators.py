"""Decorators: `fastify.authenticate` goes back to the function of `fastify.decorate('authenticate', …)`, in whatever file."""

from __future__ import annotations

from collections.abc import Iterator

from healthtui.derive.database import Database, query
from healthtui.derive.evaluation.evaluate import Evaluator
from healthtui.derive.evaluation.values import Attribute, Called, Constant, External, FunctionValue, Value, either, options_of
from healthtui.derive.evaluation.written import inner_functions
from healthtui.derive.inputs import index_of
from healthtui.derive.libraries.fastify import DECORATED
from healthtui.derive.repository.packages import modules_used, request_path_files
from healthtui.facts.source import Member

_DECORATING = {"decorate", "decorateRequest", "decorateReply"}
MAX_FOLLOWED = 30


@query
def decorators(db: Database, package: str) -> dict[str, Value]:
    """What the instances, requests and replies of a package are decorated with, by name."""
    found: dict[str, list[Value]] = {}
    for path in request_path_files(db, package):
        for name, value in _decorated_in(db, path):
            found.setdefault(name, []).append(value)
    used = modules_used(db, package)
    for name, modules in DECORATED.items():
        for module in modules:
            if module in used and name not in found:
                found[name] = [External(module)]
    return {name: either(values) for name, values in found.items()}


@query
def _decorated_in(db: Database, path: str) -> tuple[tuple[str, Value], ...]:
    index = index_of(db, path)
    evaluator = Evaluator(db, follow_calls=False)
    found: list[tuple[str, Value]] = []
    for call in index.module.calls if index else ():
        if isinstance(call.callee, Member) and call.callee.name in _DECORATING and len(call.arguments) > 1:
            name = evaluator.argument(path, call, 0)
            if isinstance(name, Constant) and isinstance(name.value, str):
                found.append((name.value, evaluator.argument(path, call, 1)))
    return tuple(found)


def resolved(db: Database, package: str, value: Value) -> Value:
    """A value with what it takes from a decorated instance put in its place."""
    return either([_resolved(db, package, one) for one in options_of(value)])


def _resolved(db: Database, package: str, value: Value) -> Value:
    if isinstance(value, Called):
        callee = _resolved(db, package, value.callee)
        return Called(callee, value.path, value.index) if callee != value.callee else value
    names: list[str] = []
    inner: Value = value
    while isinstance(inner, Attribute):
        names.append(inner.name)
        inner = inner.of
    while names and not isinstance(inner, External):
        known = decorators(db, package).get(names.pop())
        if known is not None:
            for name in reversed(names):
                known = Evaluator(db, follow_calls=False).member(known, name)
            return known
    return value


def called_decorators(db: Database, package: str, path: str, function: int) -> Iterator[Value]:
    """The decorated functions that a hook calls: `(request, reply) => request.isAdmin(reply)`, and those that they call."""
    todo, seen = [(path, function)], set[tuple[str, int]]()
    while todo and len(seen) < MAX_FOLLOWED:
        place = todo.pop(0)
        if place in seen or (index := index_of(db, place[0])) is None:
            continue
        seen.add(place)
        for inside in inner_functions(index, place[1]):
            for call in (index.module.calls[number] for number in index.calls_in.get(inside, ())):
                known = decorators(db, package).get(call.callee.name) if isinstance(call.callee, Member) else None
                for one in options_of(known) if known is not None and not _is_of_package(db, place[0], call.callee) else ():
                    yield one
                    if isinstance(one, FunctionValue):
                        todo.append((one.path, one.index))


def _is_of_package(db: Database, path: str, callee: object) -> bool:
    """Whether a member belongs to an imported package, so that only its name is like that of a decorator."""
    assert isinstance(callee, Member)
    return any(isinstance(one, External) for one in options_of(Evaluator(db).of(path, callee.of)))
