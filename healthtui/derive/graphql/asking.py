"""Whether a resolver, or what wraps it, refuses those whom the context does not know."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from healthtui.derive.database import Database, query
from healthtui.derive.evaluation.values import FunctionValue, options_of
from healthtui.derive.evaluation.written import dotted
from healthtui.derive.graphql.caller import HOLDERS, Caller, Positions, is_identity
from healthtui.derive.http.answers import refusals
from healthtui.derive.http.code import Code
from healthtui.derive.http.senders import is_token_check
from healthtui.derive.libraries.graphql import ASSERTS, ROLE
from healthtui.facts.source import Call, CallRef, Choice, Expression, Literal, Member, Name

MAX_DEPTH = 3


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


class _Reading(Caller):
    """A function's body, and where it refuses."""

    def refuses(self) -> bool:
        return self._by_branch() or self._by_choice() or self._by_assertion() or self._by_token()

    def _by_branch(self) -> bool:
        errors = self._errors()
        for branch in (one for one in self.code.branches if self.says_who(one.test)):
            inside = any(branch.line <= line <= branch.end_line for line in errors)
            if self.says_absent(branch.test):
                if inside:
                    return True
            elif not inside and any(line > branch.end_line for line in refusals(self.code)):
                return True
        return False

    def refuses_by_role(self) -> bool:
        errors = self._errors()
        tests = [one for one in self.code.branches if ROLE.search(one.test) and self.says_who(one.test)]
        return any(one.line <= line <= one.end_line for one in tests for line in errors) or self._by_choice(of_role=True)

    def _errors(self) -> list[int]:
        """The lines where it throws, or makes an error."""
        thrown = [one.line for one in self.index.module.throws if one.function in self.code.inside]
        return thrown + [call.line for call in self.code.calls if call.is_new and self.code.name_of(call).endswith("Error")]

    def _by_choice(self, *, of_role: bool = False) -> bool:
        """`me ? skip : new ForbiddenError()`."""
        for one in (it for number in self.code.inside for it in self.index.module.functions[number].returns):
            if isinstance(one, Choice) and self.says_who(one.test) and (not of_role or ROLE.search(one.test)):
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
        held = any(self.is_held(part) for call in checks for one in call.arguments for part in self.chains(one))
        return held and bool(self._errors())

    def _is_optional(self, check: Call) -> bool:
        """Whether those who say nothing pass it by: it stands in `if (token)`, or after `if (!token) return {}`."""
        errors = self._errors()
        for branch in (one for one in self.code.branches if self.says_who(one.test)):
            is_absent = self.says_absent(branch.test)
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
        is_part = not rest or last in HOLDERS or is_identity(last) or last == "authorization"
        return isinstance(expression, Name | Member) and root in self.contexts | self.identities and is_part
