"""Errors that functions of the repository make: a static such as `ApiError.notFound`, a constructor of the old form."""

from __future__ import annotations

from healthtui.derive.database import Database, query
from healthtui.derive.errors.kinds import ErrorKind, kind_of, last_name
from healthtui.derive.errors.statuses import statuses_of
from healthtui.derive.errors.wording import FINE, NONE, Wording, wording_of
from healthtui.derive.evaluation.evaluate import Evaluator
from healthtui.derive.evaluation.values import Instance
from healthtui.derive.inputs import ModuleIndex, index_of
from healthtui.facts.source import Call, CallRef, Name


def said_by(call: Call, kind: ErrorKind) -> Wording:
    """What a call that makes an error says."""
    if kind.message_at >= 0:
        said = wording_of(*call.arguments[kind.message_at : kind.message_at + 1])
    else:
        said = wording_of(*call.arguments)
    return FINE if kind.speaks and said == NONE else said


@query
def inherits_error(db: Database, path: str, function: int) -> bool:
    """The old form of a class: `util.inherits(OrderError, Error)`, or a prototype that is made of one."""
    index = index_of(db, path)
    if index is None:
        return False
    name = index.module.functions[function].name
    inherits = any(last_name(one.callee) == "inherits" and one.arguments[:1] == (Name(name),) for one in index.module.calls)
    return inherits or bool(index.assigned(f"{name}.prototype"))


@query
def made_by_function(db: Database, path: str, number: int) -> ErrorKind | None:
    """The error that a function of the repository makes and returns: a static such as `ApiError.notFound`."""
    index = index_of(db, path)
    if index is None:
        return None
    evaluator = Evaluator(db)
    for returned in index.module.functions[number].returns:
        if isinstance(returned, Name):  # `const error = new Error(text); error.status = status; return error;`
            returned = next((one.value for one in index.bindings.get((number, returned.id), ())), returned)
        call = index.module.calls[returned.index] if isinstance(returned, CallRef) else None
        if call is None or not call.is_new:
            continue
        value = evaluator.callee(path, call)
        if isinstance(value, Instance):
            value = value.of
        if kind := kind_of(evaluator, value, last_name(call.callee)):
            return _through(evaluator, path, index, number, call, kind)
    return None


def _through(evaluator: Evaluator, path: str, index: ModuleIndex, number: int, call: Call, kind: ErrorKind) -> ErrorKind:
    """The kind as a caller of the function around sees it."""
    names = [one.name for one in index.module.functions[number].parameters]

    def position(at: int) -> int:
        given = call.arguments[at] if 0 <= at < len(call.arguments) else None
        return names.index(given.id) if isinstance(given, Name) and given.id in names else -1

    said = said_by(call, kind)
    message_at = position(kind.message_at)
    default = index.module.functions[number].parameters[message_at].default if message_at >= 0 else None
    speaks = kind.speaks or (said == FINE if message_at < 0 else default is not None and wording_of(default) == FINE)
    given = call.arguments[kind.status_at : kind.status_at + 1] if kind.status_at >= 0 else call.arguments[:3]
    found = [one for it in given for one in statuses_of(evaluator, path, it, number) if one >= 400]
    status = kind.status or (found[0] if found else 0)
    return ErrorKind(kind.origin, message_at, position(kind.status_at), status, speaks)
