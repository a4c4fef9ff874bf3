"""Expressions without parts: names and constants."""

from __future__ import annotations

from collections.abc import Callable

from tree_sitter import Node

from healthtui.facts import source as facts
from healthtui.facts.source import Expression
from healthtui.readers.source.document import Document


def _number(document: Document, node: Node) -> Expression:
    text = document.text(node).replace("_", "").rstrip("n").lower()
    try:
        return facts.Literal(float(int(text, 0)) if text[:2] in ("0x", "0o", "0b") else float(text))
    except (ValueError, OverflowError):
        return facts.Other("number")


def _regex(document: Document, node: Node) -> Expression:
    pattern = node.child_by_field_name("pattern")
    return facts.Literal(document.text(pattern) if pattern is not None else "")


LEAVES: dict[str, Callable[[Document, Node], Expression]] = {
    **dict.fromkeys(("identifier", "this", "super", "undefined"), lambda document, node: facts.Name(document.name(node))),
    "string": lambda document, node: facts.Literal(document.string(node)),
    "number": _number,
    "true": lambda *_: facts.Literal(True),
    "false": lambda *_: facts.Literal(False),
    "null": lambda *_: facts.Literal(None),
    "regex": _regex,
}
