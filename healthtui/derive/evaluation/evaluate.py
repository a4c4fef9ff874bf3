"""Follows names to what they stand for: through bindings, imports, barrels, members, factories and injected classes.

Evaluation is bounded in depth and never runs anything. It belongs inside a query, which records what it reads.
"""

from __future__ import annotations

import re
from collections.abc import Hashable, Mapping
from functools import partial

from healthtui.derive.database import Database, query
from healthtui.derive.evaluation.calls import Calls
from healthtui.derive.evaluation.deciding import decided
from healthtui.derive.evaluation.exports import Exports
from healthtui.derive.evaluation.members import Members
from healthtui.derive.evaluation.pieces import (
    Bindings,
    Slot,
    bound,
    imported,
    is_namespace,
    scopes_of,
)  # fmt: skip
from healthtui.derive.evaluation.providers import has_cradle
from healthtui.derive.evaluation.shared import MAX_DEPTH
from healthtui.derive.evaluation.values import (
    UNKNOWN,
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
    options_of,
)  # fmt: skip
from healthtui.derive.inputs import index_of
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
Situation = tuple[tuple[Hashable, Value], ...]  # the same, to be kept with what is said in it
Written = tuple[Expression, int, int]  # what stands in a function and class
_TYPE_NAME = re.compile(r"^(?:readonly\s+|typeof\s+)?([A-Za-z_$][\w$]*)((?:\.[A-Za-z_$][\w$]*)*)")
_PROMISE = re.compile(r"^Promise<(.+)>$")
_OPTIONS_TYPE = re.compile(r"[\w.]*(?:Options|Opts)(?:<.*>)?", re.DOTALL)  # a plain object that callers make


class Evaluator(Exports, Members, Calls):
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
                return self.once((path, name, function, owner), partial(self._name, path, name, function, owner, depth))
            case Member(_, name) if name == ELEMENT and (path, expression) in self.given:
                return self.given[path, expression]
            case Member(of, name):
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
                return self._choice(path, expression, function, owner, depth)
            case Object() | Array() | Template() | Arithmetic():
                return Literally(path, expression, function, owner)
        return UNKNOWN

    def within(self, value: Literally, expression: Expression) -> Value:
        """The value of an expression inside a literal."""
        return self.of(value.path, expression, value.function, value.owner)

    def _choice(self, path: str, choice: Choice, function: int, owner: int, depth: int) -> Value:
        options = decided(self, path, choice, function, owner, depth) if self.given else choice.options
        return either([self.of(path, one, function, owner, depth + 1) for one in options])

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


def callee_of(db: Database, path: str, call: Call) -> Value:
    """What a call of a file calls; for those who ask of all its calls, as each is evaluated once for all of them."""
    return _callees_in(db, path)[_written(call)]


@query
def _callees_in(db: Database, path: str) -> dict[Written, Value]:
    index, evaluator = index_of(db, path), Evaluator(db)
    found: dict[Written, Value] = {}
    for call in index.module.calls if index else ():
        if (written := _written(call)) not in found:
            found[written] = evaluator.callee(path, call)
    return found


def _written(call: Call) -> Written:
    return call.callee, call.function, call.owner
