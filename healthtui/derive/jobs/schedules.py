"""Schedules: work that the process itself starts, by a scheduler or by an interval that does real work."""

from __future__ import annotations

import re
from collections.abc import Iterator

from healthtui.derive.batches import in_each_file
from healthtui.derive.data.access import data_access_in
from healthtui.derive.database import Database, query
from healthtui.derive.evaluation.evaluate import Evaluator
from healthtui.derive.evaluation.values import FunctionValue, Value, external_of, options_of
from healthtui.derive.evaluation.written import dotted, inner_functions
from healthtui.derive.inputs import derives, index_of
from healthtui.derive.libraries.jobs import SCHEDULERS
from healthtui.derive.repository.graph import packages_named
from healthtui.derive.repository.packages import modules_used, request_path_files
from healthtui.facts.base import Place
from healthtui.facts.jobs import Schedule
from healthtui.facts.source import Call, Member, Name

_BY_HANDLE = re.compile(r"(?:^|\.)scheduler\.add(?:Cron|SimpleInterval|LongInterval|Interval)Job$")
_FLUSH = re.compile(r"flush|batch|bulk|buffer|drain|ping|heartbeat|keep_?alive|health", re.I)
_IN_BULK = re.compile(r"insert|bulk|createMany|create$|saveMany", re.I)


@derives(Schedule)
def schedules(db: Database, package: str) -> tuple[Schedule, ...]:
    """Each place where the process is made to start work by itself."""
    has_scheduler = not modules_used(db, package).isdisjoint({*SCHEDULERS, "@fastify/schedule"})
    found = [one for path in request_path_files(db, package) if has_scheduler for one in _scheduled_in(db, path)]
    found += in_each_file(db, package, _intervals_in)
    return tuple(sorted(found, key=lambda one: one.place))


@query
def _scheduled_in(db: Database, path: str) -> tuple[Schedule, ...]:
    index = index_of(db, path)
    if index is None:
        return ()
    names = {name.rpartition(".")[2] for known in SCHEDULERS.values() for name in known}
    evaluator, imported = Evaluator(db), packages_named(db, path) & SCHEDULERS.keys()
    found: list[Schedule] = []
    for call in index.module.calls:
        written = dotted(index, call.callee)
        if _BY_HANDLE.search(written):
            found.append(Schedule(Place(path, call.line, call.column), "toad-scheduler"))
        elif imported or written.rpartition(".")[2] in names:
            found += [Schedule(Place(path, call.line, call.column), by) for by in _scheduler(evaluator, path, call)]
    return tuple(_without_parts(found))


def _scheduler(evaluator: Evaluator, path: str, call: Call) -> Iterator[str]:
    """The scheduler that a call starts work with."""
    if not isinstance(call.callee, Name | Member):
        return
    for value in options_of(evaluator.callee(path, call)):
        external = external_of(value)
        if external is not None and external.name in SCHEDULERS.get(external.module, ()):
            yield external.module
            return


def _without_parts(found: list[Schedule]) -> list[Schedule]:
    """`scheduler.addCronJob(new CronJob(…))` is one: the outer stands for the inner on its line."""
    first: dict[int, Schedule] = {}
    for one in sorted(found, key=lambda it: it.place):
        first.setdefault(one.place.line, one)
    return list(first.values())


@query
def _intervals_in(db: Database, path: str) -> tuple[Schedule, ...]:
    """`setInterval` whose callback changes what the database holds; a flush of what was gathered is none."""
    index = index_of(db, path)
    found: list[Schedule] = []
    for call in index.module.calls if index else ():
        if call.callee != Name("setInterval") or not call.arguments:
            continue
        if any(_writes(db, one) for one in options_of(Evaluator(db).argument(path, call, 0))):
            found.append(Schedule(Place(path, call.line, call.column), "setInterval"))
    return tuple(found)


def _writes(db: Database, value: Value) -> bool:
    """Whether a function writes to the database, itself or in one that it calls."""
    if not isinstance(value, FunctionValue):
        return False
    around = index_of(db, value.path)
    if around is None or _FLUSH.search(around.module.functions[value.index].name):
        return False
    if _writes_itself(db, value):
        return True
    calls = [around.module.calls[n] for one in inner_functions(around, value.index) for n in around.calls_in.get(one, ())]
    called = [one for call in calls for one in options_of(Evaluator(db).callee(value.path, call))]
    return any(isinstance(one, FunctionValue) and _writes_itself(db, one) for one in called)


@query
def _writes_itself(db: Database, function: FunctionValue) -> bool:
    index = index_of(db, function.path)
    if index is None or _FLUSH.search(index.module.functions[function.index].name):
        return False
    inside = inner_functions(index, function.index)
    places = {(index.module.calls[n].line, index.module.calls[n].column) for one in inside for n in index.calls_in.get(one, ())}
    return any(
        one.is_write and not _IN_BULK.search(one.method) and (one.place.line, one.place.column) in places
        for one in data_access_in(db, function.path)
    )
