"""Where the code of a file parts: conditions, cases and attempts, and which lines never run together."""

from __future__ import annotations

from tree_sitter import Node

from healthtui.facts import source as facts
from healthtui.readers.source.combine import MAX_TEST
from healthtui.readers.source.document import Document
from healthtui.readers.source.gathering import Gathering

_TO_THE_END = 0
_LEAVES_FUNCTION = {"return_statement", "throw_statement"}
_LEAVES_SWITCH = {"break_statement", "continue_statement"}


def branch(pass_: Gathering, node: Node) -> None:
    document = pass_.document
    test, first, other = (node.child_by_field_name(name) for name in ("condition", "consequence", "alternative"))
    start, end = (test.start_byte + 1, test.end_byte - 1) if test is not None else (0, 0)
    text = _written(document, start, end)
    line, end_line = document.line(node), document.end_line(first or node)
    pass_.branches.append(facts.Branch(text, pass_.scopes.now.function, line, end_line))
    if first is not None and _last(document, first) in _LEAVES_FUNCTION:
        _add(pass_, line, end_line, _TO_THE_END)
    elif other is not None:
        _add(pass_, line, end_line, document.end_line(other))


def _written(document: Document, start: int, end: int) -> str:
    return document.data[start : min(end, start + 4 * MAX_TEST)].decode("utf-8", "replace").strip()[:MAX_TEST]


def switch_case(pass_: Gathering, node: Node) -> None:
    """A case that ends in no `break` goes on into the next one; one of `switch (true)` is an `if`."""
    document = pass_.document
    last, body = _last(document, node), node.parent
    line, end_line = document.line(node), document.end_line(node)
    test, of = node.child_by_field_name("value"), body.parent.child_by_field_name("value") if body and body.parent else None
    if test is not None and of is not None and document.text(of) == "(true)":
        pass_.branches.append(
            facts.Branch(_written(document, test.start_byte, test.end_byte), pass_.scopes.now.function, line, end_line)
        )
    if last in _LEAVES_FUNCTION:
        _add(pass_, line, end_line, _TO_THE_END)
    elif last in _LEAVES_SWITCH and body is not None:
        _add(pass_, line, end_line, document.end_line(body))


def attempt(pass_: Gathering, node: Node) -> None:
    """What is caught did not succeed."""
    document = pass_.document
    body, handler = node.child_by_field_name("body"), node.child_by_field_name("handler")
    if body is not None and handler is not None:
        _add(pass_, document.line(body), document.end_line(body), document.end_line(handler))


def _add(pass_: Gathering, line: int, end_line: int, until: int) -> None:
    if until == _TO_THE_END or until > end_line:
        pass_.alternatives.append(facts.Alternative(pass_.scopes.now.function, line, end_line, until))


def _last(document: Document, node: Node) -> str:
    """The kind of the last statement of a branch."""
    while document.kind(node) in ("statement_block", "switch_case"):
        statements = document.operands(node)
        if not statements:
            break
        node = statements[-1]
    return document.kind(node)
