"""Chains of calls: `User.find().sort().limit(10)` is one statement, also where it goes on by its variable."""

from __future__ import annotations

from collections import defaultdict

from healthtui.derive.evaluation.written import method_of, root_of
from healthtui.derive.inputs import ModuleIndex
from healthtui.facts.source import Array, Call, CallRef, Choice, Expression, Member, Name, Object, Spread

MAX_NESTED = 200


class Chains:
    """The calls of one file as chains."""

    def __init__(self, index: ModuleIndex) -> None:
        self.index = index
        self.outer: dict[int, int] = {}  # by the call that it goes on from
        self.inner: dict[int, int] = {}
        self.arguments: set[int] = set()  # calls that stand in the arguments of another
        self._held: dict[int, tuple[int, str]] = {}  # the variable that a call is bound to: its scope and name
        self._on: defaultdict[tuple[int, str], list[int]] = defaultdict(list)  # calls that start at a variable
        for number, call in enumerate(index.module.calls):
            self._add(number, call)
        for binding in index.module.bindings:
            for one in calls_within(binding.value):
                self._held[one] = (binding.function, binding.name)

    def _add(self, number: int, call: Call) -> None:
        root = root_of(call.callee)
        if isinstance(root, CallRef):
            self.outer[root.index], self.inner[number] = number, root.index
        elif isinstance(root, Name) and isinstance(call.callee, Member):
            self._on[call.function, root.id].append(number)
        for argument in call.arguments:
            self.arguments.update(calls_within(argument))

    def first(self, number: int) -> int:
        while number in self.inner:
            number = self.inner[number]
        return number

    def last(self, number: int) -> int:
        while number in self.outer:
            number = self.outer[number]
        return number

    def of(self, number: int, opening: frozenset[str] = frozenset()) -> list[int]:
        """All calls of the chain that a call is part of, with those that go on from its variable in the same function.

        `opening` are the methods that open a query builder: a chain that starts at the variable of one goes on from it.
        """
        links = self._line(self.first(number))
        module = self.index.module
        held = self._held.get(links[-1])
        if held and not module.calls[links[-1]].is_awaited:
            links += self._from_variable(held)
        root = root_of(module.calls[links[0]].callee)
        if isinstance(root, Name) and opening:
            variable = (module.calls[number].function, root.id)
            before = [link for start, at in self._held.items() if at == variable for link in self._line(self.first(start))]
            if any(method_of(module.calls[link]) in opening for link in before):
                links += before + self._from_variable(variable)
        return list(dict.fromkeys(links))

    def _from_variable(self, variable: tuple[int, str]) -> list[int]:
        return [link for start in self._on.get(variable, ()) for link in self._line(start)]

    def _line(self, number: int) -> list[int]:
        links = [number]
        while number in self.outer:
            number = self.outer[number]
            links.append(number)
        return links

    def is_result_used(self, number: int) -> bool:
        """Whether the chain is awaited, returned or goes on: a piece of SQL that is only an argument is not run."""
        call = self.index.module.calls[self.last(number)]
        return call.is_awaited or call.is_returned or number in self.outer or self.last(number) not in self.arguments


def calls_within(expression: Expression) -> list[int]:
    """The calls in an expression, those in their arguments left out."""
    found: list[int] = []
    todo = [expression]
    for one in todo:
        if len(todo) > MAX_NESTED:
            break
        match one:
            case CallRef(number):
                found.append(number)
            case Member(of, _) | Spread(of):
                todo.append(of)
            case Choice(items) | Array(items):
                todo += items
            case Object(entries):
                todo += [value for _, value in entries]
    return found
