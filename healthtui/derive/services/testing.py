"""Which test files import a module: directly, or through a barrel for the names taken."""

from __future__ import annotations

from posixpath import dirname

from healthtui.derive.database import Database, query
from healthtui.derive.evaluation.evaluate import Evaluator
from healthtui.derive.evaluation.values import ClassValue, FunctionValue, Instance, Literally, Namespace, Value, options_of
from healthtui.derive.inputs import index_of, modules_in
from healthtui.derive.repository.graph import resolve_module, specifiers_of
from healthtui.derive.repository.packages import test_files
from healthtui.derive.services.naming import has_code
from healthtui.facts.source import Member, Module, Require


@query
def tests_by_module(db: Database, package: str) -> dict[str, tuple[str, ...]]:
    """For each module of the repository that tests import, those tests, in order."""
    found: dict[str, list[str]] = {}
    for test in test_files(db, package):
        for path in modules_taken(db, test):
            found.setdefault(path, []).append(test)
    return {path: tuple(tests) for path, tests in found.items()}


@query
def modules_taken(db: Database, path: str) -> tuple[str, ...]:
    """The modules that a file imports; of a barrel, those that define the names taken."""
    index = index_of(db, path)
    if index is None:
        return ()
    typed = {one.module for one in index.module.imports if one.type_only} - set(specifiers_of(index.module))
    targets = (resolve_module(db, dirname(path), one) for one in modules_in(db, path) if one not in typed)
    found = dict.fromkeys(one for one in targets if one)
    evaluator = Evaluator(db)
    for module, name in _names_taken(index.module):
        target = resolve_module(db, dirname(path), module)
        barrel = index_of(db, target) if target else None
        if barrel is not None and not has_code(barrel):
            values = options_of(evaluator.module(path, module, name))
            found |= dict.fromkeys(one for value in values if (one := _defined_in(value)))
    return tuple(found)


def _names_taken(module: Module) -> list[tuple[str, str]]:
    taken = [(one.module, one.name) for one in module.imports if not one.type_only]
    values = [one.value for one in module.bindings]
    return taken + [(one.of.module, one.name) for one in values if isinstance(one, Member) and isinstance(one.of, Require)]


def _defined_in(value: Value) -> str:
    match value:
        case FunctionValue(path) | ClassValue(path) | Instance(ClassValue(path)) | Namespace(path) | Literally(path):
            return path
    return ""
