"""Reads of a source file only which modules it names: all that is asked of code that no server can reach."""

from __future__ import annotations

from tree_sitter import Node

from healthtui.facts.source import Outline
from healthtui.readers.source.document import Document, count_lines, normalise
from healthtui.readers.source.grammar import parse
from healthtui.readers.source.walk import find

_CLAUSES = ("import_require_clause",)  # `import x = require('y')` names its module one level down


def read_outline(name: str, data: bytes) -> tuple[Outline]:
    """Raises `ReadError` as `read` does."""
    data = normalise(data)
    grammar, tree = parse(name, data)
    document = Document(data, grammar.kinds)
    if b"require(" in data or b"import(" in data:  # these may stand anywhere
        found = find(tree, grammar, document)
        nodes = [(node, found.requires.get(node.id)) for _, node in found.nodes]
    else:
        nodes = [(node, None) for node in tree.root_node.named_children]
    modules = [required or _source(document, node) for node, required in nodes]
    return (Outline(tuple(dict.fromkeys(module for module in modules if module)), count_lines(data)),)


def _source(document: Document, node: Node) -> str:
    if document.kind(node) not in ("import_statement", "export_statement"):
        return ""
    source = node.child_by_field_name("source")
    if source is None:
        clause = next((child for child in node.named_children if document.kind(child) in _CLAUSES), None)
        source = clause.child_by_field_name("source") if clause is not None else None
    return document.string(source) if source is not None else ""
