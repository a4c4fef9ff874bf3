"""One pruned pass over a tree: the nodes that say something, in source order."""

from __future__ import annotations

from dataclasses import dataclass, field

from tree_sitter import Node, Tree

from healthtui.readers.source.document import PLAIN_CHAIN, Document
from healthtui.readers.source.grammar import CALLS, CHAIN, CLASSES, DESCEND, FUNCTIONS, KEEP_LEAF, SKIP, Grammar

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
    indices = dict.fromkeys(CALLS, found.calls) | dict.fromkeys(FUNCTIONS, found.functions)
    indices |= dict.fromkeys(ALL_CLASSES, found.classes)
    for kind, node in found.nodes:
        index = indices.get(kind)
        if index is None:
            continue
        if index is found.calls and (module := _required_module(node, document)) is not None:
            found.requires[node.id] = module
        else:
            index[node.id] = len(index)
    return found


def _kept_nodes(tree: Tree, grammar: Grammar, data: bytes) -> list[tuple[str, Node]]:
    """A node remembers its children once they are asked for: what is descended into here costs nothing later."""
    kinds, actions, is_plain = grammar.kinds, grammar.actions, PLAIN_CHAIN.fullmatch
    kept: list[tuple[str, Node]] = []
    pending = [tree.root_node]
    while pending:
        node = pending.pop()
        kind = node.kind_id
        action = actions[kind]
        if action == SKIP:
            continue
        if action != DESCEND:
            kept.append((kinds[kind], node))
            if action == KEEP_LEAF or (action == CHAIN and is_plain(data, node.start_byte, node.end_byte)):
                continue
        pending += reversed(node.named_children)
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
