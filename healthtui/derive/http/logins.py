"""Routes that open a session, by what they do: a password is compared, or a token is signed, in a handler or what it calls."""

from __future__ import annotations

from collections.abc import Iterable

from healthtui.derive.database import Database, query
from healthtui.derive.evaluate import Evaluator
from healthtui.derive.http.written import dotted, inner_functions
from healthtui.derive.inputs import index_of
from healthtui.derive.libraries.passwords import COMPARERS, COMPARING, HASHING_PACKAGES
from healthtui.derive.libraries.tokens import METHODS, SIGNERS
from healthtui.derive.values import FunctionValue, Value, external_of, options_of

MAX_DEPTH, MAX_FUNCTIONS = 3, 60


def opens_session(db: Database, functions: Iterable[tuple[str, int]]) -> bool:
    """Whether the functions (path, index), or those that they call, compare a password or sign a token."""
    todo = [(FunctionValue(*one), 0) for one in functions]
    seen = {one for one, _ in todo}
    for function, depth in todo:
        opens, called = _opening(db, function.path, function.index)
        if opens:
            return True
        fresh = [one for one in called if one not in seen] if depth < MAX_DEPTH and len(seen) < MAX_FUNCTIONS else []
        seen.update(fresh)
        todo += [(one, depth + 1) for one in fresh]
    return False


@query
def _opening(db: Database, path: str, function: int) -> tuple[bool, tuple[FunctionValue, ...]]:
    """(whether a function itself does so, the functions of the repository that it calls)."""
    index, evaluator = index_of(db, path), Evaluator(db)
    if index is None:
        return False, ()
    called: dict[FunctionValue, None] = {}
    for number in [one for each in inner_functions(index, function) for one in index.calls_in.get(each, ())]:
        call = index.module.calls[number]
        method = dotted(index, call.callee).rpartition(".")[2]
        if method in COMPARING:
            return True, ()
        for value in options_of(evaluator.callee(path, call)):
            if isinstance(value, FunctionValue):
                called[value] = None
            elif method in METHODS | COMPARERS and _is_opening(value, method):
                return True, ()
    return False, tuple(called)


def _is_opening(callee: Value, method: str) -> bool:
    external = external_of(callee)
    if external is None:
        return False
    return (external.module, external.name) in SIGNERS or (method in COMPARERS and external.module in HASHING_PACKAGES)
