"""One pruned pass over a tree: the nodes that say something, in source order."""

from __future__ import annotations

from dataclasses import dataclass, field

from tree_sitter import Node, Tree

from healthtui.readers.source.document import PLAIN_CHAIN, Document
from healthtui.readers.source.grammar import CALLS, CHAIN, CLASSES, FUNCTIONS, KEEP, SKIP, Grammar

ALL_CLASSES = CLASSES | {"abstract_class_declaration"}


@dataclass(slots=True)
class Found:
    """The kept nodes with their kinds; calls, functions and classes have their index, and requires their module, by
    node id."""

    nodes: list[tuple[str, Node]] = field(default_factory=list)
    calls: dict[int, int] = field(default_factory=dict)
    functions: dict[int, int] = field(default_factory=dict)
    classes: dict[int, int] = field(default_factory=dict)
    requires: dict[int, str] = field(default_factory=dict)


def find(tree: Tree, grammar: Grammar, document: Document) -> Found:
    found = Found(_kept_nodes(tree, grammar, document.data))
    for kind, node in found.nodes:
        if kind in CALLS:
            module = _required_module(node, document)
            if module is not None:
                found.requires[node.id] = module
            else:
                found.calls[node.id] = len(found.calls)
        elif kind in FUNCTIONS:
            found.functions[node.id] = len(found.functions)
        elif kind in ALL_CLASSES:
            found.classes[node.id] = len(found.classes)
    return found


def _kept_nodes(tree: Tree, grammar: Grammar, data: bytes) -> list[tuple[str, Node]]:
    kinds, actions, is_plain = grammar.kinds, grammar.actions, PLAIN_CHAIN.fullmatch
    kept: list[tuple[str, Node]] = []
    cursor = tree.walk()
    first, following, up = cursor.goto_first_child, cursor.goto_next_sibling, cursor.goto_parent
    while True:
        node = cursor.node
        assert node is not None
        kind = node.kind_id
        action = actions[kind]
        if action:
            if action != SKIP:
                kept.append((kinds[kind], node))
            if action == KEEP or (action == CHAIN and not is_plain(data, node.start_byte, node.end_byte)):
                action = 0
        if action == 0 and first():
            continue
        while not following():
            if not up():
                return kept


def _required_module(node: Node, document: Document) -> str | None:
    """The module of `require('module')` or `import('module')`."""
    if not document.data.startswith((b"require", b"import"), node.start_byte):
        return None
    callee, arguments = node.children[0], document.operands(node.children[-1])
    is_require = document.kind(callee) == "import" or document.text(callee) == "require"
    if is_require and arguments and document.kind(arguments[0]) in ("string", "template_string"):
        module = document.string(arguments[0])
        return None if "${" in module else module
    return None
