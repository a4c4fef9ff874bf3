"""Hooks that an `onRoute` hook gives to routes: `routeOptions.preHandler = [app.authenticate]`, always or by their `config`."""

from __future__ import annotations

from collections.abc import Iterator

from healthtui.derive.evaluation.values import Literally
from healthtui.derive.evaluation.written import dotted
from healthtui.derive.http.code import in_lines
from healthtui.derive.http.fastify.conditions import ALL, Condition, condition_of
from healthtui.derive.http.fastify.events import Event
from healthtui.derive.http.fastify.routes import Hooks
from healthtui.derive.http.fastify.scopes import Hook
from healthtui.derive.http.functions import functions_of
from healthtui.derive.http.model import Handler
from healthtui.derive.inputs import ModuleIndex, index_of
from healthtui.derive.libraries.fastify import REQUEST_HOOKS
from healthtui.facts.source import Branch, Expression

_ADDS = ("push", "unshift")


def added_on_route(hooks: Hooks, event: Event, handler: Handler) -> Iterator[Hook]:
    """Each with what a route's `config` must say; what is added under another condition is left out."""
    for path, function in functions_of(hooks.db, handler):
        if (index := index_of(hooks.db, path)) is None:
            continue
        for stage, value, line in _added(index, function):
            conditions = _conditions(index, function, line)
            found = hooks.handlers_within(event, Literally(path, value, function, -1), value) if conditions is not None else []
            yield from (Hook(one, stage, on_route=True, conditions=conditions or ()) for one in found)


def _added(index: ModuleIndex, function: int) -> Iterator[tuple[str, Expression, int]]:
    """The stage, the hooks and the line of each addition to the options of the route."""
    options = next((one.name for one in index.module.functions[function].parameters[:1]), "")
    targets = {f"{options}.{stage}": stage for stage in REQUEST_HOOKS}
    for assigned in index.module.assignments:
        if assigned.function == function and assigned.target in targets:
            yield targets[assigned.target], assigned.value, assigned.line
    for call in (index.module.calls[number] for number in index.calls_in.get(function, ())):
        target, _, method = dotted(index, call.callee).rpartition(".")
        if method in _ADDS and target in targets:
            yield from ((targets[target], one, call.line) for one in call.arguments)


def _conditions(index: ModuleIndex, function: int, line: int) -> tuple[Condition, ...] | None:
    """What must hold for a line to be reached, by the `if` around it and those that end before it with nothing done."""
    found: list[Condition] = []
    for branch in index.module.branches:
        if branch.function != function or branch.line > line:
            continue
        condition = condition_of(branch.test)
        if in_lines(branch, line):
            if condition is None:
                return None
            found.append(condition)
        elif _only_returns(index, branch):
            if condition is None:
                return None
            found.append(Condition(condition.name, ALL - condition.states))
    return tuple(found)


def _only_returns(index: ModuleIndex, branch: Branch) -> bool:
    """Nothing is called or set in it, so that it can only end the function."""
    called = [one for one in index.module.calls if one.function == branch.function and branch.line < one.line <= branch.end_line]
    written = [one for one in index.module.assignments if one.function == branch.function and in_lines(branch, one.line)]
    return not called and not written
