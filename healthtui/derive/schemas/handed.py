"""Filters that a query is handed by who calls its function: `find(filter) { return this.model.find(filter); }`."""

from __future__ import annotations

from collections.abc import Iterator

from healthtui.derive.data.access import data_access_in
from healthtui.derive.database import Database, query
from healthtui.derive.evaluation.callers import given_in_call, local_calls
from healthtui.derive.evaluation.evaluate import Evaluator
from healthtui.derive.evaluation.pieces import constructor_of
from healthtui.derive.evaluation.values import ClassValue, FunctionValue, Instance, options_of
from healthtui.derive.inputs import ModuleIndex, index_of
from healthtui.derive.schemas.asked import conditions_in_call
from healthtui.derive.schemas.conditions import Conditions
from healthtui.derive.schemas.model import Filter
from healthtui.derive.schemas.subjects import Subjects, model_typed, receiver_of
from healthtui.facts.base import Place
from healthtui.facts.data import DataAccess
from healthtui.facts.source import Call, Name


@query
def handed_filters_in(db: Database, path: str) -> tuple[Filter, ...]:
    """The filters that the calls of a file hand to functions that query by them, each where it is written."""
    index = index_of(db, path)
    return tuple(one for function, number in local_calls(db, path) if index for one in _handed(db, path, index, function, number))


@query
def _taking(db: Database, path: str) -> dict[int, list[tuple[DataAccess, int]]]:
    """The queries of a file whose conditions are not written there, by the function that makes them."""
    index = index_of(db, path)
    accesses = {(one.place.line, one.place.column): one for one in data_access_in(db, path)}
    found: dict[int, list[tuple[DataAccess, int]]] = {}
    for number, call in enumerate(index.module.calls if index and accesses else ()):
        access = accesses.get((call.line, call.column))
        if access and call.arguments and not conditions_in_call(Conditions(Evaluator(db)), access.library, path, call):
            found.setdefault(call.function, []).append((access, number))
    return found


def _handed(db: Database, path: str, index: ModuleIndex, function: FunctionValue, number: int) -> Iterator[Filter]:
    asking = index_of(db, function.path)
    for access, at in _taking(db, function.path).get(function.index, ()) if asking else ():
        assert asking is not None
        evaluator = Evaluator(db, given=given_in_call(Evaluator(db), function, path, number))
        query_call, call = asking.module.calls[at], index.module.calls[number]
        subject = Subjects(Evaluator(db), function.path, asking).of([query_call], access.model)
        names = (*filter(None, _names_of_receiver(db, path, index, call)), *subject.names)
        for fields in conditions_in_call(Conditions(evaluator), access.library, function.path, query_call):
            yield Filter(Place(path, call.line, call.column), access.library, fields, names, subject.origins)


def _names_of_receiver(db: Database, path: str, index: ModuleIndex, call: Call) -> Iterator[str]:
    """Of `this.users.find(…)` the model that the class of `users` is made with, and the name of that class."""
    receiver = receiver_of(index, call)
    values = options_of(Evaluator(db).of(path, receiver, call.function, call.owner)) if receiver is not None else ()
    classes = [one.of for one in values if isinstance(one, Instance) and isinstance(one.of, ClassValue)]
    if receiver == Name("this") and (owner := index.owner_of(call.function)) >= 0:
        classes.append(ClassValue(path, owner))
    for one in classes:
        made, module = constructor_of(db, one.path, one.index), index_of(db, one.path)
        assert module is not None
        for parameter in module.module.functions[made].parameters if made is not None and made >= 0 else ():
            yield model_typed(parameter.type)
        yield module.module.classes[one.index].name
