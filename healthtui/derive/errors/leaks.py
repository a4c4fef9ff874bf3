"""Stack traces and whole errors that reach the client in every environment."""

from __future__ import annotations

import re
from collections.abc import Iterator
from posixpath import join

from healthtui.derive.database import Database, query
from healthtui.derive.errors.environments import is_guarded
from healthtui.derive.errors.exposure import Exposure
from healthtui.derive.errors.facts import files
from healthtui.derive.errors.kinds import last_name
from healthtui.derive.errors.responses import Replies
from healthtui.derive.evaluation.evaluate import Evaluator
from healthtui.derive.evaluation.values import Constant, External, external_of, options_of
from healthtui.derive.evaluation.written import dotted
from healthtui.derive.http.bodies import body_of
from healthtui.derive.http.endpoints import applied
from healthtui.derive.http.functions import functions_of
from healthtui.derive.http.unread import unread_routes
from healthtui.derive.inputs import ModuleIndex, all_facts, derives, facts_in, index_of, modules_in
from healthtui.derive.libraries.controllers import EXPRESS_MAKERS, ROUTING, ROUTING_ANSWERS
from healthtui.derive.libraries.errors import (
    ADAPTER_REPLY,
    ERROR_FORMATTERS,
    GRAPHQL_STACKS,
    NEST,
    SENDING,
    SETTING,
    STACK_SHOWERS,
)
from healthtui.derive.repository.packages import packages, request_path_files
from healthtui.facts.base import Place
from healthtui.facts.errors import DefaultErrorPage, StackLeak
from healthtui.facts.project import Manifest, ProductionMode
from healthtui.facts.source import Call, CallRef, Expression, Member, Object

_VIEWS = {"render", "view"}
_IS_TEXT = re.compile(r"\btypeof[ (]+([\w.]+)\)? ?={2,3} ?['\"`]string['\"`]")
_STARTS = re.compile(r"^(?!.*(?:build|test|dev)).*(?:start|serve|prod)")
_PRODUCTION = re.compile(r"\bNODE_ENV=['\"]?production\b")


@derives(StackLeak)
def stack_leaks(db: Database, package: str) -> tuple[StackLeak, ...]:
    is_fastify = any(
        one.path == package and "express" not in one.frameworks and "nestjs" not in one.frameworks for one in packages(db)
    )
    found = {one.place: one for path in files(db, package) for one in _leaks_in(db, path, is_fastify)}
    return tuple(found[place] for place in sorted(found))


@query
def _leaks_in(db: Database, path: str, is_fastify: bool) -> tuple[StackLeak, ...]:
    index = index_of(db, path)
    return tuple(_Leaks(db, path, index, is_fastify).all()) if index else ()


class _Leaks:
    def __init__(self, db: Database, path: str, index: ModuleIndex, is_fastify: bool) -> None:
        self.db, self.path, self.index, self.is_fastify = db, path, index, is_fastify
        self.replies = Replies(db, path, index)
        self.evaluator = self.replies.evaluator
        self.exposure = Exposure(self.evaluator)

    def all(self) -> Iterator[StackLeak]:
        for call in self.index.module.calls:
            if self._sends(call):
                for argument in call.arguments:
                    yield from self._shown(call, argument)
            elif self._shows_by_itself(call):
                yield from self._unless_guarded(
                    call.function, Place(self.path, call.line, call.column), "errorhandler answers with the stack"
                )
        yield from self._returned()
        yield from self._put_into_views()
        yield from self._graphql()

    def _sends(self, call: Call) -> bool:
        """A reply that is given something, or an exception of NestJS that becomes the answer."""
        if isinstance(call.callee, Member) and not call.is_new:
            if ADAPTER_REPLY.search(dotted(self.index, call.callee)) and call.arguments:
                return self.replies.is_reply(call.arguments[0], call.function)
            return call.callee.name not in SETTING and self.replies.is_reply(call.callee.of, call.function)
        if call.is_new and last_name(call.callee).endswith("Exception"):
            external = external_of(self.evaluator.callee(self.path, call))
            return external is not None and external.module == NEST
        return False

    def _shown(self, call: Call, argument: Expression) -> Iterator[StackLeak]:
        method = last_name(call.callee)
        bare_is_safe = self._is_fastify(call) or method not in SENDING
        what = self.exposure.of(self.path, argument, call.function, bare_is_safe=bare_is_safe)
        if not what or (call.is_new and "whole" in what) or self._is_text(call, what):
            return
        for leak in self._unless_guarded(call.function, Place(self.path, call.line, call.column), what):
            yield leak
            for there, line, column in self.exposure.own_stacks(self.path, argument, call.function):
                yield StackLeak(Place(there, line, column), "the stack, which is sent")

    def _is_text(self, call: Call, what: str) -> bool:
        """What is sent as a whole where `typeof error === 'string'`."""
        around = (one.test for one in self.index.module.branches if one.line <= call.line <= one.end_line)
        return "whole" in what and any(found[1] == what.split()[0] for test in around for found in _IS_TEXT.finditer(test))

    def _is_fastify(self, call: Call) -> bool:
        """Fastify makes an answer of an error by itself."""
        chain = dotted(self.index, call.callee)
        return self.is_fastify or chain.startswith("reply.") or ".code()" in chain

    def _unless_guarded(self, function: int, place: Place, what: str) -> Iterator[StackLeak]:
        if not is_guarded(self.db, self.path, function, place.line):
            yield StackLeak(place, what)

    def _returned(self) -> Iterator[StackLeak]:
        """What a handler of Fastify returns is sent, and what GraphQL's formatter of errors returns."""
        for number, function in enumerate(self.index.module.functions):
            is_handler = any(one.name == "reply" or one.type.endswith("FastifyReply") for one in function.parameters)
            if not is_handler and function.name not in ERROR_FORMATTERS:
                continue
            for returned in function.returns:
                if isinstance(returned, Object) and (what := self.exposure.of(self.path, returned, number)) and "stack" in what:
                    yield from self._unless_guarded(number, Place(self.path, function.line, function.column), what)

    def _put_into_views(self) -> Iterator[StackLeak]:
        """`res.locals.error = error`, and a view after it."""
        rendering = {one.function for one in self.index.module.calls if last_name(one.callee) in _VIEWS}
        for one in self.index.module.assignments:
            is_shown = one.function in rendering and ".locals." in one.target
            if is_shown and (what := self.exposure.of(self.path, one.value, one.function)):
                yield from self._unless_guarded(one.function, Place(self.path, one.line, one.column), what)

    def _shows_by_itself(self, call: Call) -> bool:
        if not any(one.module in STACK_SHOWERS for one in self.index.module.imports) and last_name(call.callee) != "errorHandler":
            return False
        values = options_of(self.evaluator.callee(self.path, call))
        return any(isinstance(one, External) and one.module in STACK_SHOWERS and not one.name for one in values)

    def _graphql(self) -> Iterator[StackLeak]:
        objects = [(one, call.function, call.line, call.column) for call in self.index.module.calls for one in call.arguments]
        for number, declared in enumerate(self.index.module.functions):
            objects += [(one, number, declared.line, declared.column) for one in declared.returns]
        objects += [(one.value, one.function, one.line, 1) for one in self.index.module.bindings]
        for expression, function, line, column in objects:
            for key, value in expression.entries if isinstance(expression, Object) else ():
                if key in GRAPHQL_STACKS and self.evaluator.of(self.path, value, function) == Constant(True):
                    yield from self._unless_guarded(function, Place(self.path, line, column), f"{key} is on")


@derives(DefaultErrorPage)
def default_error_pages(db: Database, package: str) -> tuple[DefaultErrorPage, ...]:
    """Where the last error middleware of Express hands on, or there is none."""
    here = next((one for one in packages(db) if one.path == package), None)
    if here is None or "express" not in here.frameworks or any(one.is_framework for one in unread_routes(db, package)):
        return ()
    handlers = [one for one in applied(db, package) if one.role == "error-handler" and one.framework == "express"]
    for one in handlers:
        if external_of(one.handler.value) == External(ROUTING, ROUTING_ANSWERS):  # before any that is registered after it
            return (DefaultErrorPage(one.handler.place, _production_mode(db, package), ROUTING),)
    last = max(handlers, key=lambda one: one.order, default=None)
    bodies = [body_of(db, *function) for function in functions_of(db, last.handler)] if last else []
    if last is not None and (not bodies or any(one.responds or not one.hands_on_errors for one in bodies)):
        return ()
    if last is None and not any(_makes_app(db, path) for path in request_path_files(db, package)):
        return ()  # its routers are mounted by an application of another package, which answers their errors
    place = last.handler.place if last else here.place
    return (DefaultErrorPage(place, _production_mode(db, package)),)


@query
def _makes_app(db: Database, path: str) -> bool:
    """Whether a file calls `express()`, or what makes an app of a library that puts controllers on it."""
    if {"express", *EXPRESS_MAKERS}.isdisjoint(modules_in(db, path)):
        return False
    index, evaluator = index_of(db, path), Evaluator(db)
    makers = {("express", ""), *((library, name) for library, names in EXPRESS_MAKERS.items() for name in names)}
    calls = [one for one in index.module.calls if not isinstance(one.callee, CallRef)] if index else []
    called = (external_of(evaluator.callee(path, one)) for one in calls)
    return any((one.module, one.name) in makers for one in called if one is not None)


def _production_mode(db: Database, package: str) -> Place | None:
    """Where a file of the deployment, or a script that starts the package, sets it. A build runs without the server."""
    for path, mode in all_facts(db, ProductionMode):
        return Place(path, mode.line, 1)
    for path in dict.fromkeys((join("" if package == "." else package, "package.json"), "package.json")):
        for manifest in facts_in(db, Manifest, path):
            starts = (command for name, command in manifest.scripts.items() if _STARTS.search(name))
            if any(_PRODUCTION.search(command) for command in starts):
                return Place(path, manifest.lines.get("scripts", 0), 1)
    return None
