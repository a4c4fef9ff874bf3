"""Code that runs in some environments only."""

from __future__ import annotations

import re

from healthtui.derive.database import Database
from healthtui.derive.evaluation.callers import callers
from healthtui.derive.evaluation.values import FunctionValue
from healthtui.derive.evaluation.written import dotted
from healthtui.derive.inputs import ModuleIndex, index_of
from healthtui.derive.libraries.errors import ENVIRONMENT_NAME, ENVIRONMENT_PHRASE, ENVIRONMENT_WORDS, PRODUCTION_TEST
from healthtui.facts.source import CallRef, Choice, Member, Name

_NAME = re.compile(r"[A-Za-z_$][\w$]*")
_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+")
_MAX_CALLERS = 3  # levels of functions that call each other


def is_environment_test(index: ModuleIndex, test: str) -> bool:
    """By its words, or by a name that is bound on a line that reads the environment."""
    words = {one.lower() for one in _WORD.findall(test)}
    if words & ENVIRONMENT_WORDS or ENVIRONMENT_PHRASE.search(test):
        return True
    names = set(_NAME.findall(test))
    bound = {one.line for one in index.module.bindings if one.name in names}
    return any(one.line in bound and one.chain.startswith("process.env") for one in index.module.reads)


def is_guarded_choice(index: ModuleIndex, choice: Choice) -> bool:
    """`isDev && error.stack`, `isDev ? error.stack : undefined`."""
    if choice.test and is_environment_test(index, choice.test):
        return True
    named = [one for one in choice.options if isinstance(one, Name | Member | CallRef)]
    return any(is_environment_test(index, dotted(index, one)) for one in named)


def is_guarded(db: Database, path: str, function: int, line: int) -> bool:
    """A line that an `if` around it, or around all calls of its function, keeps for some environments."""
    todo = [(path, function, line, 0)]
    while todo:
        path, function, line, depth = todo.pop()
        index = index_of(db, path)
        if index is None:
            return False
        if _is_kept(index, function, line):
            continue
        named = _named_around(index, function)
        calls = callers(db, FunctionValue(path, named)) if named >= 0 and depth < _MAX_CALLERS else []
        if not calls:
            return False
        for there, number in calls:
            calling = index_of(db, there)
            if calling is None:
                return False
            call = calling.module.calls[number]
            todo.append((there, call.function, call.line, depth + 1))
    return True


def _named_around(index: ModuleIndex, function: int) -> int:
    """The function with a name around a line: it is the one that is called."""
    while function >= 0 and not index.module.functions[function].name:
        function = index.module.functions[function].parent
    return function


def _is_kept(index: ModuleIndex, function: int, line: int) -> bool:
    scopes = [function]
    while scopes[-1] >= 0:
        if ENVIRONMENT_NAME.search(index.module.functions[scopes[-1]].name):
            return True
        scopes.append(index.module.functions[scopes[-1]].parent)
    for branch in index.module.branches:
        if branch.function not in scopes or branch.line > line or not is_environment_test(index, branch.test):
            continue
        if line <= branch.end_line or (branch.function >= 0 and PRODUCTION_TEST.search(branch.test)):
            return True
    return False
