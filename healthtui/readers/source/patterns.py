"""What destructuring patterns and parameter lists bind."""

from __future__ import annotations

from dataclasses import dataclass

from tree_sitter import Node

from healthtui.facts.source import Expression, Parameter
from healthtui.readers.source.document import Document
from healthtui.readers.source.expressions import MAX_DEPTH, Expressions

MAX_TYPE = 120  # characters
_NAMES = frozenset({"identifier", "shorthand_property_identifier_pattern"})
_DEFAULTED = frozenset({"assignment_pattern", "object_assignment_pattern"})


@dataclass(frozen=True, slots=True)
class Bound:
    """A local name, and the path of keys from the value that is taken apart; a rest has the path of its object.
    `default` is what the name has where the value has none."""

    name: str
    path: tuple[str, ...]
    node: Node
    default: Node | None = None


def bound_names(expressions: Expressions, pattern: Node) -> list[Bound]:
    """In source order; patterns deeper than expressions go are left out."""
    document = expressions.document
    if document.kind(pattern) == "identifier":
        return [Bound(document.name(pattern), (), pattern)]
    found: list[Bound] = []
    pending: list[tuple[Node, tuple[str, ...], Node | None]] = [(pattern, (), None)]
    while pending:
        node, path, default = pending.pop()
        kind = document.kind(node)
        if kind in _NAMES:
            is_key = kind == "shorthand_property_identifier_pattern"
            name = document.name(node)
            found.append(Bound(name, (*path, name) if is_key else path, node, default))
        elif kind in _DEFAULTED:
            pending.append((node.children[0], path, node.children[-1]))
        elif kind == "rest_pattern":
            pending.append((node.children[-1], path, None))
        elif kind == "pair_pattern" and len(path) < MAX_DEPTH:
            pending.append((node.children[-1], (*path, expressions.key(node.children[0])), None))
        elif kind == "object_pattern":
            pending.extend((child, path, None) for child in reversed(document.operands(node)))
        elif kind == "array_pattern" and len(path) < MAX_DEPTH:
            pending.extend((child, (*path, index), None) for child, index in reversed(_items(document, node)))
    return found


def _items(document: Document, array: Node) -> list[tuple[Node, str]]:
    items: list[tuple[Node, str]] = []
    index = 0
    for child in array.children:
        if document.kind(child) == ",":
            index += 1
        elif child.is_named and document.kind(child) != "comment":
            is_rest = document.kind(child) == "rest_pattern"
            items.append((child, "..." if is_rest else str(index)))
    return items


def type_text(document: Document, annotation: Node | None) -> str:
    """An annotation without its colon, cut to 120 characters."""
    return document.text(annotation).lstrip(": ")[:MAX_TYPE].rstrip() if annotation is not None else ""


def parameters_of(expressions: Expressions, function: Node) -> tuple[tuple[Parameter, ...], list[str]]:
    """The parameters, and the local names that they bind."""
    alone = function.child_by_field_name("parameter")
    if alone is not None:
        name = expressions.document.name(alone)
        return (Parameter(name, "", (), (), None),), [name]
    listed = function.child_by_field_name("parameters")
    parameters: list[Parameter] = []
    names: list[str] = []
    for node in expressions.document.operands(listed) if listed is not None else ():
        pattern = node.child_by_field_name("pattern") or node
        if expressions.document.kind(pattern) != "this":
            parameters.append(_parameter(expressions, node, pattern))
            names.extend([bound.name for bound in bound_names(expressions, pattern)])
    return tuple(parameters), names


def _parameter(expressions: Expressions, node: Node, pattern: Node) -> Parameter:
    document = expressions.document
    value = node.child_by_field_name("value")
    if document.kind(pattern) == "assignment_pattern":
        pattern, value = pattern.children[0], pattern.children[-1]
    decorators = [child for child in node.named_children if document.kind(child) == "decorator"]
    inner = pattern.children[-1] if document.kind(pattern) == "rest_pattern" else pattern
    return Parameter(
        name=document.name(inner) if document.kind(inner) == "identifier" else "",
        type=type_text(document, node.child_by_field_name("type")),
        keys=_keys(expressions, pattern),
        decorators=tuple([expressions.of(decorator.children[-1]) for decorator in decorators]),
        default=expressions.of(value) if value is not None else None,
        key_defaults=_key_defaults(expressions, pattern),
        locals=_locals(expressions, pattern),
    )


def _keys(expressions: Expressions, pattern: Node) -> tuple[str, ...]:
    """The outermost keys of an object pattern."""
    if expressions.document.kind(pattern) != "object_pattern":
        return ()
    return tuple(dict.fromkeys(bound.path[0] for bound in bound_names(expressions, pattern) if bound.path))


def _key_defaults(expressions: Expressions, pattern: Node) -> tuple[tuple[str, Expression], ...]:
    if expressions.document.kind(pattern) != "object_pattern":
        return ()
    bound = bound_names(expressions, pattern)
    return tuple([(one.name, expressions.of(one.default)) for one in bound if one.default is not None])


def _locals(expressions: Expressions, pattern: Node) -> tuple[tuple[str, str], ...]:
    """The local names that are not called like the key that they are taken from."""
    if expressions.document.kind(pattern) not in ("object_pattern", "array_pattern"):
        return ()
    bound = (one for one in bound_names(expressions, pattern) if len(one.path) == 1)
    return tuple([(one.name, one.path[0]) for one in bound if one.name != one.path[0]])
