"""What a handler writes to the database, itself or through the functions that it calls."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from healthtui.derive.data.access import data_access_in
from healthtui.derive.data.placement import is_data_module
from healthtui.derive.database import Database, query
from healthtui.derive.evaluation.evaluate import Evaluator
from healthtui.derive.evaluation.values import FunctionValue, Value, options_of
from healthtui.derive.evaluation.written import inner_functions
from healthtui.derive.http.fastify.decorators import resolved
from healthtui.derive.inputs import index_of
from healthtui.facts.source import Member, Name, Require

_RECORD = re.compile(r"audit|logs?$|activit|metric|analytic|telemetry", re.I)  # that something was read may be written down


def written_by(db: Database, package: str, functions: Iterable[tuple[str, int]]) -> str:
    """The statement as the code has it; "" where none is seen to write."""
    return next((found for path, function in functions if (found := _written_by(db, package, path, function))), "")


@query
def _written_by(db: Database, package: str, path: str, function: int) -> str:
    """Its own statements, those of the functions that it calls, and behind these those of data modules."""
    handler = FunctionValue(path, function)
    called = list(_called(db, package, handler))
    stored = [deeper for one in called for deeper in _called(db, package, one) if is_data_module(deeper.path)]
    return next((written for one in (handler, *called, *stored) if (written := _own_write(db, one))), "")


@query
def _own_write(db: Database, function: FunctionValue) -> str:
    index = index_of(db, function.path)
    stored = (one for one in data_access_in(db, function.path) if one.is_write and not _RECORD.search(one.model))
    written = {(one.place.line, one.place.column): one.written for one in stored}
    if index is None or not written:
        return ""
    calls = (
        index.module.calls[number] for one in inner_functions(index, function.index) for number in index.calls_in.get(one, ())
    )
    return next((written[at] for call in calls if (at := (call.line, call.column)) in written), "")


def _called(db: Database, package: str, function: FunctionValue) -> Iterator[FunctionValue]:
    """The functions of the repository that one calls, each once."""
    found = dict.fromkeys(one for value in _callees(db, package, function) for one in options_of(value))
    yield from (one for one in found if isinstance(one, FunctionValue) and one != function)


def _callees(db: Database, package: str, function: FunctionValue) -> Iterator[Value]:
    index = index_of(db, function.path)
    evaluator = Evaluator(db)
    for one in inner_functions(index, function.index) if index else ():
        assert index is not None
        for number in index.calls_in.get(one, ()):
            call = index.module.calls[number]
            if isinstance(call.callee, Name | Member | Require) and not call.is_new:
                yield resolved(db, package, evaluator.callee(function.path, call))
