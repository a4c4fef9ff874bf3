"""The grammars, and parsing under a deadline."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from functools import cache
from time import thread_time

import tree_sitter_javascript
import tree_sitter_typescript
from tree_sitter import Language, Node, Parser, Tree

from healthtui.readers.base import ReadError

ERROR_KIND = 65535  # the kind id of ERROR nodes, in every grammar
PARSE_SECONDS = 0.5  # CPU time: ambiguous generics can take seconds within the size limit
_JAVASCRIPT = (".js", ".jsx", ".mjs", ".cjs")

DESCEND, KEEP, KEEP_LEAF, CHAIN, SKIP = range(5)  # what the walk does at a node

CALLS = frozenset({"call_expression", "new_expression"})
FUNCTIONS = frozenset(
    {
        "function_declaration",
        "function_expression",
        "generator_function",
        "generator_function_declaration",
        "arrow_function",
        "method_definition",
    }
)
CLASSES = frozenset({"class_declaration", "class"})
LOOPS = frozenset({"for_statement", "for_in_statement", "while_statement", "do_statement"})
CHAINS = frozenset({"member_expression", "subscript_expression"})
_KEPT = (
    "export_statement variable_declarator lexical_declaration variable_declaration assignment_expression "
    "augmented_assignment_expression await_expression expression_statement return_statement throw_statement "
    "if_statement switch_case try_statement decorator"
)
_SKIPPED = (
    "comment string regex number identifier this super null true false undefined property_identifier "
    "private_property_identifier shorthand_property_identifier shorthand_property_identifier_pattern "
    "statement_identifier string_fragment escape_sequence meta_property"
)
_TYPES = (
    "type_annotation type_arguments type_parameters accessibility_modifier implements_clause ambient_declaration "
    "type_predicate_annotation asserts_annotation function_signature abstract_method_signature method_signature "
    "index_signature type_identifier predefined_type"
)


@dataclass(frozen=True, slots=True)
class Grammar:
    """`kinds` names every kind id; `actions` says by kind id what the walk does."""

    language: Language
    kinds: dict[int, str]
    actions: bytes

    def parse(self, data: bytes, deadline: float) -> Tree:
        """Raises `ReadError` when the thread's CPU time passes the deadline."""
        parser = _parser(self.language)
        view = memoryview(data)
        try:
            # Only the callback form of `parse` can be stopped.
            return parser.parse(lambda offset, _: view[offset:], progress_callback=lambda *_: thread_time() > deadline)
        except ValueError:
            parser.reset()  # else the next parse would resume this one
            raise ReadError("took too long to parse") from None


@cache
def _parser(language: Language) -> Parser:
    return Parser(language)


def _actions(language: Language, names: dict[int, str], typed: bool) -> bytes:
    wanted = dict.fromkeys(CALLS | FUNCTIONS | CLASSES | LOOPS | set(_KEPT.split()), KEEP)
    wanted |= dict.fromkeys(CHAINS, CHAIN) | dict.fromkeys(_SKIPPED.split(), SKIP) | {"import_statement": KEEP_LEAF}
    if typed:
        wanted |= dict.fromkeys(_TYPES.split(), SKIP) | {"abstract_class_declaration": KEEP}
        wanted |= dict.fromkeys(("interface_declaration", "type_alias_declaration", "enum_declaration"), KEEP_LEAF)
    named = {name for kind, name in names.items() if language.node_kind_is_named(kind)}
    if unknown := wanted.keys() - named:
        raise LookupError(f"the grammar has no {', '.join(sorted(unknown))}")
    actions = bytearray(ERROR_KIND + 1)
    for kind, name in names.items():
        actions[kind] = wanted.get(name, DESCEND) if language.node_kind_is_named(kind) else SKIP
    return bytes(actions)


@cache
def grammar(name: str) -> Grammar:
    """One of `javascript`, `typescript`, `tsx`; raises `LookupError` when it lacks a kind that is relied on."""
    pointer = tree_sitter_javascript.language() if name == "javascript" else getattr(tree_sitter_typescript, f"language_{name}")()
    language = Language(pointer)
    names = {kind: sys.intern(language.node_kind_for_id(kind) or "") for kind in range(language.node_kind_count)}
    actions = _actions(language, names, typed=name != "javascript")
    return Grammar(language, names | {ERROR_KIND: "ERROR"}, actions)


def parse(name: str, data: bytes) -> tuple[Grammar, Tree]:
    """Parses by the file's suffix. Flow-typed JavaScript reads better as TSX: the tree with fewer errors is taken."""
    deadline = thread_time() + PARSE_SECONDS
    if not name.endswith(_JAVASCRIPT):
        typed = grammar("tsx" if name.endswith(".tsx") else "typescript")
        return typed, typed.parse(data, deadline)
    plain = grammar("javascript")
    tree = plain.parse(data, deadline)
    if not tree.root_node.has_error:
        return plain, tree
    typed = grammar("tsx")
    other = typed.parse(data, deadline)
    if count_errors(other.root_node)[0] < count_errors(tree.root_node)[0]:
        return typed, other
    return plain, tree


def count_errors(root: Node) -> tuple[int, int]:
    """The number of places that could not be read, and the line of the first (0 for none)."""
    count = first = 0
    cursor = root.walk()
    while root.has_error:
        node = cursor.node
        assert node is not None
        if node.is_error or node.is_missing:
            count += 1
            first = first or node.start_point.row + 1
        if node.has_error and cursor.goto_first_child():
            continue
        while not cursor.goto_next_sibling():
            if not cursor.goto_parent():
                return count, first
    return count, first
