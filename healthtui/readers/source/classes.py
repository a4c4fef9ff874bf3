"""Classes and their members."""

from __future__ import annotations

from tree_sitter import Node

from healthtui.facts import source as facts
from healthtui.facts.source import Expression
from healthtui.readers.source.gathering import Gathering
from healthtui.readers.source.patterns import MAX_TYPE, type_text
from healthtui.readers.source.scope import Scope

_FIELDS = frozenset({"public_field_definition", "field_definition"})
_ACCESSORS = {"get": "getter", "set": "setter"}


def class_(pass_: Gathering, node: Node) -> None:
    document, expressions = pass_.document, pass_.expressions
    index = pass_.found.classes[node.id]
    name, body = node.child_by_field_name("name"), node.child_by_field_name("body")
    extends, implements = _heritage(pass_, node)
    line, column = document.place(node)
    decorators = (*pass_.outer_decorators.pop(index, ()), *_decorators(pass_, node))
    pass_.classes.append(
        facts.Class(
            name=document.name(name) if name is not None else expressions.class_names.get(index, ""),
            line=line,
            column=column,
            end_line=document.end_line(node),
            extends=extends,
            implements=implements,
            decorators=decorators,
            members=_members(pass_, body, index) if body is not None else (),
            function=pass_.scopes.now.function,
        )
    )
    pass_.scopes.enter(Scope(node.end_byte, owner=index))


def _decorators(pass_: Gathering, node: Node) -> tuple[Expression, ...]:
    document = pass_.document
    found = [child for child in node.named_children if document.kind(child) == "decorator"]
    return tuple([pass_.expressions.of(child.children[-1]) for child in found])


def _heritage(pass_: Gathering, node: Node) -> tuple[Expression | None, tuple[str, ...]]:
    document = pass_.document
    heritage = next((child for child in node.named_children if document.kind(child) == "class_heritage"), None)
    extends: Expression | None = None
    implements: tuple[str, ...] = ()
    for child in document.operands(heritage) if heritage is not None else ():
        if document.kind(child) == "implements_clause":
            implements = tuple([document.text(one)[:MAX_TYPE] for one in document.operands(child)])
        else:
            value = child.child_by_field_name("value") if document.kind(child) == "extends_clause" else child
            extends = pass_.expressions.of(value)
    return extends, implements


def _members(pass_: Gathering, body: Node, owner: int) -> tuple[facts.ClassMember, ...]:
    """The TypeScript grammar sets a method's decorators before it, as its siblings."""
    members: list[facts.ClassMember] = []
    before: list[Expression] = []
    for node in pass_.document.operands(body):
        kind = pass_.document.kind(node)
        if kind == "decorator":
            before.append(pass_.expressions.of(node.children[-1]))
            continue
        if kind == "method_definition" or kind in _FIELDS:
            decorators = (*before, *_decorators(pass_, node))
            make = _method if kind == "method_definition" else _property
            members.append(make(pass_, node, owner, decorators))
        before = []
    return tuple(members)


def _method(pass_: Gathering, node: Node, owner: int, decorators: tuple[Expression, ...]) -> facts.ClassMember:
    function = pass_.found.functions[node.id]
    pass_.member_owners[function] = owner
    words = {pass_.document.kind(child) for child in node.children if not child.is_named}
    name = pass_.expressions.key(node.child_by_field_name("name") or node)
    kind = next((_ACCESSORS[word] for word in ("get", "set") if word in words), "method")
    line, column = pass_.document.place(node)
    return facts.ClassMember(
        name=name,
        kind="constructor" if name == "constructor" else kind,
        line=line,
        column=column,
        function=function,
        type=type_text(pass_.document, node.child_by_field_name("return_type")),
        value=None,
        decorators=decorators,
        is_static="static" in words,
    )


def _property(pass_: Gathering, node: Node, owner: int, decorators: tuple[Expression, ...]) -> facts.ClassMember:
    named = node.child_by_field_name("name") or node.child_by_field_name("property") or node
    name = pass_.expressions.key(named)
    held = node.child_by_field_name("value")
    value = pass_.expressions.held(name, held) if held is not None else None
    function = value.index if type(value) is facts.FunctionRef else -1
    if function >= 0:
        pass_.member_owners[function] = owner
    line, column = pass_.document.place(node)
    return facts.ClassMember(
        name=name,
        kind="property",
        line=line,
        column=column,
        function=function,
        type=type_text(pass_.document, node.child_by_field_name("type")),
        value=value,
        decorators=decorators,
        is_static=pass_.document.has(node, "static"),
    )
