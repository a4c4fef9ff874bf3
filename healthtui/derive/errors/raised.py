"""Errors that a file raises: thrown, handed to `next`, `reject` or a callback, or made by a factory."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from healthtui.derive.database import Database, query
from healthtui.derive.errors.kinds import ErrorKind, kind_of, last_name
from healthtui.derive.errors.made import inherits_error, made_by_function, said_by
from healthtui.derive.errors.statuses import graphql_status, status_named, statuses_of
from healthtui.derive.errors.wording import FINE, Wording, wording_of
from healthtui.derive.evaluation.evaluate import Evaluator
from healthtui.derive.evaluation.expressions import chosen_of
from healthtui.derive.evaluation.values import ClassValue, FunctionValue, external_of, options_of
from healthtui.derive.evaluation.written import dotted
from healthtui.derive.inputs import ModuleIndex, index_of
from healthtui.derive.libraries.errors import ERROR_FACTORY, HANDED_ON, HANDING_METHODS, NAMED_BY_STATUS, RAISING_DECORATORS
from healthtui.facts.base import Place
from healthtui.facts.errors import ErrorSite
from healthtui.facts.source import Call, CallRef, Expression, Function, Literal, Member, Name, Object, Template


class Raised(msgspec.Struct, frozen=True, gc=False):
    """One error, and the statuses that it may carry."""

    site: ErrorSite
    statuses: tuple[int, ...]


@query
def raised_in(db: Database, path: str) -> tuple[Raised, ...]:
    """All errors that a file raises, in the order of place."""
    index = index_of(db, path)
    found = {one.site.place: one for one in _Raising(db, path, index).all()} if index else {}
    return tuple(found[place] for place in sorted(found))


class _Raising:
    def __init__(self, db: Database, path: str, index: ModuleIndex) -> None:
        self.db, self.path, self.index = db, path, index
        self.evaluator = Evaluator(db)

    def all(self) -> Iterator[Raised]:
        for thrown in self.index.module.throws:
            place = Place(self.path, thrown.line, thrown.column)
            if (value := self._of_value(place, thrown.value)) is not None:
                yield value
            yield from self._made(thrown.value, thrown.function, thrown.line)
        for call in self.index.module.calls:
            if self._hands_on(call):
                for argument in call.arguments:
                    yield from self._made(argument, call.function, call.line)
            elif not call.is_new and _is_factory(self.index, call):
                yield from self._of_call(call)
            elif call.in_decorator and last_name(call.callee) in RAISING_DECORATORS:
                yield from self._of_class_given(call)
        for function in self.index.module.functions:
            if function.passed_to >= 0 or self._is_filter(function):  # `throwError(() => new NotFound())`
                for returned in function.returns:
                    yield from self._made(returned, -1, 0, must_be_new=True)

    def _is_filter(self, function: Function) -> bool:
        """What an exception filter of NestJS returns is the error that a GraphQL client gets."""
        marks = self.index.module.classes[function.owner].decorators if function.owner >= 0 else ()
        return function.name == "catch" and any(dotted(self.index, one) == "Catch()" for one in marks)

    def _of_class_given(self, call: Call) -> Iterator[Raised]:
        """`@OnUndefined(OrderNotFoundError)` raises the class that it is given."""
        for argument in call.arguments[:1]:
            value = self.evaluator.of(self.path, argument, call.function, call.owner)
            if isinstance(value, ClassValue) and (kind := kind_of(self.evaluator, value, "")):
                place = Place(self.path, call.line, call.column)
                site = ErrorSite(place, last_name(argument), kind.origin, "fine" if kind.speaks else "none")
                yield Raised(site, (kind.status,) if kind.status else ())

    def _of_value(self, place: Place, value: Expression) -> Raised | None:
        """A thrown literal, or an object with codes."""
        if isinstance(value, Literal | Template):
            return Raised(ErrorSite(place, "", "value", "literal"), ())
        if isinstance(value, Object):
            wording = wording_of(value)
            given = [it for key, one in value.entries if key in ("status", "statusCode", "code") for it in [one]]
            found = [one for it in given for one in statuses_of(self.evaluator, self.path, it, -1)]
            return Raised(ErrorSite(place, "", "value", wording.state, wording.text), tuple(found))
        return None

    def _hands_on(self, call: Call) -> bool:
        """`next(…)`, `reject(…)`, a callback that the function is given, `Promise.reject(…)`."""
        match call.callee:
            case Name(name):
                return name in HANDED_ON or (not call.is_new and self._is_parameter(name, call.function))
            case Member(_, "emit"):
                return call.arguments[:1] == (Literal("error"),)
            case Member(of, name):
                return name in HANDING_METHODS or (name in ("send", "json") and bool(dotted(self.index, of)))
        return False

    def _is_parameter(self, name: str, function: int) -> bool:
        while function >= 0:
            declared = self.index.module.functions[function]
            if any(one.name == name for one in declared.parameters):
                return True
            function = declared.parent
        return False

    def _made(self, expression: Expression, function: int, line: int, *, must_be_new: bool = False) -> Iterator[Raised]:
        """The calls that make what is raised, also where a name holds it."""
        for option in chosen_of(expression):
            held = self._held(option.id, function, line) if isinstance(option, Name) else None
            one = held or option
            if isinstance(one, CallRef):
                call = self.index.module.calls[one.index]
                if dotted(self.index, call.callee) == "Object.assign":
                    yield from self._assigned(call)
                elif call.is_new or not must_be_new:
                    assigned = option.id if isinstance(option, Name) else ""
                    yield from self._of_call(call, assigned)

    def _assigned(self, call: Call) -> Iterator[Raised]:
        """`Object.assign(new Error('No such order'), { status: 404 })`."""
        statuses = [one for it in call.arguments[1:] for one in self._error_statuses(call, it)]
        inner = call.arguments[0] if call.arguments else None
        if isinstance(inner, CallRef) and (made := self.index.module.calls[inner.index]).is_new:
            for one in self._of_call(made):
                yield Raised(one.site, (*one.statuses, *statuses))

    def _held(self, name: str, function: int, line: int) -> Expression | None:
        """What a name was bound to where it was declared last before a line."""
        while function >= 0:
            if before := [one for one in self.index.bindings.get((function, name), ()) if one.line <= line]:
                return before[-1].value
            function = self.index.module.functions[function].parent
        return None

    def _of_call(self, call: Call, name: str = "") -> Iterator[Raised]:
        made = self._class_made(call) if call.is_new else self._factory_made(call)
        if made is None:
            return
        origin, statuses, wording = made
        for field, value in self._put_on(name, call.function) if name else ():
            if field in ("status", "statusCode"):
                statuses += statuses_of(self.evaluator, self.path, value, call.function)
            elif field == "message" and wording != FINE:
                wording = wording_of(value)
        place = Place(self.path, call.line, call.column)
        site = ErrorSite(place, dotted(self.index, call.callee), origin, wording.state, wording.text)
        yield Raised(site, tuple(dict.fromkeys(statuses)))

    def _put_on(self, name: str, function: int) -> Iterator[tuple[str, Expression]]:
        """What a function assigns to members of a name: `error.status = 404`."""
        for field in ("status", "statusCode", "message"):
            yield from ((field, one.value) for one in self.index.assigned(f"{name}.{field}") if one.function == function)

    def _class_made(self, call: Call) -> tuple[str, list[int], Wording] | None:
        value = self.evaluator.callee(self.path, call)
        if isinstance(value, FunctionValue):
            kind = ErrorKind("own", speaks=True) if inherits_error(self.db, value.path, value.index) else None
        else:
            kind = kind_of(self.evaluator, value, last_name(call.callee))
        return (kind.origin, self._statuses(call, kind), said_by(call, kind)) if kind else None

    def _statuses(self, call: Call, kind: ErrorKind) -> list[int]:
        given = call.arguments[kind.status_at : kind.status_at + 1] if kind.status_at >= 0 else ()
        found = [one for it in given for one in self._error_statuses(call, it)]
        if found or kind.status:
            return found or [kind.status]
        if kind.origin in ("builtin", "nest"):
            return []
        return [one for it in call.arguments[:3] for one in self._error_statuses(call, it)]

    def _error_statuses(self, call: Call, argument: Expression) -> list[int]:
        parts = [argument]
        if isinstance(argument, Object):
            parts = [value for key, value in argument.entries if key in ("status", "statusCode", "code", "httpStatus")]
            parts += [one for one in [graphql_status(argument)] if one is not None]
        found = [one for it in parts for one in statuses_of(self.evaluator, self.path, it, call.function, call.owner)]
        return [one for one in found if one >= 400]

    def _factory_made(self, call: Call) -> tuple[str, list[int], Wording] | None:
        """`createError(404, 'No such order')`, `httpErrors.notFound()`, `ApiError.notFound()`."""
        name = last_name(call.callee)
        value = self.evaluator.callee(self.path, call)
        for one in options_of(value):
            if isinstance(one, FunctionValue):
                kind = made_by_function(self.db, one.path, one.index)
                return (kind.origin, self._statuses(call, kind), said_by(call, kind)) if kind else None
        external = external_of(value)
        if external is not None and external.module not in NAMED_BY_STATUS and not _is_on_reply(self.index, call):
            return None
        status = status_named(name)
        if not status and not ERROR_FACTORY.search(name) and external is None:
            return None
        statuses = [status] if status else [one for it in call.arguments for one in self._error_statuses(call, it)]
        return "library", statuses, wording_of(*call.arguments)


def _is_factory(index: ModuleIndex, call: Call) -> bool:
    """By its name: asked before anything is followed."""
    name = last_name(call.callee)
    return bool(ERROR_FACTORY.search(name)) or (isinstance(call.callee, Member) and _is_on_reply(index, call))


def _is_on_reply(index: ModuleIndex, call: Call) -> bool:
    """`reply.notFound()`, `fastify.httpErrors.notFound()`, `res.boom.notFound()`, `Boom.notFound()`."""
    receiver = dotted(index, call.callee).rpartition(".")[0].lower()
    is_errors = receiver.rpartition(".")[2] in ("httperrors", "boom", "reply", "createerror", "createhttperror")
    return is_errors and status_named(last_name(call.callee)) > 0
