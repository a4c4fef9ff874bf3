"""What a function does with somebody who connects: asks who it is, asks from where, refuses."""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec

from healthtui.derive.database import Database, query
from healthtui.derive.evaluation.evaluate import Evaluator
from healthtui.derive.evaluation.values import UNKNOWN, Called, Constant, External, FunctionValue, Value, external_of, options_of
from healthtui.derive.evaluation.written import dotted, inner_functions, texts_of
from healthtui.derive.http.controls import controls_of
from healthtui.derive.http.functions import functions_of
from healthtui.derive.http.model import Handler
from healthtui.derive.inputs import ModuleIndex, index_of
from healthtui.derive.libraries.http import TOKEN_CHECKS
from healthtui.derive.libraries.realtime import SOCKET_IO_AUTH
from healthtui.facts.base import Place
from healthtui.facts.source import CallRef, Expression, Literal, Member, Name, Other, Template

YES, NO, NOT_KNOWN = "yes", "no", "unknown"
MAX_LEVELS = 3  # of functions that a handler of connections calls
_IDENTITY = re.compile(  # what those who connect say of themselves
    r"handshake\.(?:auth|headers|query)|(?:request|req)\.(?:user|session|isAuthenticated)|connectionParams|(?:^|\.)(?:\w*token|jwt"
    r"|authorization|api_?key|cookies?|session|session_?id|credentials)\b",
    re.I,
)
_DECISION = re.compile(  # a test of who it turned out to be; that something was said at all is none
    r"!\s*\(?(?:[\w$]+[?!]?\.)*(?:user|session|decoded|payload|account|member|valid|is\w*valid|authenticated|is\w*auth\w*|authorized|claims)\b"
    r"|(?:request|req)\??\.(?:user|session|isAuthenticated)|(?:token|key|secret|authorization)\b[^&|]*[!=]==?\s*(?!null|undefined|['\"]{2})\w"
    r"|\.(?:includes|has)\([^)]*(?:handshake\.auth\b|(?:token|key|secret|authorization)\b)",  # one of those that are known
    re.I,
)
_CHECK = re.compile(
    r"(?:verify\w*|authenticate\w*|authori[sz]e\w*|jwtVerify|isAuthenticated|(?:check|validate|decode|parse|get|find|load|lookup)\w*"
    r"(?:token|session|jwt|auth|user|credential|key)\w*)(?:\(\))?$",
    re.I,
)
_REFUSES = re.compile(r"(?:^|\.)(?:disconnect|disconnectSockets|terminate|destroy|reject|close|abortHandshake)$")
_DECIDES = re.compile(r"\.(?:includes|has|test|some|every)\(\)$")
_LATER = re.compile(r"(?:^|\.)(?:on|once|addListener|addEventListener|setInterval|setTimeout)$")
_NEXT = {"next", "callback", "cb", "done", "fn"}
_ORIGIN = re.compile(r"(?:^|\.)(?:origin|Origin)\b|['\"]origin['\"]|\borigin\b", re.I)


class Handshake(msgspec.Struct, frozen=True, gc=False):
    """What some functions do together with a connection."""

    looks: bool = False  # at a token, a session or a user
    checks: bool = False  # verifies it, or decides by it
    refuses: bool = False
    asks_origin: bool = False  # decides by the origin

    @property
    def authenticates(self) -> bool:
        return self.looks and self.checks and self.refuses

    @property
    def binds_origin(self) -> bool:
        return self.asks_origin and self.refuses

    def with_(self, other: Handshake) -> Handshake:
        return Handshake(*(one or two for one, two in zip(_fields(self), _fields(other), strict=True)))


def _fields(one: Handshake) -> tuple[bool, bool, bool, bool]:
    return one.looks, one.checks, one.refuses, one.asks_origin


@query
def handshake_of(db: Database, path: str, function: int) -> Handshake:
    """What a function does, with the functions of the repository that it calls."""
    found, level = Handshake(), [FunctionValue(path, function)]
    seen = set(level)
    for _ in range(MAX_LEVELS):
        deeper: list[FunctionValue] = []
        for one in level:
            own, called = _own(db, one)
            found = found.with_(own)
            deeper += [it for it in called if it not in seen]
            seen.update(deeper)
        level = deeper
    return found


@query
def _own(db: Database, function: FunctionValue) -> tuple[Handshake, tuple[FunctionValue, ...]]:
    index = index_of(db, function.path)
    if index is None:
        return Handshake(), ()
    inside = _while_connecting(index, function.index)
    calls = [index.module.calls[number] for one in inside for number in index.calls_in.get(one, ())]
    callees = [(dotted(index, one.callee), options_of(Evaluator(db).callee(function.path, one))) for one in calls]
    tests = [one.test for one in index.module.branches if one.function in inside]
    texts = [*_chains(index, inside), *tests]
    verifies = any(_CHECK.search(name) or any(_is_token_check(value) for value in values) for name, values in callees)
    refuses = any(_REFUSES.search(name) for name, _ in callees) or any(one.function in inside for one in index.module.throws)
    answers_no = any(_says_no(call.callee, call.arguments) for call in calls)
    returned = [it for one in inside for it in index.module.functions[one].returns]
    compares = any(isinstance(one, Other) and one.kind == "binary_expression" for one in returned)
    answers_no |= compares or Literal(False) in returned or any(_DECIDES.search(dotted(index, one)) for one in returned)
    found = Handshake(
        looks=any(_IDENTITY.search(one) for one in texts),
        checks=verifies or any(_DECISION.search(one) for one in tests),
        refuses=refuses or answers_no or any(_is_computed(index, call.callee, call.arguments) for call in calls),
        asks_origin=any(_ORIGIN.search(one) for one in tests)
        or any(_ORIGIN.search(dotted(index, one)) for call in calls for one in call.arguments)
        or (compares and any(_ORIGIN.search(one) for one in texts)),
    )
    called = [one for _, values in callees for one in values if isinstance(one, FunctionValue)]
    return found, tuple(dict.fromkeys(called))


def _while_connecting(index: ModuleIndex, function: int) -> list[int]:
    """A function and those inside it, without what only runs later: listeners of other events, and timers."""
    later: set[int] = set()
    for one in inner_functions(index, function)[1:]:
        declared = index.module.functions[one]
        taking = dotted(index, index.module.calls[declared.passed_to].callee) if declared.passed_to >= 0 else ""
        if declared.parent in later or _LATER.search(taking):
            later.add(one)
    return [one for one in inner_functions(index, function) if one not in later]


def _chains(index: ModuleIndex, inside: list[int]) -> Iterator[str]:
    """What some functions read, bind and give to others, as dotted names, with the texts of lookups such as `get('token')`."""
    for read in index.module.reads:
        if read.function in inside:
            yield read.chain
    for binding in index.module.bindings:
        if binding.function in inside:
            yield dotted(index, binding.value)
    for one in inside:
        for number in index.calls_in.get(one, ()):
            call = index.module.calls[number]
            yield from (dotted(index, argument) for argument in call.arguments)
            yield from (f".{text}" for text in texts_of(call) if len(text) < 30)
            yield from (dotted(index, part) for argument in call.arguments for part in _parts(argument))


def _parts(expression: Expression) -> tuple[Expression, ...]:
    return expression.parts if isinstance(expression, Template) else ()


def _is_token_check(value: Value) -> bool:
    external = external_of(value)
    names = TOKEN_CHECKS.get(external.module, ()) if external is not None else ()
    return external is not None and any(external.name == one or (one and external.name.endswith(one)) for one in names)


def _says_no(callee: Expression, arguments: tuple[Expression, ...]) -> bool:
    """`next(new Error('unauthorized'))`, `callback(false, 401)`, `callback('unauthorized', false)`."""
    if not isinstance(callee, Name) or callee.id not in _NEXT or not arguments:
        return False
    first = arguments[0]
    is_error = isinstance(first, CallRef) or (isinstance(first, Name) and re.search(r"err", first.id, re.I) is not None)
    return is_error or Literal(False) in arguments or (isinstance(first, Literal) and isinstance(first.value, str))


def _is_computed(index: ModuleIndex, callee: Expression, arguments: tuple[Expression, ...]) -> bool:
    """`callback(null, allowed.includes(origin))`: what is answered depends on something."""
    is_answer = isinstance(callee, Name) and callee.id in _NEXT
    return is_answer and any(not isinstance(one, Literal | CallRef | Name | Member) or dotted(index, one).endswith("includes()")
                             for one in arguments)  # fmt: skip


class Gate(msgspec.Struct, frozen=True, gc=False):
    """What stands before a connection: whether it authenticates (yes, no, unknown), and whether it decides by the origin."""

    auth: str = NO
    binds_origin: bool = False


def gate_of(db: Database, path: str, expression: Expression, function: int, owner: int = -1) -> Gate:
    """What a middleware, a listener or an option does with those who connect."""
    value = Evaluator(db, follow_calls=False).of(path, expression, function, owner)
    handler = Handler(Place(path), path, expression, function, owner, value)
    if any(one.kind == "auth" for one in controls_of(db, handler)) or _is_package(value):
        return Gate(YES)
    found = [handshake_of(db, *one) for one in functions_of(db, handler)]
    if not found:
        is_hidden = value == UNKNOWN or isinstance(value, External | Called)
        return Gate(NOT_KNOWN if is_hidden and not isinstance(value, Constant) and _sounds(db, path, expression) else NO)
    if all(_does_nothing(db, *one) for one in functions_of(db, handler)):
        return Gate(NOT_KNOWN)  # a method that others put theirs in the place of
    is_auth = any(one.authenticates for one in found)
    return Gate(YES if is_auth else NO, any(one.binds_origin for one in found))


def _does_nothing(db: Database, path: str, function: int) -> bool:
    """Whether a method is empty."""
    index = index_of(db, path)
    if index is None or (own := index.module.functions[function]).owner < 0:
        return False
    is_told = bool(own.returns or index.calls_in.get(function))
    return not is_told and not any(one.function == function for one in index.module.assignments)


def _is_package(value: Value) -> bool:
    return any((external := external_of(one)) is not None and external.module in SOCKET_IO_AUTH for one in options_of(value))


def _sounds(db: Database, path: str, expression: Expression) -> bool:
    """Whether what cannot be followed is named as if it asked who connects."""
    index = index_of(db, path)
    return index is not None and bool(
        re.search(r"auth|jwt|token|session|passport|protect|guard", dotted(index, expression), re.I)
    )


def joined(gates: list[Gate]) -> Gate:
    """Several that stand before the same connection: one that authenticates is enough."""
    known = {one.auth for one in gates}
    auth = next((one for one in (YES, NOT_KNOWN) if one in known), NO)
    return Gate(auth, any(one.binds_origin for one in gates))
