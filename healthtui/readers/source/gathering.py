"""What the pass over a file has gathered so far, and what is known ahead about nodes to come."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable

from tree_sitter import Node

from healthtui.facts import source as facts
from healthtui.facts.source import Expression
from healthtui.readers.source.document import PLAIN_CHAIN, Document
from healthtui.readers.source.expressions import Expressions
from healthtui.readers.source.scope import Scopes
from healthtui.readers.source.walk import Found


class Gathering:
    """Parents come before their children: a parent notes what its child will need, by node id or by index."""

    def __init__(self, document: Document, found: Found) -> None:
        self.document, self.found = document, found
        self.expressions = Expressions(document, found)
        self.scopes = Scopes()
        self.modules: dict[str, None] = {}  # in order
        self.imports: list[facts.Import] = []
        self.exports: list[facts.Export] = []
        self.bindings: list[facts.Binding] = []
        self.functions: list[Callable[[tuple[Expression, ...]], facts.Function]] = []
        self.classes: list[facts.Class] = []
        self.calls: list[facts.Call] = []
        self.reads: list[facts.Read] = []
        self.assignments: list[facts.Assignment] = []
        self.throws: list[facts.Throw] = []
        self.branches: list[facts.Branch] = []
        self.alternatives: list[facts.Alternative] = []
        self.types: list[facts.TypeName] = []
        self.constants: set[int] = set()  # node ids of variables
        self.awaited: set[int] = set()  # node ids of calls
        self.dropped: set[int] = set()  # node ids of calls
        self.returned: set[int] = set()  # call indices
        self.call_names: dict[int, str] = {}  # the variable that holds a call, by call index
        self.passed_to: dict[int, int] = {}  # call by function
        self.member_owners: dict[int, int] = {}  # class by function
        self.decorator_owners: dict[int, int] = {}  # class by node id, of decorators that stand before `export`
        self.outer_decorators: dict[int, tuple[Expression, ...]] = {}  # those decorators, by class
        self._returns: defaultdict[int, list[Expression]] = defaultdict(list)
        self._known_start = self._known_end = 0

    def add_return(self, function: int, value: Expression) -> None:
        self._returns[function].append(value)
        for option in value.options if type(value) is facts.Choice else (value,):
            if type(option) is facts.CallRef:
                self.returned.add(option.index)

    def add_read(self, names: tuple[str, ...], node: Node) -> None:
        """Kept when the chain has two names and starts at a parameter in reach, a request of NestJS, `this` or `process`."""
        if len(names) > 1 and self.scopes.in_reach.get(names[0]):
            line, column = self.document.place(node)
            self.reads.append(facts.Read(".".join(names), self.scopes.now.function, line, column))

    def know(self, chain: Node) -> None:
        """Notes that a chain has been dealt with, so that it and the accesses inside it are passed over."""
        start, end = chain.start_byte, chain.end_byte
        is_plain = PLAIN_CHAIN.fullmatch(self.document.data, start, end)
        self._known_start, self._known_end = end, start if is_plain else self.document.spine(chain)[0].end_byte

    def is_known(self, chain: Node) -> bool:
        return chain.start_byte < self._known_start and chain.end_byte > self._known_end

    def module(self) -> facts.Module:
        return facts.Module(
            imports=tuple(self.imports),
            exports=tuple(self.exports),
            bindings=tuple(self.bindings),
            functions=tuple([make(tuple(self._returns.get(i, ()))) for i, make in enumerate(self.functions)]),
            classes=tuple(self.classes),
            calls=tuple(self.calls),
            reads=tuple(self.reads),
            assignments=tuple(self.assignments),
            throws=tuple(self.throws),
            branches=tuple(self.branches),
            alternatives=tuple(self.alternatives),
            types=tuple(self.types),
        )
