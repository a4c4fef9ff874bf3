"""The bytes of a file with what is read off them: text, kinds, places and dotted chains."""

from __future__ import annotations

import re
import sys

from tree_sitter import Node

from healthtui.readers.base import ReadError

PLAIN_CHAIN = re.compile(rb"[A-Za-z_$\x80-\xff][\w$\x80-\xff]*(?:!?\??\.[\w$#\x80-\xff]+)+")
_TRANSPARENT = frozenset({"parenthesized_expression", "as_expression", "satisfies_expression", "non_null_expression"})
WRAPPERS = {"await_expression": -1, "type_assertion": -1, "sequence_expression": -1} | dict.fromkeys(_TRANSPARENT, 0)
_ROOTS = frozenset({"identifier", "this", "super", "meta_property", "undefined"})
_MAX_UNWRAP = 8
_MAX_CACHED = 200  # bytes: the text of a long chain of calls holds the text of every shorter one
_MAX_AVERAGE_LINE = 5_000
_GENERATED = re.compile(rb"^\s*(?://|/?\*)[^\n]*@generated\b(?!/)", re.MULTILINE)  # in a comment: `@generated/x` is a path
_ESCAPE = re.compile(r"\\(?:u\{([0-9a-fA-F]{1,8})\}|u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|(\r\n|.))", re.DOTALL)
_ESCAPED = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f", "v": "\v", "0": "\0", "\n": "", "\r\n": ""}


def normalise(data: bytes) -> bytes:
    """UTF-8 without a byte order mark. Raises `ReadError` for what is not written by hand."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        data = data.decode("utf-16", "replace").encode()
    data = data.removeprefix(b"\xef\xbb\xbf")
    if b"\0" in data[:8192]:
        raise ReadError("binary file")
    if _GENERATED.search(data[:512]):
        raise ReadError("generated file")
    if len(data) > _MAX_AVERAGE_LINE * count_lines(data):
        raise ReadError("minified file")
    return data


def count_lines(data: bytes) -> int:
    return data.count(b"\n") + (not data.endswith(b"\n") and data != b"")


def unescape(text: str) -> str:
    """The value of the inside of a JavaScript string."""
    if "\\" not in text:
        return text
    value = _ESCAPE.sub(_unescape_one, text)
    return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _unescape_one(match: re.Match[str]) -> str:
    braced, four, two, single = match.groups()
    if single is not None:
        return _ESCAPED.get(single, single)
    code = int(braced or four or two, 16)
    return chr(code) if code <= sys.maxunicode else "\ufffd"


class Document:
    """Nodes are read by slicing the bytes: a node's own `text` is slow, and unsafe on a tree parsed by callback."""

    def __init__(self, data: bytes, kinds: dict[int, str]) -> None:
        self.data = data
        self.kinds = kinds
        self._is_ascii = data.isascii()
        self._known_names: dict[bytes, str] = {}
        self._chains: dict[bytes, tuple[str, ...]] = {}
        self._last_spine: tuple[Node, tuple[Node, list[str]]] | None = None

    def kind(self, node: Node) -> str:
        return self.kinds[node.kind_id]

    def text(self, node: Node) -> str:
        return self.data[node.start_byte : node.end_byte].decode("utf-8", "replace")

    def name(self, node: Node) -> str:
        data = self.data[node.start_byte : node.end_byte]
        name = self._known_names.get(data)
        if name is None:
            name = self._known_names[data] = data.decode("utf-8", "replace")
        return name

    def string(self, node: Node) -> str:
        """The value of a string node."""
        return unescape(self.data[node.start_byte + 1 : node.end_byte - 1].decode("utf-8", "replace"))

    def line(self, node: Node) -> int:
        return node.start_point[0] + 1

    def end_line(self, node: Node) -> int:
        return node.end_point[0] + 1

    def place(self, node: Node) -> tuple[int, int]:
        """Line and column from 1, the column in characters."""
        row, column = node.start_point
        if not self._is_ascii:
            start = node.start_byte
            column = len(self.data[start - column : start].decode("utf-8", "replace"))
        return row + 1, column + 1

    def has(self, node: Node, word: str) -> bool:
        """Whether a keyword, or a node of a kind, is directly inside."""
        kinds = self.kinds
        return word in [kinds[child.kind_id] for child in node.children]

    def operands(self, node: Node) -> list[Node]:
        """The named children without comments."""
        kinds = self.kinds
        return [child for child in node.named_children if kinds[child.kind_id] != "comment"]

    def unwrap(self, node: Node) -> Node:
        """What is inside parentheses, `await` and type assertions."""
        for _ in range(_MAX_UNWRAP):
            position = WRAPPERS.get(self.kinds[node.kind_id])
            if position is None or not (inner := self.operands(node)):
                break
            node = inner[position]
        return node

    def chain(self, node: Node) -> tuple[str, ...]:
        """The names of a dotted chain such as `req.body.email`, or () when it is none."""
        start, end = node.start_byte, node.end_byte
        if end - start > _MAX_CACHED:
            return self._names(*self.spine(node))
        data = self.data[start:end]
        names = self._chains.get(data)
        if names is None:
            if PLAIN_CHAIN.fullmatch(data):
                dotted = data.decode("utf-8", "replace").replace("?", "").replace("!", "")
                names = tuple(dotted.split("."))
            else:
                names = self._names(*self.spine(node))
            self._chains[data] = names
        return names

    def _names(self, root: Node, path: list[str]) -> tuple[str, ...]:
        return (*self.name(root).split("."), *path) if self.kind(root) in _ROOTS else ()

    def spine(self, node: Node) -> tuple[Node, list[str]]:
        """The innermost object of nested property accesses, and the names taken from it. Of one node it is asked several
        times in a row."""
        if self._last_spine is None or self._last_spine[0] is not node:
            self._last_spine = node, self._find_spine(node)
        return self._last_spine[1]

    def _find_spine(self, node: Node) -> tuple[Node, list[str]]:
        names: list[str] = []
        while True:
            kind = self.kind(node)
            if kind == "member_expression":
                names.append(self.name(node.children[-1]))
            elif kind == "subscript_expression" and (key := self._literal_index(node)) is not None:
                names.append(key)
            elif kind not in _TRANSPARENT:
                return node, names[::-1]
            inner = self.operands(node)
            if not inner:
                return node, names[::-1]
            node = inner[0]

    def _literal_index(self, node: Node) -> str | None:
        index = node.child_by_field_name("index")
        if index is None or self.kind(index) not in ("string", "number"):
            return None
        return self.string(index) if self.kind(index) == "string" else self.name(index)
