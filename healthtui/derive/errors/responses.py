"""Answers with a constant status from 400 up, and what they say."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from healthtui.derive.database import Database, query
from healthtui.derive.errors.kinds import last_name
from healthtui.derive.errors.statuses import statuses_of
from healthtui.derive.errors.wording import FINE, NONE, Wording, wording_of
from healthtui.derive.evaluation.evaluate import Evaluator
from healthtui.derive.evaluation.written import dotted
from healthtui.derive.inputs import ModuleIndex, index_of
from healthtui.derive.libraries.errors import REPLY_NAME, REPLY_TYPE, SENDING, SETTING, STATUS_METHODS
from healthtui.facts.base import Place
from healthtui.facts.errors import ErrorSite
from healthtui.facts.source import Call, CallRef, Choice, Expression, Item, Literal, Member, Name, Object


class Answer(msgspec.Struct, frozen=True, gc=False):
    """An answer: its place, how it is written, the statuses that it may have, and what it sends."""

    place: Place
    written: str
    statuses: tuple[int, ...]
    sent: tuple[Expression, ...]
    sends: str  # the method that sends it, "" where it is not seen
    is_constant: bool  # nothing but these statuses can be answered

    @property
    def site(self) -> ErrorSite | None:
        """The error that is answered; None where the status is not one constant from 400 up."""
        if not self.is_constant or len(self.statuses) != 1 or self.statuses[0] < 400:
            return None
        said = self._wording()
        return ErrorSite(self.place, self.written, "response", said.state, said.text)

    @property
    def hides_error(self) -> bool:
        """An error is answered with a success: `res.status(200).json({ success: false })`."""
        keys = {key: value for one in self.sent if isinstance(one, Object) for key, value in one.entries}
        says_no = any(keys.get(name) == Literal(False) for name in ("success", "ok", "succeeded", "isSuccess"))
        is_good = self.is_constant and bool(self.statuses) and all(200 <= one < 300 for one in self.statuses)
        return is_good and (says_no or ("error" in keys and isinstance(keys["error"], Literal) and bool(keys["error"].value)))

    def _wording(self) -> Wording:
        if self.written.endswith("sendStatus"):
            return NONE
        return wording_of(*self.sent) if self.sends in ("json", "send", "end", "jsonp") else FINE


@query
def answers_in(db: Database, path: str) -> tuple[Answer, ...]:
    """The answers of a file whose status is named, in the order of its calls."""
    index = index_of(db, path)
    return tuple(Replies(db, path, index).answers()) if index else ()


class Replies:
    """What a file does with replies."""

    def __init__(self, db: Database, path: str, index: ModuleIndex) -> None:
        self.path, self.index, self.evaluator = path, index, Evaluator(db)
        self._around = {inner: number for number, one in enumerate(index.module.calls) if (inner := _receiver(one)) >= 0}

    def answers(self) -> Iterator[Answer]:
        for number, call in enumerate(self.index.module.calls):
            if call.in_decorator or call.is_new:
                continue
            if found := self._statuses(call):
                place = Place(self.path, call.line, call.column)
                is_constant = all(self._is_constant(it, call.function) for it in call.arguments[:4])
                yield Answer(place, dotted(self.index, call.callee), tuple(found), *self._sent(number, call), is_constant)
        for assigned in self.index.module.assignments:
            holder, _, name = assigned.target.rpartition(".")
            is_status = name in ("statusCode", "status") and REPLY_NAME.search(holder.rpartition(".")[2])
            if is_status and (found := self._of(assigned.value, assigned.function)):
                place, is_constant = (
                    Place(self.path, assigned.line, assigned.column),
                    self._is_constant(assigned.value, assigned.function),
                )
                yield Answer(place, assigned.target, tuple(found), (), "", is_constant)

    def _statuses(self, call: Call) -> list[int]:
        method = last_name(call.callee)
        if isinstance(call.callee, Member) and self.is_reply(call.callee.of, call.function):
            if method in STATUS_METHODS:
                return self._of(call.arguments[0], call.function, call.owner) if call.arguments else []
            listed = () if method in SETTING | SENDING else call.arguments[:3]
        elif any(isinstance(one, Name | Member) and self.is_reply(one, call.function) for one in call.arguments[:3]):
            listed = call.arguments[:4]  # a helper of its own: `sendError(res, 404, 'No such order')`
        else:
            return []
        found = [one for it in listed for one in self._of(it, call.function, call.owner)]
        return [one for one in found if one >= 400]

    def _of(self, expression: Expression, function: int, owner: int = -1) -> list[int]:
        return statuses_of(self.evaluator, self.path, expression, function, owner)

    def _is_constant(self, expression: Expression, function: int) -> bool:
        """No choice, and no name that is given several values: `err.status || 500` is no constant."""
        while isinstance(expression, Name) and function >= 0:
            if bindings := self.index.bindings.get((function, expression.id)):
                return len(bindings) == 1 and bindings[0].constant and not isinstance(bindings[0].value, Choice)
            function = self.index.module.functions[function].parent
        return not isinstance(expression, Choice)

    def is_reply(self, expression: Expression, function: int) -> bool:
        """A reply by its name, or by the type of the parameter that it is; `res.set(…)` too."""
        names = [one.removesuffix("()") for one in dotted(self.index, expression).split(".")]
        if "log" in names:  # `reply.log.error(error)`
            return False
        if any(REPLY_NAME.search(one) for one in names[:3]) or self._is_taken_from_host(expression, function):
            return True
        while function >= 0 and names:
            declared = self.index.module.functions[function]
            if any(one.name == names[0] and REPLY_TYPE.search(one.type) for one in declared.parameters if one.name):
                return True
            function = declared.parent
        return False

    def _is_taken_from_host(self, expression: Expression, function: int) -> bool:
        """`host.switchToHttp().getResponse()` of NestJS, or a chain on it; an exception's `getResponse()` is what it says."""
        while isinstance(expression, Member | CallRef):
            call = self.index.module.calls[expression.index] if isinstance(expression, CallRef) else None
            expression = call.callee if call is not None else expression.of if isinstance(expression, Member) else expression
            if call is not None and last_name(call.callee) == "getResponse":
                holder = call.callee.of if isinstance(call.callee, Member) else call.callee
                return dotted(self.index, self._bound(holder, function)).endswith("switchToHttp()")
        return False

    def _bound(self, expression: Expression, function: int) -> Expression:
        """What a local name is bound to, or the expression itself."""
        bindings = self.index.bindings.get((function, expression.id), ()) if isinstance(expression, Name) else ()
        return bindings[0].value if len(bindings) == 1 else expression

    def _sent(self, number: int, call: Call) -> tuple[tuple[Expression, ...], str]:
        """What is sent after a status was set: by the same chain, or by the next call of the same function."""
        if last_name(call.callee) not in STATUS_METHODS:
            texts = tuple(one for one in call.arguments if not isinstance(one, Name) or not REPLY_NAME.search(one.id))
            return texts, "send"
        outer = number
        while outer in self._around:
            outer = self._around[outer]
            sender = self.index.module.calls[outer]
            if last_name(sender.callee) in SENDING:
                return sender.arguments, last_name(sender.callee)
        for later in self.index.calls_in.get(call.function, ()):
            one = self.index.module.calls[later]
            is_later = (one.line, one.column) > (call.line, call.column)
            if (
                is_later
                and isinstance(one.callee, Member)
                and one.callee.name in SENDING
                and self.is_reply(one.callee.of, one.function)
            ):
                return one.arguments, one.callee.name
        return (), ""


def _receiver(call: Call) -> int:
    """The call on whose result a call is made; -1 if none."""
    expression = call.callee
    while isinstance(expression, Member | Item):
        expression = expression.of
    return expression.index if isinstance(expression, CallRef) and isinstance(call.callee, Member | Item) else -1
