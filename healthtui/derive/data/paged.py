"""Queries that are given to a class which pages them: `new Features(Model.find(), req.query).filter().paginate()`."""

from __future__ import annotations

from healthtui.derive.data.bounds import LIMIT_METHODS, Bounds
from healthtui.derive.database import Database, query
from healthtui.derive.evaluation.evaluate import Evaluator
from healthtui.derive.evaluation.values import ClassValue, Instance, options_of
from healthtui.derive.evaluation.written import method_of
from healthtui.derive.inputs import ModuleIndex, index_of
from healthtui.facts.source import Call, CallRef, Member


def is_paged(db: Database, path: str, index: ModuleIndex, links: list[int]) -> bool:
    """Whether a query (the calls of its chain) is given to such a class, of which a method that bounds it is called."""
    given = {CallRef(one) for one in links}
    for number, call in enumerate(index.module.calls):
        if call.is_new and not given.isdisjoint(one for one in call.arguments if isinstance(one, CallRef)):
            asked = _methods_on(index, number)
            for value in options_of(Evaluator(db).callee(path, call)):
                of = value.of if isinstance(value, Instance) else value
                if isinstance(of, ClassValue) and asked & bounding_methods(db, of):
                    return True
    return False


def _methods_on(index: ModuleIndex, number: int) -> set[str]:
    """The methods that are called on what a call makes, one after the other."""
    links, found = {number}, set[str]()
    for _ in index.module.calls:
        further = {at for at, one in enumerate(index.module.calls) if at not in links and _is_on(one, links)}
        if not further:
            break
        links |= further
        found |= {method_of(index.module.calls[at]) for at in further}
    return found


def _is_on(call: Call, links: set[int]) -> bool:
    return isinstance(call.callee, Member) and isinstance(call.callee.of, CallRef) and call.callee.of.index in links


@query
def bounding_methods(db: Database, of: ClassValue) -> frozenset[str]:
    """The methods of a class that limit a query on every call."""
    index = index_of(db, of.path)
    if index is None:
        return frozenset()
    bounds = Bounds(db, of.path)
    members = [one for one in index.module.classes[of.index].members if one.function >= 0]
    limits = {
        call.function
        for call in index.module.calls
        if method_of(call) in LIMIT_METHODS and call.arguments and bounds.is_limited(call, method_of(call))
    }
    return frozenset(one.name for one in members if one.function in limits)
