"""A function with the functions inside it, and which of its names hold the request, the reply, or a part of the request."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cached_property

from healthtui.derive.database import Database
from healthtui.derive.evaluation.evaluate import Evaluator
from healthtui.derive.evaluation.written import dotted, inner_functions
from healthtui.derive.inputs import index_of
from healthtui.facts.source import (
    Array,
    Branch,
    Call,
    CallRef,
    Choice,
    Expression,
    Item,
    Member,
    Name,
    Object,
    Read,
    Spread,
    Template,
)  # fmt: skip

REQUEST_NAMES = {"req", "request", "_req", "_request", "httpRequest"}
REPLY_NAMES = {"res", "response", "reply", "_res", "_reply", "_response"}
NEXT_NAMES = {"next", "done", "_next", "cb"}
_TRANSFORMERS = re.compile(r"(?:plainTo\w+|assign|pick|omit|parse|deserialize|matchedData|cloneDeep|merge)$")


class Code:
    """What the questions about a function's body are asked of. `positions` are the parameters that hold a part of the request."""

    def __init__(self, db: Database, path: str, function: int, positions: tuple[int, ...] = ()) -> None:
        index = index_of(db, path)
        assert index is not None
        self.db, self.path, self.index, self.function = db, path, index, function
        self.evaluator = Evaluator(db)
        self.inside = inner_functions(index, function)
        self.calls = [index.module.calls[number] for one in self.inside for number in index.calls_in.get(one, ())]
        self.requests = self._names(REQUEST_NAMES, "Request")
        self.replies = self._names(REPLY_NAMES, "Res|Reply")
        self._given = self._names_at(positions or self._of_path_parameter())

    def _names(self, wanted: set[str], type_: str) -> set[str]:
        typed = re.compile(rf"(?:^|\.|Fastify|Express)(?:{type_})")
        parameters = (one for number in self.inside for one in self.index.module.functions[number].parameters)
        return {one.name for one in parameters if one.name in wanted or (one.name and typed.search(one.type))}

    def _of_path_parameter(self) -> tuple[int, ...]:
        """Where Express gives the value of a parameter of the path: `router.param('id', (req, res, next, id) => …)`."""
        names = [one.name for one in self.index.module.functions[self.function].parameters]
        is_called_so = len(names) > 3 and names[0] in self.requests and names[2] in NEXT_NAMES
        return (3,) if is_called_so else ()

    def _names_at(self, positions: tuple[int, ...]) -> set[str]:
        parameters = self.index.module.functions[self.function].parameters
        given = [parameters[position] for position in positions if position < len(parameters)]
        return {name for one in given for name in (one.name, *one.keys, *dict(one.locals)) if name}

    @cached_property
    def reads(self) -> list[Read]:
        return [one for one in self.index.module.reads if one.function in self.inside]

    @cached_property
    def branches(self) -> list[Branch]:
        return [one for one in self.index.module.branches if one.function in self.inside]

    def name_of(self, call: Call) -> str:
        """The dotted name of what a call calls."""
        return dotted(self.index, call.callee)

    def root(self, expression: Expression) -> str:
        return dotted(self.index, expression).partition(".")[0].removesuffix("()")

    def is_request(self, name: str) -> bool:
        """A request by name or type; also `this` outside classes, as in what decorates a Fastify request."""
        return name in self.requests or (name == "this" and self.index.owner_of(self.function) < 0)

    def is_of_request(self, expression: Expression) -> bool:
        """Whether a value is the request or a part of it, also behind names and after being copied."""
        sources = self.requests | self._given | self._destructured
        return self.derives(expression, lambda chain, _: chain.partition(".")[0].removesuffix("()") in sources)

    @cached_property
    def _destructured(self) -> set[str]:
        """`({ body }, res) => …`."""
        first = self.index.module.functions[self.function].parameters[:1]
        keys = {key for one in first for key in one.keys}
        return keys & {"body", "query", "params", "headers", "cookies", "user", "session"}

    def derives(self, expression: Expression, is_source: Callable[[str, Call | None], bool]) -> bool:
        """Whether a value goes back to a source: a dotted chain, or a call with its chain. What is awaited of a call is new."""
        todo, seen = [expression], set[str]()
        while todo:
            one = todo.pop()
            if isinstance(one, Name | Member | Item) and is_source(dotted(self.index, one), None):
                return True
            if isinstance(one, CallRef) and is_source(dotted(self.index, one), self.index.module.calls[one.index]):
                return True
            if isinstance(one, Name):
                todo += self._held_by(one.id) if one.id not in seen else ()
                seen.add(one.id)
            else:
                todo += self._parts_of(one)
        return False

    def _held_by(self, name: str) -> Iterator[Expression]:
        """What a local name is bound to and assigned, and what is assigned to its members."""
        for function in self.inside:
            yield from (one.value for one in self.index.bindings.get((function, name), ()))
        for assigned in self.index.module.assignments:
            if assigned.function in self.inside and assigned.target.partition(".")[0] == name:
                yield assigned.value

    def _parts_of(self, expression: Expression) -> tuple[Expression, ...]:
        match expression:
            case Member(of, _) | Item(of, _) | Spread(of):
                return (of,)
            case Choice(parts) | Array(parts) | Template(parts):
                return parts
            case Object(entries):
                return tuple(value for _, value in entries)
            case CallRef(number):
                call = self.index.module.calls[number]
                is_copy = not call.is_awaited or bool(_TRANSFORMERS.search(self.name_of(call)))
                return (call.callee, *call.arguments) if is_copy else ()
        return ()


def in_lines(branch: Branch, line: int) -> bool:
    """Whether a line is in the first branch of an `if`."""
    return branch.line <= line <= branch.end_line
