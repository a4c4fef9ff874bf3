"""Routes that are public by what they do, in a handler or what it calls: a password is compared or a token is signed, which
opens a session; or the signature of what a webhook sends is verified."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from healthtui.derive.database import Database, query
from healthtui.derive.evaluation.evaluate import Evaluator
from healthtui.derive.evaluation.values import FunctionValue, Value, external_of, options_of
from healthtui.derive.evaluation.written import dotted, inner_functions
from healthtui.derive.inputs import index_of
from healthtui.derive.libraries.passwords import COMPARERS, COMPARING, HASHING_PACKAGES
from healthtui.derive.libraries.tokens import METHODS, SIGNERS

MAX_DEPTH, MAX_FUNCTIONS = 3, 60
Work = tuple[bool, tuple[FunctionValue, ...]]  # whether a function does it itself, and the functions that it calls
_SIGNATURE = re.compile(
    r"(?:^|\.)(?:constructEvent(?:Async)?|webhooks?\.(?:verify\w*|unwrap)"
    r"|(?:is_?valid|verify|validate|check|assert)\w*(?:signature|webhook|hmac)\w*)$",
    re.I,
)


def opens_session(db: Database, functions: Iterable[tuple[str, int]]) -> bool:
    """Whether the functions (path, index), or those that they call, compare a password or sign a token."""
    return _is_done(db, functions, _opening)


def verifies_signature(db: Database, functions: Iterable[tuple[str, int]]) -> bool:
    """Whether the functions, or those that they call, verify the signature of a webhook: `stripe.webhooks.constructEvent()`."""
    return _is_done(db, functions, _verifying)


def _is_done(db: Database, functions: Iterable[tuple[str, int]], work: Callable[[Database, str, int], Work]) -> bool:
    todo = [(FunctionValue(*one), 0) for one in functions]
    seen = {one for one, _ in todo}
    for function, depth in todo:
        is_done, called = work(db, function.path, function.index)
        if is_done:
            return True
        fresh = [one for one in called if one not in seen] if depth < MAX_DEPTH and len(seen) < MAX_FUNCTIONS else []
        seen.update(fresh)
        todo += [(one, depth + 1) for one in fresh]
    return False


@query
def _verifying(db: Database, path: str, function: int) -> Work:
    index, evaluator = index_of(db, path), Evaluator(db)
    if index is None:
        return False, ()
    calls = [index.module.calls[one] for each in inner_functions(index, function) for one in index.calls_in.get(each, ())]
    if any(_SIGNATURE.search(dotted(index, call.callee)) for call in calls):
        return True, ()
    values = (value for call in calls for value in options_of(evaluator.callee(path, call)))
    return False, tuple(dict.fromkeys(value for value in values if isinstance(value, FunctionValue)))


@query
def _opening(db: Database, path: str, function: int) -> Work:
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
