"""Test files, and the cases that they declare."""

from __future__ import annotations

import re
from posixpath import basename

from healthtui.derive.database import Database, query
from healthtui.derive.evaluation.written import inner_functions
from healthtui.derive.inputs import ModuleIndex, derives, facts_in, index_of, paths_with
from healthtui.derive.libraries.testing import CONTEXTS, DECLARES, MODIFIERS, SETUP_NAME
from healthtui.derive.repository.areas import is_test, is_test_data
from healthtui.derive.repository.folders import folder_of
from healthtui.derive.repository.packages import source_files, test_files
from healthtui.derive.testing.expectations import expects_error
from healthtui.facts.base import Place
from healthtui.facts.source import Call, CallRef, Expression, FunctionRef, Literal, Member, Name, Scenario, Template
from healthtui.facts.testing import TestCase, TestSuite

_NAMED = re.compile(r"\.(?:test|spec|e2e-spec|cy)\.\w+$")


@query
def support_files(db: Database, package: str) -> tuple[str, ...]:
    """Test files and what serves them: helpers, manual mocks, setup."""
    own = source_files(db, package)
    serving = (path for path in own if not is_test(path) and (is_test_data(path) or SETUP_NAME.match(basename(path))))
    return (*test_files(db, package), *serving)


@derives(TestSuite)
def suites(db: Database, package: str) -> tuple[TestSuite, ...]:
    """Files that declare a case, or are named as tests; features."""
    found = [path for path in test_files(db, package) if _NAMED.search(path) or cases_in(db, path)]
    return tuple(TestSuite(Place(path, 1, 1)) for path in sorted({*found, *features(db, package)}))


@derives(TestCase)
def cases(db: Database, package: str) -> tuple[TestCase, ...]:
    found = [case for path in test_files(db, package) for case in cases_in(db, path)]
    for path in features(db, package):
        found += [TestCase(Place(path, one.line, 1), one.name, one.expects_error) for one in facts_in(db, Scenario, path)]
    return tuple(sorted(found, key=lambda one: one.place))


@query
def features(db: Database, package: str) -> tuple[str, ...]:
    """The Gherkin features of a package."""
    folder = "" if package == "." else package
    return tuple(path for path in paths_with(db, Scenario) if folder_of(db, path) == folder)


@query
def cases_in(db: Database, path: str) -> tuple[TestCase, ...]:
    """The cases that a file declares; a table of cases is one."""
    index = index_of(db, path)
    if index is None:
        return ()
    found = []
    for call in index.module.calls:
        body = next((one.index for one in call.arguments if isinstance(one, FunctionRef)), None)
        if body is None or not call.arguments or not _declares(index, call.callee):
            continue
        table = index.module.calls[call.callee.index] if isinstance(call.callee, CallRef) else None
        place = Place(path, call.line, call.column)
        found.append(TestCase(place, _name(call), expects_error(db, path, tuple(inner_functions(index, body)), table)))
    return tuple(found)


def _declares(index: ModuleIndex, callee: Expression) -> bool:
    """`it`, `test.only`, `test.each(table)`, ``test.each`table` ``, `t.test`."""
    if isinstance(callee, CallRef):
        inner = index.module.calls[callee.index].callee
        return isinstance(inner, Member) and inner.name in MODIFIERS and _declares(index, inner)
    if isinstance(callee, Template):
        root, _, last = callee.tag.partition(".")
        return root in DECLARES and last.rpartition(".")[2] in MODIFIERS
    while isinstance(callee, Member) and callee.name in MODIFIERS:
        callee = callee.of
    if isinstance(callee, Member):
        return callee.name == "test" and isinstance(callee.of, Name) and callee.of.id in CONTEXTS
    return isinstance(callee, Name) and callee.id in DECLARES


def _name(call: Call) -> str:
    """The name as written, the parts of a template that are values aside."""
    first = call.arguments[0]
    if isinstance(first, Template):
        return "".join(str(one.value) if isinstance(one, Literal) else "…" for one in first.parts)[:200]
    return str(first.value)[:200] if isinstance(first, Literal) else ""
