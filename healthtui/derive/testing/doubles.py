"""Mocks, stubs and fakes at work in tests."""

from __future__ import annotations

from collections.abc import Iterator

from healthtui.derive.database import Database, query
from healthtui.derive.evaluation.written import dotted
from healthtui.derive.inputs import ModuleIndex, derives, index_of
from healthtui.derive.libraries.testing import (
    DOUBLE_CLASS,
    DOUBLES,
    GLOBAL_DOUBLES,
    JASMINE_DOUBLES,
    NEST_OVERRIDES,
    NEST_STANDINS,
    NODE_DOUBLES,
    RUNNER_DOUBLES,
    RUNNER_OBJECTS,
    TESTCONTAINERS_SCOPE,
)
from healthtui.derive.repository.graph import package_of
from healthtui.derive.testing.suites import support_files
from healthtui.facts.base import Place
from healthtui.facts.source import Call, Expression, Member, Object, Require
from healthtui.facts.testing import TestDouble


@derives(TestDouble)
def doubles(db: Database, package: str) -> tuple[TestDouble, ...]:
    """Each kind once a file, where it is first seen."""
    found = [one for path in support_files(db, package) for one in _in_file(db, path)]
    return tuple(sorted(found, key=lambda one: one.place))


@query
def _in_file(db: Database, path: str) -> tuple[TestDouble, ...]:
    index = index_of(db, path)
    if index is None:
        return ()
    found: dict[str, TestDouble] = {}
    if "/__mocks__/" in f"/{path}":
        found["a manual mock"] = TestDouble(Place(path, 1, 1), "a manual mock")
    for double in (*_of_libraries(path, index), *_of_calls(path, index), *_of_classes(path, index)):
        found.setdefault(double.by, double)
    return tuple(found.values())


def _of_libraries(path: str, index: ModuleIndex) -> Iterator[TestDouble]:
    """What the file imports of libraries of stand-ins and calls or gives to somebody."""
    for one in index.module.imports:
        name = package_of(one.module)
        members = DOUBLES.get(name)
        is_one = name.startswith(TESTCONTAINERS_SCOPE) or (members is not None and (not members or one.name in members))
        if is_one and not one.type_only:
            yield TestDouble(Place(path, one.line, 1), name if not members else f"{one.name} of {name}")
    for binding in index.module.bindings:
        module = _required(binding.value)
        if module and (DOUBLES.get(package_of(module)) == () or module.startswith(TESTCONTAINERS_SCOPE)):
            yield TestDouble(Place(path, binding.line, 1), package_of(module))


def _required(expression: Expression) -> str:
    while isinstance(expression, Member):
        expression = expression.of
    return expression.module if isinstance(expression, Require) else ""


def _of_calls(path: str, index: ModuleIndex) -> Iterator[TestDouble]:
    for call in index.module.calls:
        names = [name.removesuffix("()") for name in dotted(index, call.callee).split(".")]
        place = Place(path, call.line, call.column)
        if names[0] in RUNNER_OBJECTS and len(names) > 1 and names[1] in RUNNER_DOUBLES:
            yield TestDouble(place, f"{names[0]}.{names[1]}")
        elif _is_spy(names) or ("mock" in names[:-1] and names[-1] in NODE_DOUBLES):
            yield TestDouble(place, ".".join(names))
        elif names[-1] in NEST_OVERRIDES:
            yield TestDouble(place, names[-1])
        elif names[-1] == "createTestingModule" and _gives_standins(call):
            yield TestDouble(place, "a provider of the test's own")


def _is_spy(names: list[str]) -> bool:
    """Of Jasmine."""
    return (len(names) == 1 and names[0] in GLOBAL_DOUBLES) or (names[0] == "jasmine" and names[-1] in JASMINE_DOUBLES)


def _gives_standins(call: Call) -> bool:
    """`{ provide: Mailer, useValue: … }` among what a testing module is made of."""
    todo: list[Expression] = list(call.arguments)
    while todo:
        one = todo.pop()
        if isinstance(one, Object):
            keys = {key for key, _ in one.entries}
            if "provide" in keys and keys & NEST_STANDINS:
                return True
            todo += [value for _, value in one.entries]
        elif hasattr(one, "items"):
            todo += one.items
    return False


def _of_classes(path: str, index: ModuleIndex) -> Iterator[TestDouble]:
    for one in index.module.classes:
        if DOUBLE_CLASS.search(one.name):
            yield TestDouble(Place(path, one.line, one.column), one.name)
