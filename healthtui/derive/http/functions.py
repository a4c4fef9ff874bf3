"""The functions that a handler stands for: itself, what a wrapper is given, or what a factory returns."""

from __future__ import annotations

from healthtui.derive.database import Database
from healthtui.derive.evaluation.evaluate import Evaluator, Situation
from healthtui.derive.evaluation.values import Attribute, Called, ClassValue, FunctionValue, Instance, Value, options_of
from healthtui.derive.http.model import Handler
from healthtui.derive.inputs import index_of

MAX_DEPTH = 6


def functions_of(db: Database, handler: Handler) -> tuple[tuple[str, int], ...]:
    """(path, function) of each; of `catchAsync(fn)` it is `fn`, of `new UserController().list` the method."""
    return tuple(dict.fromkeys(_of_value(db, handler.value, 0, handler.given)))


def wrappers_of(db: Database, handler: Handler) -> tuple[FunctionValue, ...]:
    """The functions of the repository that wrap the final one, outermost first: of `withAuth(catchAsync(fn))` these two."""
    found: list[FunctionValue] = []
    todo: list[Value] = [handler.value]
    while todo and len(found) < MAX_DEPTH:
        one = todo.pop(0)
        if isinstance(one, Called) and _given(db, one.path, one.index, 0, handler.given):
            found += [one.callee] if isinstance(one.callee, FunctionValue) and one.callee not in found else []
            todo += [inner for value in _arguments(db, one.path, one.index, handler.given) for inner in options_of(value)]
    return tuple(found)


def _of_value(db: Database, value: Value, depth: int, within: Situation = ()) -> list[tuple[str, int]]:
    found: list[tuple[str, int]] = []
    for one in options_of(value) if depth <= MAX_DEPTH else ():
        match one:
            case FunctionValue(path, index):
                found.append((path, index))
            case Called(callee, path, number):
                found += _given(db, path, number, depth, within) or _made(db, callee, path, number, depth)
            case Instance(ClassValue(path, number)) | ClassValue(path, number):
                found += _of_value(db, Evaluator(db).class_member(path, number, "handle"), depth + 1)
            case Attribute(of, "bind"):
                found += _of_value(db, of, depth + 1, within)
    return found


def _given(db: Database, path: str, number: int, depth: int, within: Situation = ()) -> list[tuple[str, int]]:
    """The functions that a wrapper is given."""
    return [one for value in _arguments(db, path, number, within) for one in _of_value(db, value, depth + 1, within)]


def _arguments(db: Database, path: str, number: int, within: Situation) -> list[Value]:
    index = index_of(db, path)
    call = index.module.calls[number] if index else None
    evaluator = Evaluator(db, follow_calls=False, given=dict(within))
    return [evaluator.of(path, one, call.function, call.owner) for one in call.arguments] if call else []


def _made(db: Database, callee: Value, path: str, number: int, depth: int) -> list[tuple[str, int]]:
    """What a factory of the repository returns: of `deleteOne(User)`, which is `catchAsync(fn)`, `fn`."""
    index = index_of(db, callee.path) if isinstance(callee, FunctionValue) else None
    if index is None or not isinstance(callee, FunctionValue):
        return []
    evaluator = Evaluator(db, follow_calls=False)
    returned = [evaluator.of(callee.path, one, callee.index) for one in index.module.functions[callee.index].returns]
    wrappers = [one for value in returned for one in options_of(value) if isinstance(one, Called)]
    wrapped = [one for wrapper in wrappers for one in _given(db, wrapper.path, wrapper.index, depth + 1)]
    return wrapped or _of_value(db, Evaluator(db).call(path, number), depth + 1)
