"""Follows names to what they stand for: through bindings, imports, barrels, members, factories and injected classes.

Evaluation is bounded in depth and never runs anything. It belongs inside a query, which records what it reads.
"""

from __future__ import annotations

import re
from collections.abc import Hashable, Mapping
from functools import partial

from healthtui.derive.database import Database
from healthtui.derive.deciding import decided
from healthtui.derive.evaluation import MAX_DEPTH
from healthtui.derive.exports import Exports
from healthtui.derive.libraries.containers import GIVE_THE_CLASS, RESOLVERS, SCOPES
from healthtui.derive.members import Members
from healthtui.derive.pieces import (
    Bindings,
    Slot,
    bound,
    call_at,
    imported,
    is_namespace,
    returns_of,
    scopes_of,
    word_of,
)  # fmt: skip
from healthtui.derive.providers import has_cradle
from healthtui.derive.values import (
    UNKNOWN,
    Called,
    ClassValue,
    Constant,
    External,
    FunctionValue,
    Instance,
    Literally,
    Namespace,
    ParameterValue,
    Value,
    either,
    external_of,
    options_of,
)  # fmt: skip
from healthtui.facts.source import (
    ELEMENT,
    Arithmetic,
    Array,
    Call,
    CallRef,
    Choice,
    ClassRef,
    Expression,
    FunctionRef,
    Item,
    Literal,
    Member,
    Name,
    Object,
    Require,
    Template,
)  # fmt: skip

Given = Mapping[Hashable, Value]  # a parameter (path, function, position), or an element (path, expression) → its value
_TYPE_NAME = re.compile(r"^(?:readonly\s+|typeof\s+)?([A-Za-z_$][\w$]*)((?:\.[A-Za-z_$][\w$]*)*)")
_PROMISE = re.compile(r"^Promise<(.+)>$")
_OPTIONS_TYPE = re.compile(r"[\w.]*(?:Options|Opts)(?:<.*>)?", re.DOTALL)  # a plain object that callers make


class Evaluator(Exports, Members):
    """Evaluates expressions of source files. Cheap to make; holds nothing but the database.

    With `follow_calls` off, the result of a function of the repository stays `Called`: of `wrap(handler)` one sees the
    wrapper and the call, and so what it was given.
    """

    def __init__(self, db: Database, *, follow_calls: bool = True, given: Given | None = None) -> None:
        super().__init__(db)
        self.follow_calls = follow_calls
        self.given = given or {}  # what parameters stand for, where a caller or a loop is being followed

    def of(self, path: str, expression: Expression, function: int = -1, owner: int = -1, depth: int = 0) -> Value:
        """The value of an expression that stands in a function (-1: at the top) or in the body of a class."""
        if depth > MAX_DEPTH:
            return UNKNOWN
        match expression:
            case Literal(value):
                return Constant(value)
            case Name(name):
                find = partial(self._name, path, name, function, owner, depth)
                return self.once((path, name, function, owner), find)
            case Member(of, name):
                if name == ELEMENT and (path, expression) in self.given:
                    return self.given[path, expression]
                found = self.member(self.of(path, of, function, owner, depth + 1), name, depth + 1)
                return self.decorated_instance(path, found, name, depth + 1)
            case Item(of, key):
                holder, chosen = (self.of(path, one, function, owner, depth + 1) for one in (of, key))
                return self.chosen(holder, chosen, depth + 1)
            case CallRef(number):
                return self.once((path, number), partial(self.call, path, number, depth + 1))
            case FunctionRef(number):
                return FunctionValue(path, number)
            case ClassRef(number):
                return ClassValue(path, number)
            case Require(module):
                return self.module(path, module, "*")
            case Choice():
                options = decided(self, path, expression, function, owner, depth) if self.given else expression.options
                return either([self.of(path, one, function, owner, depth + 1) for one in options])
            case Object() | Array() | Template() | Arithmetic():
                return Literally(path, expression, function, owner)
        return UNKNOWN

    def within(self, value: Literally, expression: Expression) -> Value:
        """The value of an expression inside a literal."""
        return self.of(value.path, expression, value.function, value.owner)

    def call(self, path: str, number: int, depth: int = 0) -> Value:
        """The result of a call: what a function of the repository returns, an instance, or `Called`."""
        call = call_at(self.db, path, number)
        if call is None or depth > MAX_DEPTH:
            return UNKNOWN
        if call.callee == Name("super"):
            return UNKNOWN
        if (same := self._unchanged(path, call, depth)) is not None:
            return same
        results: list[Value] = []
        for callee in options_of(self.callee(path, call, depth + 1)):
            if call.is_new and isinstance(callee, ClassValue | FunctionValue):
                results.append(Instance(callee))
            elif (resolved := self._resolved(path, call, callee, depth + 1)) is not None:
                results.append(resolved)
            elif isinstance(callee, FunctionValue) and self.follow_calls:
                results.append(self.returned(callee, depth + 1))
            else:
                results.append(Called(callee, path, number))
        return either(results)

    def _resolved(self, path: str, call: Call, callee: Value, depth: int) -> Value | None:
        """What a container gives: an instance of the class that the call names, as a value or as a type. Of
        `User.init({ … })` it is the class."""
        external = external_of(callee)
        if external is not None and (external.module, external.name) in GIVE_THE_CLASS and isinstance(call.callee, Member):
            asked = options_of(self.of(path, call.callee.of, call.function, call.owner, depth))[0]
            return asked.of if isinstance(asked, Instance) else asked
        is_scope = isinstance(call.callee, Member) and call.callee.name == "resolve" and word_of(call.callee.of) in SCOPES
        if not is_scope and (external is None or external.name.rpartition(".")[2] not in RESOLVERS.get(external.module, ())):
            return None
        named = [(self.of(path, one, call.function, call.owner, depth), one) for one in call.arguments[:1]]
        found = [self.asked(path, token, written, depth) for token, written in named]
        typed = [self.typed(path, text, depth) for text in call.type_arguments]
        found += [
            self.substituted(path, one, depth) for one in typed if isinstance(one, Instance) and isinstance(one.of, ClassValue)
        ]
        return next((one for one in found if one != UNKNOWN), None)

    def _unchanged(self, path: str, call: Call, depth: int) -> Value | None:
        """A call that gives what it is given: `handler.bind(this)`, `Object.freeze({…})`, `Object.assign({}, …)`."""
        match call.callee:
            case Member(of, "bind"):
                return self.of(path, of, call.function, call.owner, depth)
            case Member(Name("Object"), "freeze" | "seal") if call.arguments:
                return self.of(path, call.arguments[0], call.function, call.owner, depth)
            case Member(Name("Object"), "assign") if call.arguments:
                merged = Object(tuple(("...", one) for one in call.arguments))
                return Literally(path, merged, call.function, call.owner)
        return None

    def callee(self, path: str, call: Call, depth: int = 0) -> Value:
        """What a call calls."""
        return self.of(path, call.callee, call.function, call.owner, depth)

    def argument(self, path: str, call: Call, position: int) -> Value:
        """The value of an argument; `UNKNOWN` when it is not there."""
        if position >= len(call.arguments):
            return UNKNOWN
        return self.of(path, call.arguments[position], call.function, call.owner)

    def returned(self, value: FunctionValue, depth: int = 0) -> Value:
        """What a function of the repository returns."""
        returns = returns_of(self.db, value.path, value.index) or ()
        return either([self.of(value.path, one, value.index, -1, depth) for one in returns])

    def _name(self, path: str, name: str, function: int, owner: int, depth: int) -> Value:
        if name in ("this", "super"):
            return self.this(path, function, owner) if name == "this" else self.parent_of_this(path, function, owner, depth)
        for scope in scopes_of(self.db, path, function) or ():
            found = self._local(path, name, scope, depth)
            if found is not None:
                return found
        if name == "process":
            return External("process")
        if taken := imported(self.db, path, name):
            return self.module(path, *taken, depth + 1)
        return Namespace(path) if is_namespace(self.db, path, name) else UNKNOWN  # its exports are read as the file's

    def _local(self, path: str, name: str, scope: int, depth: int) -> Value | None:
        """A name that is bound right in a scope (-1: the file), or None."""
        match bound(self.db, path, scope, name):
            case Bindings(given):
                return either([self._bound(path, value, type_, inside, depth) for value, type_, inside in given])
            case FunctionRef(number):
                return FunctionValue(path, number)
            case ClassRef(number):
                return ClassValue(path, number)
            case Slot() as slot:
                return self._parameter(path, slot, depth)
        return None

    def _parameter(self, path: str, slot: Slot, depth: int) -> Value:
        place = (path, slot.function, slot.position)
        if place in self.given:
            return self.member(self.given[place], slot.key, depth + 1) if slot.key else self.given[place]
        if slot.key and not slot.position and has_cradle(self.db, path):
            provided = self.provided(path, Constant(slot.key), slot.key, depth + 1)
            if provided != UNKNOWN:
                return provided
        is_object = not slot.key and not _OPTIONS_TYPE.fullmatch(slot.type)
        typed = self.typed(path, slot.type, depth + 1) if is_object else UNKNOWN
        return typed if typed != UNKNOWN else ParameterValue(*place, slot.key)

    def _bound(self, path: str, value: Expression, type_: str, scope: int, depth: int) -> Value:
        found = self.of(path, value, scope, -1, depth + 1)
        return found if found != UNKNOWN else self.typed(path, type_, depth + 1)

    def typed(self, path: str, annotation: str, depth: int = 0) -> Value:
        """An instance of the class that a type annotation names; `UNKNOWN` where it names none."""
        if annotation == "NodeJS.ProcessEnv":
            return External("process", "env")
        inner = _PROMISE.match(annotation)
        match = None if annotation.endswith("[]") else _TYPE_NAME.match(inner.group(1) if inner else annotation)
        if not match or depth > MAX_DEPTH:
            return UNKNOWN
        value = self._name(path, match.group(1), -1, -1, depth + 1)
        for name in match.group(2).split(".")[1:]:
            value = self.member(value, name, depth + 1)
        return Instance(value) if isinstance(value, ClassValue | External) else UNKNOWN

    def chosen(self, holder: Value, key: Value, depth: int = 0) -> Value:
        """`holder[key]`: the member that a constant names, else any one of an object's."""
        if isinstance(key, Constant):
            return self.member(holder, str(key.value), depth)
        found: list[Value] = []
        for one in options_of(holder):
            if isinstance(one, Literally) and isinstance(one.expression, Object):
                found += [self.member(one, name, depth) for name, _ in one.expression.entries if name not in ("...", "[]")]
        return either(found)
