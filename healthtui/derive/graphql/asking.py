"""Whether a resolver, or what wraps it, refuses those whom the context does not know."""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec

from healthtui.derive.database import Database, query
from healthtui.derive.http.answers import refusals
from healthtui.derive.http.code import Code
from healthtui.derive.http.identity import is_token_check
from healthtui.derive.http.written import dotted
from healthtui.derive.libraries.graphql import ASSERTS, CONTEXT_NAME, IDENTITY, ROLE
from healthtui.derive.values import FunctionValue, options_of
from healthtui.facts.source import (
    Array,
    Binding,
    Call,
    CallRef,
    Choice,
    Expression,
    Function,
    Item,
    Literal,
    Member,
    Name,
    Object,
    Spread,
)

MAX_DEPTH = 3
_CONTEXT_POSITION = 2
_HOLDERS = {"context", "ctx", "req", "request", "session", "auth", "contextValue"}
_IS_IDENTITY = re.compile(rf"{IDENTITY}$", re.I)
_NEGATED = re.compile(r"!(?!=)|[!=]==?")
_IS_THERE = re.compile(r"!==?\s*(?:null|undefined)\b")

Positions = tuple[int, ...]


def asks(db: Database, path: str, function: int, positions: Positions = ()) -> bool:
    """`positions` are the parameters that hold the context or a part of it; without any they are found by their names."""
    return _finds(db, FunctionValue(path, function), positions).refuses


def asks_role(db: Database, path: str, function: int, positions: Positions = ()) -> bool:
    """Whether it refuses those who lack a role or a permission."""
    return _finds(db, FunctionValue(path, function), positions).by_role


class Asked(msgspec.Struct, frozen=True, gc=False):
    """What a function asks of those whom it is called for, and the functions that it gives the context."""

    refuses: bool
    by_role: bool
    handed_on: tuple[tuple[FunctionValue, Positions], ...] = ()


@query
def _finds(db: Database, function: FunctionValue, positions: Positions) -> Asked:
    """What a function asks, itself or in those that it gives the context."""
    todo, seen = [(function, positions, 0)], set[tuple[FunctionValue, Positions]]()
    refuses = by_role = False
    while todo:
        one, at, depth = todo.pop()
        if (one, at) in seen or depth > MAX_DEPTH:
            continue
        seen.add((one, at))
        found = _asks_itself(db, one.path, one.index, at)
        refuses, by_role = refuses or found.refuses, by_role or found.by_role
        todo += [(callee, given, depth + 1) for callee, given in found.handed_on]
    return Asked(refuses, by_role)


@query
def _asks_itself(db: Database, path: str, function: int, positions: Positions) -> Asked:
    reading = _Reading(Code(db, path, function), positions)
    return Asked(reading.refuses(), reading.refuses_by_role(), tuple(reading.handed_on()))


@query
def looks_at_caller(db: Database, path: str, function: int) -> bool:
    """Whether a rule that is given (parent, args, context) looks at who asks; what it returns decides."""
    reading = _Reading(Code(db, path, function), ())
    return bool(reading.identities) or any(reading.says_who(one.chain) for one in reading.code.reads) or asks(db, path, function)


@query
def looks_at_role(db: Database, path: str, function: int) -> bool:
    """Whether a rule reads a role or a permission of who asks."""
    code = Code(db, path, function)
    return any(ROLE.search(one.chain) for one in code.reads) or asks_role(db, path, function)


class _Reading:
    """A function's body, seen with the names that hold the context and those that say who asks."""

    def __init__(self, code: Code, positions: Positions) -> None:
        self.code, self.index = code, code.index
        self.contexts, self.identities = set[str](), set[str]()
        self.is_given = bool(positions)
        for number in code.inside:
            self._take(self.index.module.functions[number], positions if number == code.function else ())
        self._follow_bindings()

    def _take(self, function: Function, positions: Positions) -> None:
        for position, one in enumerate(function.parameters):
            holds = position in positions or (position == _CONTEXT_POSITION and not self.is_given)
            if one.name and (holds or CONTEXT_NAME.match(one.name) or one.type.endswith("Context")):
                (self.identities if _IS_IDENTITY.match(one.name) else self.contexts).add(one.name)
            for local, key in one.locals or [(key, key) for key in one.keys]:
                if key in _HOLDERS and (holds or position == 0 or key in ("context", "ctx")):
                    self.contexts.add(local)
                elif holds and _IS_IDENTITY.match(key):
                    self.identities.add(local)

    def _follow_bindings(self) -> None:
        """Names that are bound to a part of the context, or under the name of an identity to what a call makes of it."""
        for _ in range(MAX_DEPTH):
            for one in (it for it in self.index.module.bindings if it.function in self.code.inside):
                self._follow(one)

    def _follow(self, one: Binding) -> None:
        chain = dotted(self.index, one.value)
        root, _, rest = chain.partition(".")
        is_named = bool(_IS_IDENTITY.match(one.name))
        if root in self.contexts and rest and not isinstance(one.value, CallRef):
            last = rest.rpartition(".")[2]
            (self.identities if _IS_IDENTITY.match(last) else self.contexts).add(one.name)
        elif is_named and any(self._is_held(part) for part in self._parts(one.value)):
            self.identities.add(one.name)

    def _is_held(self, expression: Expression) -> bool:
        root = dotted(self.index, expression).partition(".")[0].removesuffix("()")
        return isinstance(expression, Name | Member | Item) and root in self.contexts | self.identities

    def _parts(self, expression: Expression) -> Iterator[Expression]:
        """An expression and what it is made of, arguments of calls too."""
        todo, steps = [expression], 0
        while todo and steps < 200:
            one, steps = todo.pop(), steps + 1
            yield one
            match one:
                case CallRef(number):
                    call = self.index.module.calls[number]
                    todo += [call.callee, *call.arguments]
                case Choice(parts) | Array(parts):
                    todo += parts
                case Member(of, _) | Item(of, _) | Spread(of):
                    todo.append(of)
                case Object(entries):
                    todo += [value for _, value in entries]

    def says_who(self, test: str) -> bool:
        """Whether a condition looks at who asks."""
        names = "|".join(map(re.escape, self.identities))
        holders = "|".join(map(re.escape, self.contexts))
        if names and re.search(rf"(?<![.\w$])(?:{names})\b(?!\s*:)", test):
            return True
        return bool(holders and re.search(rf"(?<![.\w$])(?:{holders})[?!]?\.(?:[\w$]+(?:\(\))?[?!]?\.)*{IDENTITY}\b", test, re.I))

    def refuses(self) -> bool:
        return self._by_branch() or self._by_choice() or self._by_assertion() or self._by_token()

    def _by_branch(self) -> bool:
        errors = self._errors()
        for branch in self.code.branches:
            if not self.says_who(branch.test):
                continue
            inside = [line for line in errors if branch.line <= line <= branch.end_line]
            is_absent = bool(_NEGATED.search(_IS_THERE.sub("", branch.test)))
            if is_absent and inside:
                return True
            if not is_absent and not inside and any(line > branch.end_line for line in refusals(self.code)):
                return True
        return False

    def refuses_by_role(self) -> bool:
        errors = self._errors()
        tests = [one for one in self.code.branches if ROLE.search(one.test) and self.says_who(one.test)]
        return any(one.line <= line <= one.end_line for one in tests for line in errors)

    def _errors(self) -> list[int]:
        """The lines where it throws, or makes an error."""
        thrown = [one.line for one in self.index.module.throws if one.function in self.code.inside]
        return thrown + [call.line for call in self.code.calls if call.is_new and self.code.name_of(call).endswith("Error")]

    def _by_choice(self) -> bool:
        """`me ? skip : new ForbiddenError()`."""
        for number in self.code.inside:
            for one in self.index.module.functions[number].returns:
                if isinstance(one, Choice) and one.test and self.says_who(one.test):
                    made = [self.index.module.calls[it.index] for it in one.options if isinstance(it, CallRef)]
                    if any(call.is_new and self.code.name_of(call).endswith("Error") for call in made):
                        return True
        return False

    def _by_assertion(self) -> bool:
        """`context.requireUser()`, `await ctx.auth.ensureLoggedIn()`: a method of the context that is named so."""
        for call in self.code.calls:
            name = self.code.name_of(call)
            is_context = isinstance(call.callee, Member) and name.partition(".")[0] in self.contexts
            if is_context and call.is_statement and ASSERTS.search(name):
                return True
        return False

    def _by_token(self) -> bool:
        """Verifies a token of the context, and throws where it is missing."""
        checks = [call for call in self.code.calls if is_token_check(self.code, call) and not self._is_optional(call)]
        held = any(self._is_held(part) for call in checks for one in call.arguments for part in self._parts(one))
        return held and bool(self._errors())

    def _is_optional(self, check: Call) -> bool:
        """Whether those who say nothing pass it by: it stands in `if (token)`, or after `if (!token) return {}`."""
        errors = self._errors()
        for branch in (one for one in self.code.branches if self.says_who(one.test)):
            is_absent = bool(_NEGATED.search(_IS_THERE.sub("", branch.test)))
            is_inside = branch.line <= check.line <= branch.end_line
            answered = [line for line in errors if (branch.line <= line <= branch.end_line) == is_absent]
            if is_absent != is_inside and not answered:
                return True
        return False

    def handed_on(self) -> Iterator[tuple[FunctionValue, Positions]]:
        """The functions that are given the context or who asks."""
        for call in self.code.calls:
            if Literal(False) in call.arguments:
                continue  # `getUserId(context, false)`: optional
            at = tuple(number for number, one in enumerate(call.arguments) if self._is_passed(one))
            for value in options_of(self.code.evaluator.callee(self.code.path, call)) if at else ():
                if isinstance(value, FunctionValue) and (value.path, value.index) != (self.code.path, self.code.function):
                    yield value, at

    def _is_passed(self, expression: Expression) -> bool:
        chain = dotted(self.index, expression)
        root, _, rest = chain.partition(".")
        last = rest.rpartition(".")[2]
        is_part = not rest or last in _HOLDERS or bool(_IS_IDENTITY.match(last)) or last == "authorization"
        return isinstance(expression, Name | Member) and root in self.contexts | self.identities and is_part
