"""Whether a function asks who sent the request: it looks at a token, a session or a user, and tests or verifies it."""

from __future__ import annotations

import re
from functools import cached_property

from healthtui.derive.evaluation.values import FunctionValue
from healthtui.derive.http.answers import asks_who, hands_on, redirects, refusals
from healthtui.derive.http.code import Code, in_lines
from healthtui.derive.http.senders import (
    MAX_FOLLOWED,
    callees,
    given_tokens,
    gives_request,
    holds_sender,
    is_source,
    is_token_check,
    looks_at_sender,
    looks_inside,
    token_check,
)  # fmt: skip
from healthtui.facts.source import Call, CallRef, Expression, Name


class Identity:
    """What a function does about who sent the request."""

    def __init__(self, code: Code) -> None:
        self.code = code

    @cached_property
    def is_checked(self) -> bool:
        """Looks at who asks, and tests, verifies or refuses it."""
        looks = looks_at_sender(self.code) or bool(given_tokens(self.code) or self._found)
        return (looks and (asks_who(self.code) or self.is_tested)) or self.is_verified

    @cached_property
    def is_tested(self) -> bool:
        """Branches on who is known."""
        tests = [re.compile(rf"\b{re.escape(name)}\b") for name in self._names]
        return any(test.search(branch.test) for test in tests for branch in self.code.branches)

    @cached_property
    def is_optional(self) -> bool:
        """Hands on when nobody is known, or refuses only a token that is there and wrong."""
        nexts, refused = hands_on(self.code), self._refused
        absent = [one for one in self.code.branches if any(_says_absent(one.test, name) for name in self._names)]
        for branch in absent:
            if any(in_lines(branch, line) for line in nexts) and not any(in_lines(branch, line) for line in refused):
                return True
        others = (one for one in self.code.branches if one not in absent)
        present = [one for one in others if any(_says_present(one.test, name) for name in self._names)]
        inside = [line for line in refused if any(in_lines(branch, line) for branch in present)]
        after = [line for line in nexts if not any(in_lines(branch, line) for branch in present)]
        return bool(refused) and inside == refused and bool(after)

    @cached_property
    def begins_with_check(self) -> bool:
        """A handler that answers or redirects when nobody is known, or that verifies what says who it is."""
        for branch in self.code.branches:
            is_test = any(_says_absent(branch.test, name) for name in self._names) or "isAuthenticated()" in branch.test
            if is_test and any(in_lines(branch, line) for line in self._refused):
                return True
        calls = [(self.code.index.module.calls[number], called) for number, called in self._followed.items()]
        if all(self.behind) and any(called and gives_request(self.code, call) for call, called in calls):
            return True
        if not self.refuses or not self.is_verified:
            return False
        checking = (call for call, called in calls if called or is_token_check(self.code, call))
        return any(holds_sender(self.code, argument) for call in checking for argument in call.arguments)

    @cached_property
    def refuses(self) -> bool:
        """Answers those whom it does not know, itself or in a function that it gives an identity."""
        return bool(self._refused) or self.behind[1]

    @cached_property
    def is_verified(self) -> bool:
        """Calls what checks a token, itself or in a function that it gives one."""
        return any(is_token_check(self.code, call) for call in self.code.calls) or self.behind[0]

    @cached_property
    def behind(self) -> tuple[bool, bool]:
        """(verifies, refuses) of the functions that are given an identity."""
        todo = [(one, 1) for called in self._followed.values() for one in called]
        seen, found = {FunctionValue(self.code.path, self.code.function)}, (False, False)
        while todo:
            function, depth = todo.pop()
            if function in seen or depth > MAX_FOLLOWED:
                continue
            seen.add(function)
            verified, refuses, called = token_check(self.code.db, function)
            found = (found[0] or verified, found[1] or refuses)
            todo += [(one, depth + 1) for one in called]
        return found

    @cached_property
    def _refused(self) -> list[int]:
        """The lines in which it answers or redirects those whom it does not know."""
        return [*refusals(self.code), *redirects(self.code)]

    @cached_property
    def _names(self) -> set[str]:
        """The names under which an identity is tested: the last of its chain, and variables that hold it."""
        chains = (one.chain for one in self.code.reads if is_source(self.code, one.chain))
        found = {chain.rpartition(".")[2] for chain in chains} | given_tokens(self.code)
        for (function, name), bindings in self.code.index.bindings.items():
            if function in self.code.inside and any(self._holds_identity(one.value) for one in bindings):
                found.add(name)
        return found

    def _holds_identity(self, value: Expression) -> bool:
        """An identity, or who a function of the repository finds in the request that it is given: `await currentUser(req)`."""
        return holds_sender(self.code, value) or (isinstance(value, CallRef) and bool(self._followed.get(value.index)))

    @cached_property
    def _followed(self) -> dict[int, list[FunctionValue]]:
        """By call, the functions of the repository that it gives an identity, or a request in which they look for one."""
        calls, inside = self.code.index.module.calls, self.code.inside
        numbers = (number for one in inside for number in self.code.index.calls_in.get(one, ()))
        return {number: self._followed_by(calls[number]) for number in numbers}

    def _followed_by(self, call: Call) -> list[FunctionValue]:
        if any(holds_sender(self.code, one) or (isinstance(one, Name) and one.id in self._found) for one in call.arguments):
            return callees(self.code, call)
        return self._finders(call)

    def _finders(self, call: Call) -> list[FunctionValue]:
        """The functions that a call gives the request and that look in it for who asks."""
        called = callees(self.code, call) if gives_request(self.code, call) else []
        return [one for one in called if looks_inside(self.code.db, one)]

    @cached_property
    def _found(self) -> set[str]:
        """The names that hold what such a function finds: `const token = bearerOf(req)`."""
        calls, bindings = self.code.index.module.calls, self.code.index.bindings
        own = ((name, one.value) for (place, name), held in bindings.items() if place in self.code.inside for one in held)
        return {name for name, value in own if isinstance(value, CallRef) and self._finders(calls[value.index])}


def _says_absent(test: str, name: str) -> bool:
    after = rf"(?:[\w$]+[?!]?\.)*{re.escape(name)}"
    return bool(re.search(rf"!\s*\(?{after}\b(?!\()|\b{after}\s*={{2,3}}\s*(?:null|undefined)\b", test))


def _says_present(test: str, name: str) -> bool:
    return bool(re.search(rf"\b{re.escape(name)}\b", test)) and "!" not in test
