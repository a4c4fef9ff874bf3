"""Syntax nodes as expressions. Depth is bounded, and chains stop at a call, so that no input can exhaust the stack."""

from __future__ import annotations

from collections.abc import Callable

from tree_sitter import Node

from healthtui.facts import source as facts
from healthtui.facts.source import Expression
from healthtui.readers.source import combine
from healthtui.readers.source.document import PLAIN_CHAIN, WRAPPERS, Document, unescape
from healthtui.readers.source.grammar import CLASSES, FUNCTIONS
from healthtui.readers.source.leaves import LEAVES
from healthtui.readers.source.walk import Found

MAX_DEPTH = 24
_UNDEFINED = facts.Name("undefined")
_CHOOSING = frozenset({"||", "??", "&&"})


class Expressions:
    """`function_names` and `class_names` learn, as values are met, the names that hold them."""

    def __init__(self, document: Document, found: Found) -> None:
        self.document, self.found = document, found
        self.function_names: dict[int, str] = {}
        self.class_names: dict[int, str] = {}
        self._kinds, self._data = document.kinds, document.data
        self._repeated: dict[bytes, Expression] = {}  # names, dotted names and constants by their text
        self._keys: dict[bytes, str] = {}  # by their text, quotes and brackets included

    def of(self, node: Node | None, depth: int = MAX_DEPTH) -> Expression:
        if node is None:
            return _UNDEFINED
        kind = self._kinds[node.kind_id]
        leaf = LEAVES.get(kind)
        if leaf is not None:
            data = self._data[node.start_byte : node.end_byte]
            return self._repeated.get(data) or self._repeated.setdefault(data, leaf(self.document, node))
        convert = CONVERSIONS.get(kind)
        if convert is not None and depth > 0:
            return convert(self, node, depth)
        return self._wrapped(node, depth) if kind in WRAPPERS else facts.Other(kind)

    def _wrapped(self, node: Node, depth: int) -> Expression:
        inner = self.document.unwrap(node)
        kind = self.document.kind(inner)
        return self.of(inner, depth) if kind not in WRAPPERS else facts.Other(kind)

    def all_of(self, nodes: list[Node], depth: int = MAX_DEPTH) -> tuple[Expression, ...]:
        of = self.of
        return tuple([of(node, depth) for node in nodes])

    def held(self, name: str, node: Node | None, depth: int = MAX_DEPTH) -> Expression:
        """The value that a name holds; a function or class without a name of its own takes it."""
        value = self.of(node, depth)
        if type(value) is facts.FunctionRef:
            self.function_names.setdefault(value.index, name)
        elif type(value) is facts.ClassRef:
            self.class_names.setdefault(value.index, name)
        return value

    def key(self, node: Node) -> str:
        """The name of a property."""
        data = self._data[node.start_byte : node.end_byte]
        known = self._keys.get(data)
        if known is None:
            known = self._keys[data] = self._new_key(node)
        return known

    def _new_key(self, node: Node) -> str:
        kind = self.document.kind(node)
        if kind == "string":
            return self.document.string(node)
        return "[]" if kind == "computed_property_name" else self.document.name(node)

    def _chain(self, node: Node, depth: int) -> Expression:
        start, end = node.start_byte, node.end_byte
        if PLAIN_CHAIN.fullmatch(self._data, start, end):
            data = self._data[start:end]
            return self._repeated.get(data) or self._repeated.setdefault(data, self._plain_chain(node))
        root, path = self.document.spine(node)
        if not path:  # a computed key
            return facts.Item(self.of(node.children[0], depth - 1), self.of(node.child_by_field_name("index"), depth - 1))
        return self._members(self.of(root, depth - 1), path)

    def _plain_chain(self, node: Node) -> Expression:
        root, *path = self.document.chain(node)
        return self._members(facts.Name(root), path)

    def _members(self, value: Expression, path: list[str]) -> Expression:
        if len(path) > MAX_DEPTH:
            return facts.Other("member_expression")
        for name in path:
            value = facts.Member(value, name)
        return value

    def _call(self, node: Node, _depth: int) -> Expression:
        module = self.found.requires.get(node.id)
        if module is not None:
            return facts.Require(module)
        if self.document.kind(node.children[-1]) == "template_string":
            return self.tagged(node)
        index = self.found.calls.get(node.id)
        return facts.CallRef(index) if index is not None else facts.Other("call_expression")

    def tagged(self, node: Node) -> facts.Template:
        """The template of a call that is a tag before a template."""
        parts = self._template_parts(node.children[-1], MAX_DEPTH)
        return facts.Template(parts, ".".join(self.document.chain(node.children[0])))

    def _function(self, node: Node, _depth: int) -> Expression:
        index = self.found.functions.get(node.id)
        return facts.FunctionRef(index) if index is not None else facts.Other("function")

    def _class(self, node: Node, _depth: int) -> Expression:
        index = self.found.classes.get(node.id)
        return facts.ClassRef(index) if index is not None else facts.Other("class")

    def _array(self, node: Node, depth: int) -> Expression:
        return facts.Array(self.all_of(self.document.operands(node), depth - 1))

    def _spread(self, node: Node, depth: int) -> Expression:
        return facts.Spread(self.of(node.children[-1], depth - 1))

    def _object(self, node: Node, depth: int) -> Expression:
        entries: list[tuple[str, Expression]] = []
        for child in node.named_children:
            kind = self._kinds[child.kind_id]
            if kind == "pair":
                pair = child.children
                key = self.key(pair[0])
                entries.append((key, self.held(key, pair[-1], depth - 1)))
            elif kind != "comment":
                entries.append(self._entry(child, kind, depth - 1))
        return facts.Object(tuple(entries))

    def _entry(self, node: Node, kind: str, depth: int) -> tuple[str, Expression]:
        if kind == "spread_element":
            return "...", self.of(node.children[-1], depth)
        if kind == "method_definition":
            return self.key(_field(node, "name")), self._function(node, depth)
        name = self.document.name(node)
        return name, facts.Name(name) if kind == "shorthand_property_identifier" else facts.Other(kind)

    def _template(self, node: Node, depth: int) -> Expression:
        return combine.text(self._template_parts(node, depth - 1))

    def _template_parts(self, node: Node, depth: int) -> tuple[Expression, ...]:
        parts: list[Expression] = []
        start = node.start_byte + 1
        for child in node.named_children:
            if self.document.kind(child) == "template_substitution":
                self._add_text(parts, start, child.start_byte)
                inner = self.document.operands(child)
                parts.append(self.of(inner[0] if inner else None, depth))
                start = child.end_byte
        self._add_text(parts, start, node.end_byte - 1)
        return tuple(parts)

    def _add_text(self, parts: list[Expression], start: int, end: int) -> None:
        if start < end:
            parts.append(facts.Literal(unescape(self.document.data[start:end].decode("utf-8", "replace"))))

    def _ternary(self, node: Node, depth: int) -> Expression:
        options: list[Expression] = []
        test = self._text(node.child_by_field_name("condition"))
        while self.document.kind(node) == "ternary_expression":
            options.append(self.of(node.child_by_field_name("consequence"), depth - 1))
            alternative = node.child_by_field_name("alternative")
            if alternative is None:
                break
            node = alternative
        return combine.choice([*options, self.of(node, depth - 1)], test)

    def _binary(self, node: Node, depth: int) -> Expression:
        sign = self._operator(node)
        if sign in _CHOOSING:
            operands = self._operands_of(node, _CHOOSING)
            options = [self.of(operand, depth - 1) for operand in operands]
            is_compared = sign == "&&" and type(options[0]) is facts.Other
            return combine.choice(options, self._text(operands[0]) if is_compared else "")
        if sign == "+":
            return combine.add([self.of(operand, depth - 1) for operand in self._operands_of(node, frozenset("+"))])
        if sign in combine.ARITHMETIC:
            left, right = self.of(node.children[0], depth - 1), self.of(node.children[-1], depth - 1)
            return combine.fold(sign, left, right)
        return facts.Other("binary_expression")

    def _text(self, node: Node | None) -> str:
        start, end = (node.start_byte, node.end_byte) if node is not None else (0, 0)
        return self._data[start : min(end, start + 4 * combine.MAX_TEST)].decode("utf-8", "replace")[: combine.MAX_TEST]

    def _operator(self, node: Node) -> str:
        children = node.children
        is_binary = self.document.kind(node) == "binary_expression" and len(children) > 2
        return self.document.kind(children[1]) if is_binary else ""

    def _operands_of(self, node: Node, signs: frozenset[str]) -> list[Node]:
        """The operands of a left-leaning row of operators, in order, without recursion."""
        operands: list[Node] = []
        while self._operator(node) in signs:
            operands.append(node.children[-1])
            node = node.children[0]
        return [node, *reversed(operands)]

    def _unary(self, node: Node, depth: int) -> Expression:
        value = self.of(node.children[-1], depth - 1)
        sign = self.document.kind(node.children[0])
        if sign == "-" and isinstance(value, facts.Literal):
            return combine.fold("-", facts.Literal(0.0), value)
        if sign == "+":
            return facts.Arithmetic("+", (value,))
        return facts.Other("unary_expression")

    def _assigned(self, node: Node, depth: int) -> Expression:
        """A row `a = b = c` is read from each of its links: it is followed a few links only."""
        return self.of(node.children[-1], depth - MAX_DEPTH // 4)


def _field(node: Node, name: str) -> Node:
    return node.child_by_field_name(name) or node.children[0]


CONVERSIONS: dict[str, Callable[[Expressions, Node, int], Expression]] = {
    **dict.fromkeys(FUNCTIONS, Expressions._function),
    **dict.fromkeys(CLASSES, Expressions._class),
    **dict.fromkeys(("member_expression", "subscript_expression", "meta_property"), Expressions._chain),
    **dict.fromkeys(("call_expression", "new_expression"), Expressions._call),
    **dict.fromkeys(("assignment_expression", "augmented_assignment_expression"), Expressions._assigned),
    "array": Expressions._array,
    "spread_element": Expressions._spread,
    "object": Expressions._object,
    "template_string": Expressions._template,
    "ternary_expression": Expressions._ternary,
    "binary_expression": Expressions._binary,
    "unary_expression": Expressions._unary,
}
