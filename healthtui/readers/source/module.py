"""Reads one source file: its bytes to an outline and a module."""

from __future__ import annotations

from collections.abc import Callable
from time import thread_time

from tree_sitter import Node

from healthtui.facts.base import Unreadable
from healthtui.facts.source import Module, Outline
from healthtui.readers.base import ReadError
from healthtui.readers.source import branches, classes, declarations, flow
from healthtui.readers.source.document import Document, count_lines, normalise
from healthtui.readers.source.gathering import Gathering
from healthtui.readers.source.grammar import CALLS, CHAINS, FUNCTIONS, LOOPS, count_errors, parse
from healthtui.readers.source.walk import ALL_CLASSES, find

_READ_SECONDS = 0.75  # CPU time, parsing included
_NODES_PER_LOOK = 512  # at the clock

HANDLERS: dict[str, Callable[[Gathering, Node], None]] = {
    **dict.fromkeys(CALLS, flow.call),
    **dict.fromkeys(CHAINS, flow.chain),
    **dict.fromkeys(FUNCTIONS, flow.function),
    **dict.fromkeys(LOOPS, flow.loop),
    "for_in_statement": flow.loop_over,
    **dict.fromkeys(ALL_CLASSES, classes.class_),
    **dict.fromkeys(("assignment_expression", "augmented_assignment_expression"), flow.assignment),
    **dict.fromkeys(("lexical_declaration", "variable_declaration"), declarations.variables),
    **dict.fromkeys(("interface_declaration", "type_alias_declaration", "enum_declaration"), declarations.type_name),
    "import_statement": declarations.imported,
    "export_statement": declarations.exported,
    "variable_declarator": declarations.variable,
    "await_expression": flow.awaited,
    "expression_statement": flow.statement,
    "return_statement": flow.returned,
    "throw_statement": flow.thrown,
    "if_statement": branches.branch,
    "switch_case": branches.switch_case,
    "try_statement": branches.attempt,
    "decorator": flow.decorator,
}


def read(name: str, data: bytes) -> tuple[Outline, Module] | tuple[Outline, Module, Unreadable]:
    """What can be read of a file, and where it cannot be parsed.

    Raises `ReadError` for binary, generated and minified files, and for those that take too long.
    """
    data = normalise(data)
    deadline = thread_time() + _READ_SECONDS
    grammar, tree = parse(name, data)
    document = Document(data, grammar.kinds)
    found = find(tree, grammar, document)
    gathering = Gathering(document, found)
    scopes = gathering.scopes
    for count, (kind, node) in enumerate(found.nodes):
        if count % _NODES_PER_LOOK == 0 and thread_time() > deadline:
            raise ReadError("took too long to read")
        if node.start_byte >= scopes.now.end:
            scopes.leave_before(node.start_byte)
        HANDLERS[kind](gathering, node)
    outline, module = Outline(tuple(gathering.modules), count_lines(data)), gathering.module()
    errors, line = count_errors(tree.root_node)
    if not errors:
        return outline, module
    return outline, module, Unreadable("source", f"line {line} cannot be parsed: what stands there is not judged", line)
