"""JSON and JSONC (comments, trailing commas) with places, through the JavaScript grammar."""

from __future__ import annotations

import msgspec
import tree_sitter_javascript
from tree_sitter import Language, Parser
from tree_sitter import Node as Syntax

from healthtui.readers.base import ReadError
from healthtui.readers.nodes import MAX_DEPTH, Node
from healthtui.readers.text import decode, load_json

JSON_SIZE = 1 << 20  # bytes; half a second of the grammar's time
JSONC_SIZE = 1 << 16  # bytes; the grammar mends broken text slowly, up to half a second for this much

_LANGUAGE = Language(tree_sitter_javascript.language())
_CONSTANTS = {"true": True, "false": False, "null": None}


def parse_json(data: bytes) -> Node:
    """Strict JSON. Raises `ReadError` with the line of the mistake."""
    load_json(data)
    return _parse(data)


def parse_jsonc(data: bytes) -> Node:
    """JSON that may have comments and trailing commas. Raises `ReadError` with the line of the mistake."""
    if len(data) > JSONC_SIZE:
        raise ReadError(f"larger than {JSONC_SIZE >> 10} KB")
    return _parse(data)


def _parse(data: bytes) -> Node:
    encoded = decode(data).encode()
    if not encoded.strip():
        raise ReadError("empty file, expected JSON")
    tree = Parser(_LANGUAGE).parse(b"(" + encoded + b"\n)")  # in parentheses an object is no block
    statements = _without_comments(tree.root_node)
    if tree.root_node.has_error or len(statements) != 1:
        raise _mistake(_first_error(tree.root_node))
    return _build(_only(_only(statements[0])))


def _build(top: Syntax) -> Node:
    root = Node(None, _line(top))
    waiting = [(top, root, 0)]
    while waiting:
        syntax, node, depth = waiting.pop()
        if depth > MAX_DEPTH:
            raise ReadError(f"nested deeper than {MAX_DEPTH} levels", _line(syntax))
        if syntax.type == "object":
            members = [_member(pair) for pair in _without_comments(syntax)]
            node.value = {key: child for key, child, _ in members}
            waiting += [(value, child, depth + 1) for _, child, value in members]
        elif syntax.type == "array":
            values = [(value, Node(None, _line(value))) for value in _without_comments(syntax)]
            node.value = [child for _, child in values]
            waiting += [(value, child, depth + 1) for value, child in values]
        else:
            node.value = _scalar(syntax)
    return root


def _member(pair: Syntax) -> tuple[str, Node, Syntax]:
    parts = _without_comments(pair)
    key = _scalar(parts[0]) if pair.type == "pair" else None
    if not isinstance(key, str):
        raise _mistake(pair)
    return key, Node(None, _line(parts[0])), parts[1]


def _scalar(syntax: Syntax) -> str | int | float | bool | None:
    if syntax.type in _CONSTANTS:
        return _CONSTANTS[syntax.type]
    if syntax.type not in ("string", "number", "unary_expression"):
        raise _mistake(syntax)
    try:
        return msgspec.json.decode(syntax.text or b"", type=str | int | float)
    except msgspec.DecodeError:
        raise _mistake(syntax) from None


def _only(syntax: Syntax) -> Syntax:
    children = _without_comments(syntax)
    if len(children) != 1:
        raise _mistake(syntax)
    return children[0]


def _without_comments(syntax: Syntax) -> list[Syntax]:
    return [child for child in syntax.named_children if child.type != "comment"]


def _first_error(syntax: Syntax) -> Syntax:
    while child := next((child for child in syntax.children if child.has_error or child.is_missing), None):
        syntax = child
    return syntax


def _mistake(syntax: Syntax) -> ReadError:
    written = (syntax.text or b"").decode(errors="replace").strip().split("\n")[0][:40]
    return ReadError(f"not valid JSON: unexpected {written!r}" if written else "not valid JSON", _line(syntax))


def _line(syntax: Syntax) -> int:
    return syntax.start_point[0] + 1
