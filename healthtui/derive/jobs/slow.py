"""Slow work in handlers: mail that is sent, a browser or an encoder that is started while somebody waits for an answer."""

from __future__ import annotations

from collections.abc import Iterator

from healthtui.derive.batches import in_each_file
from healthtui.derive.data.bound import Trail
from healthtui.derive.data.trails import Tracer, followed
from healthtui.derive.database import Database, query
from healthtui.derive.evaluation.evaluate import Evaluator
from healthtui.derive.evaluation.values import FunctionValue, options_of
from healthtui.derive.evaluation.written import dotted, inner_functions, method_of
from healthtui.derive.http.classes.members import decorated_methods
from healthtui.derive.http.code import REPLY_NAMES, REQUEST_NAMES
from healthtui.derive.http.endpoints import registrations
from healthtui.derive.http.functions import functions_of
from healthtui.derive.http.nest.controllers import GRAPHQL, resolvers_in
from healthtui.derive.inputs import ModuleIndex, derives, index_of
from healthtui.derive.libraries.jobs import SLOW
from healthtui.derive.repository.packages import modules_used
from healthtui.facts.base import Place
from healthtui.facts.jobs import SlowWork
from healthtui.facts.source import Call, Member, Name, Require

MAX_LEVELS = 4  # of functions between the handler and the work
_NAMES = {name.rpartition(".")[2] for _, names in SLOW.values() for name in names}
_SENDS_MAIL = "sendMail"  # a name that nothing else has
_MAX_WRITTEN = 60  # characters


@derives(SlowWork)
def slow_work(db: Database, package: str) -> tuple[SlowWork, ...]:
    """The calls in handlers that do slow work, or come to it in the functions that they call."""
    if modules_used(db, package).isdisjoint(SLOW):
        return ()
    found = {one.place: one for function in sorted(_handlers(db, package)) for one in _in_handler(db, *function)}
    return tuple(sorted(found.values(), key=lambda one: one.place))


def _handlers(db: Database, package: str) -> set[tuple[str, int]]:
    """The final handlers of routes, and the resolvers of GraphQL operations."""
    found = {place for one in registrations(db, package) if one.handler for place in functions_of(db, one.handler)}
    if not modules_used(db, package).isdisjoint(GRAPHQL):
        resolvers = list(in_each_file(db, package, resolvers_in))
        members = [member for one in resolvers for member in decorated_methods(db, one)]
        found |= {(one.function.path, one.function.index) for one in members if any(m.module in GRAPHQL for m in one.decorations)}
    return found


@query
def _in_handler(db: Database, path: str, function: int) -> tuple[SlowWork, ...]:
    index = index_of(db, path)
    if index is None:
        return ()
    own = dict(_slow_calls(db, path, function))
    called = dict[int, list[FunctionValue]]()
    for number, target in _called(db, path, function):
        called.setdefault(number, []).append(target)
    found: list[SlowWork] = []
    for number in sorted({*own, *called}):
        work = own.get(number) or next((it for one in called.get(number, ()) if (it := _behind(db, one))), None)
        if work:
            call = index.module.calls[number]
            written = _written(index, call)[-_MAX_WRITTEN:]
            found.append(SlowWork(Place(path, call.line, call.column), *work, written))
    return tuple(found)


def _written(index: ModuleIndex, call: Call) -> str:
    return f"require('{call.callee.module}')" if isinstance(call.callee, Require) else dotted(index, call.callee)


@query
def _behind(db: Database, function: FunctionValue) -> tuple[str, str] | None:
    """The slow work (what, by which package) that a function does, itself or a few levels down."""
    level, seen = [function], {function}
    for _ in range(MAX_LEVELS):
        deeper: list[FunctionValue] = []
        for one in level:
            if own := _slow_calls(db, one.path, one.index):
                return own[0][1]
            deeper += [target for _, target in _called(db, one.path, one.index) if target not in seen]
            seen.update(deeper)
        level = list(dict.fromkeys(deeper))
    return None


def _calls_of(index: ModuleIndex, function: int) -> Iterator[tuple[int, Call]]:
    for one in inner_functions(index, function):
        for number in index.calls_in.get(one, ()):
            call = index.module.calls[number]
            root = dotted(index, call.callee).partition(".")[0]
            if not call.in_decorator and root not in REPLY_NAMES and root not in REQUEST_NAMES:
                yield number, call


@query
def _called(db: Database, path: str, function: int) -> tuple[tuple[int, FunctionValue], ...]:
    """The functions of the repository that a function calls, each with the call."""
    index, evaluator = index_of(db, path), Evaluator(db)
    found: list[tuple[int, FunctionValue]] = []
    for number, call in _calls_of(index, function) if index else ():
        if isinstance(call.callee, Name | Member | Require) and not call.is_new:
            found += [(number, one) for one in options_of(evaluator.callee(path, call)) if isinstance(one, FunctionValue)]
    return tuple(found)


@query
def _slow_calls(db: Database, path: str, function: int) -> tuple[tuple[int, tuple[str, str]], ...]:
    """The calls of a function that do slow work by themselves, with (what, by which package)."""
    index = index_of(db, path)
    if index is None:
        return ()
    tracer, found = Tracer(db, path, index), list[tuple[int, tuple[str, str]]]()
    for number, call in _calls_of(index, function):
        name = method_of(call)
        if name in _NAMES or isinstance(call.callee, Name):
            trails = [one for trail in tracer.of(call) for one in followed(db, path, trail)]
            found += [(number, work) for trail in trails[:1] if (work := _work_of(trail))]
    return tuple(found)


def _work_of(trail: Trail) -> tuple[str, str] | None:
    """What a call does that goes back to a package, or that is written as nothing else would be."""
    text = trail.plain
    if not trail.package and text.endswith(f".{_SENDS_MAIL}"):
        return "mail", _SENDS_MAIL
    what, names = SLOW.get(trail.package, ("", set()))
    if text == trail.package:
        return (what, trail.package) if "" in names else None
    is_called = any(one and f".{text}".endswith(f".{one}") for one in names)
    return (what, trail.package) if is_called else None
