"""What a file declares: imports, exports, variables, classes and types."""

from __future__ import annotations

from tree_sitter import Node

from healthtui.facts import source as facts
from healthtui.facts.source import Expression
from healthtui.readers.source import combine
from healthtui.readers.source.gathering import Gathering
from healthtui.readers.source.grammar import CHAINS
from healthtui.readers.source.patterns import bound_names, type_text
from healthtui.readers.source.walk import ALL_CLASSES

_VARIABLES = frozenset({"lexical_declaration", "variable_declaration"})
_TYPES = {"interface_declaration": "interface", "type_alias_declaration": "type", "enum_declaration": "enum"}
_GIVES_REQUEST = frozenset({"getRequest", "getContext"})
_NOT_EXPORTED_FORMS = frozenset({"decorator", "comment"})


def imported(pass_: Gathering, node: Node) -> None:
    document = pass_.document
    line, children = document.line(node), document.operands(node)
    clause = next((child for child in children if document.kind(child).endswith("_clause")), None)
    source = node.child_by_field_name("source") or (clause and clause.child_by_field_name("source"))
    if source is None:
        return
    module = document.string(source)
    pass_.modules[module] = None
    type_only = document.kind(node.children[1]) in ("type", "typeof")
    if clause is None:
        pass_.imports.append(facts.Import("", module, "", type_only, line))
        return
    for child in document.operands(clause):
        kind = document.kind(child)
        if kind == "identifier":
            name = "*" if document.kind(clause) == "import_require_clause" else "default"
            pass_.imports.append(facts.Import(document.name(child), module, name, type_only, line))
        elif kind == "namespace_import":
            pass_.imports.append(facts.Import(document.name(child.children[-1]), module, "*", type_only, line))
        elif kind == "named_imports":
            _named_imports(pass_, child, module, type_only)


def _named_imports(pass_: Gathering, node: Node, module: str, type_only: bool) -> None:
    document = pass_.document
    for child in document.operands(node):
        name = child.child_by_field_name("name")
        if name is None:
            continue
        local = child.child_by_field_name("alias") or name
        is_type = type_only or document.kind(child.children[0]) in ("type", "typeof")
        line = document.line(child)
        pass_.imports.append(facts.Import(document.name(local), module, pass_.expressions.key(name), is_type, line))


def exported(pass_: Gathering, node: Node) -> None:
    document, line = pass_.document, pass_.document.line(node)
    source = node.child_by_field_name("source")
    module = document.string(source) if source is not None else ""
    if source is not None:
        pass_.modules[module] = None
    words = {document.kind(child) for child in node.children}
    clause = next((child for child in node.children if document.kind(child) == "export_clause"), None)
    if clause is not None:
        _export_names(pass_, clause, module)
    elif "namespace_export" in words:
        spread = next(child for child in node.children if document.kind(child) == "namespace_export")
        name = pass_.expressions.key(spread.children[-1])
        pass_.exports.append(facts.Export(name, facts.Name("*"), module, line))
    elif source is not None:
        pass_.exports.append(facts.Export("*", facts.Name("*"), module, line))
    else:
        _export_value(pass_, node, is_default="default" in words, is_commonjs="=" in words)


def _export_names(pass_: Gathering, clause: Node, module: str) -> None:
    document, key = pass_.document, pass_.expressions.key
    for child in document.operands(clause):
        name = child.child_by_field_name("name")
        if name is not None:
            exported_as = child.child_by_field_name("alias") or name
            value = facts.Name(key(name))
            pass_.exports.append(facts.Export(key(exported_as), value, module, document.line(child)))


def _export_value(pass_: Gathering, node: Node, is_default: bool, is_commonjs: bool) -> None:
    document = pass_.document
    forms = [child for child in document.operands(node) if document.kind(child) not in _NOT_EXPORTED_FORMS]
    if not forms:
        return
    value, line = forms[-1], document.line(node)
    kind = document.kind(value)
    if kind in ALL_CLASSES:
        index = pass_.found.classes[value.id]
        before = [child for child in node.named_children if document.kind(child) == "decorator"]
        pass_.decorator_owners.update((child.id, index) for child in before)
        pass_.outer_decorators[index] = tuple([pass_.expressions.of(child.children[-1]) for child in before])
    if is_default or is_commonjs:
        held = facts.ClassRef(pass_.found.classes[value.id]) if kind in ALL_CLASSES else pass_.expressions.of(value)
        pass_.exports.append(facts.Export("default", held, "", line, is_commonjs))
        return
    for name, exported_value in _declared(pass_, value, kind):
        pass_.exports.append(facts.Export(name, exported_value, "", line))


def _declared(pass_: Gathering, node: Node, kind: str) -> list[tuple[str, Expression]]:
    """The names of a declaration, with their values."""
    document = pass_.document
    if kind == "ambient_declaration":
        node = document.operands(node)[-1]
        kind = document.kind(node)
    if kind in _VARIABLES:
        patterns = [child.children[0] for child in document.operands(node) if child.children]
        bound = [one.name for pattern in patterns for one in bound_names(pass_.expressions, pattern)]
        return [(name, facts.Name(name)) for name in bound]
    named = node.child_by_field_name("name")
    if named is None:
        return []
    name = document.name(named)
    if node.id in pass_.found.functions:
        return [(name, facts.FunctionRef(pass_.found.functions[node.id]))]
    if node.id in pass_.found.classes:
        return [(name, facts.ClassRef(pass_.found.classes[node.id]))]
    return [(name, facts.Name(name))]


def variables(pass_: Gathering, node: Node) -> None:
    if pass_.document.kind(node.children[0]) == "const":
        pass_.constants.update(child.id for child in node.named_children)


def variable(pass_: Gathering, node: Node) -> None:
    held = node.child_by_field_name("value")
    is_one = pass_.document.kind(node.children[0]) == "identifier"
    names = _one_name(pass_, node, held) if is_one else _taken_apart(pass_, node, held)
    if _is_of_request(pass_, held):
        for name in names:
            pass_.scopes.reach(name)


def _one_name(pass_: Gathering, node: Node, held: Node | None) -> list[str]:
    """`const name: Type = value`."""
    document = pass_.document
    name = document.name(node.children[0])
    value = pass_.expressions.held(name, held)
    if type(value) is facts.CallRef:
        pass_.call_names[value.index] = name
    type_ = type_text(document, node.child_by_field_name("type"))
    function, line = pass_.scopes.now.function, document.line(node)
    pass_.bindings.append(facts.Binding(name, value, type_, function, line, node.id in pass_.constants))
    return [name]


def _taken_apart(pass_: Gathering, node: Node, held: Node | None) -> list[str]:
    """`const { name, other: { inner = 1 } } = value`."""
    document, function = pass_.document, pass_.scopes.now.function
    value, chain = pass_.expressions.of(held), _chain_of(pass_, held)
    names = bound_names(pass_.expressions, node.children[0])
    for bound in names:
        taken = value
        for key in bound.path:
            taken = facts.Member(taken, key)
        if bound.default is not None:
            taken = combine.choice([taken, pass_.expressions.of(bound.default)])
        line, constant = document.line(bound.node), node.id in pass_.constants
        pass_.bindings.append(facts.Binding(bound.name, taken, "", function, line, constant))
        if chain:
            pass_.add_read((*chain, *bound.path), bound.node)
    return [one.name for one in names]


def _chain_of(pass_: Gathering, held: Node | None) -> tuple[str, ...]:
    """The names of a value that is a chain of them, which is then known to be read; () for any other."""
    document = pass_.document
    if held is None:
        return ()
    inner = document.unwrap(held) if document.kind(held) != "await_expression" else held
    if document.kind(inner) in ("identifier", "this"):
        return (document.name(inner),)
    chain = document.chain(inner)
    if chain and document.kind(inner) in CHAINS:
        pass_.know(inner)
    return chain


def _is_of_request(pass_: Gathering, held: Node | None) -> bool:
    """`context.switchToHttp().getRequest()` of NestJS, or a part of it."""
    document = pass_.document
    node = document.unwrap(held) if held is not None else None
    while node is not None and document.kind(node) == "member_expression":
        node = node.child_by_field_name("object")
    callee = node.child_by_field_name("function") if node is not None and document.kind(node) == "call_expression" else None
    asked = callee.child_by_field_name("property") if callee is not None else None
    return asked is not None and document.name(asked) in _GIVES_REQUEST


def type_name(pass_: Gathering, node: Node) -> None:
    document = pass_.document
    name = node.child_by_field_name("name")
    if name is None:
        return
    kind = _TYPES[document.kind(node)]
    pass_.types.append(facts.TypeName(document.name(name), kind))
    body = node.child_by_field_name("body")
    if kind == "enum" and body is not None:
        entries = tuple([_enum_entry(pass_, child) for child in document.operands(body)])
        function, line = pass_.scopes.now.function, document.line(node)
        pass_.bindings.append(facts.Binding(document.name(name), facts.Object(entries), "", function, line, True))


def _enum_entry(pass_: Gathering, node: Node) -> tuple[str, Expression]:
    """An entry without a value is known by its place alone, and has no value here."""
    expressions = pass_.expressions
    if pass_.document.kind(node) == "enum_assignment":
        return expressions.key(node.children[0]), expressions.of(node.children[-1])
    return expressions.key(node), facts.Name("undefined")
