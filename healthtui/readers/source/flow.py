"""What the code of a file does: calls, functions, returns, loops, reads and assignments."""

from __future__ import annotations

from functools import partial

from tree_sitter import Node

from healthtui.facts import source as facts
from healthtui.readers.source.document import Document
from healthtui.readers.source.gathering import Gathering
from healthtui.readers.source.grammar import CHAINS
from healthtui.readers.source.patterns import MAX_TYPE, bound_names, parameters_of
from healthtui.readers.source.scope import NEVER, Scope


def call(pass_: Gathering, node: Node) -> None:
    if (index := pass_.found.calls.get(node.id)) is None:
        pass_.modules[pass_.found.requires[node.id]] = None
        return
    document, expressions, scope = pass_.document, pass_.expressions, pass_.scopes.now
    children = node.children
    is_new = document.kind(node) == "new_expression"
    callee, is_awaited = _called(pass_, children[int(is_new)], node.id in pass_.awaited)
    form = document.kind(callee)
    arguments = _arguments(pass_, node, children[-1])
    _note_callbacks(pass_, index, arguments, is_wrapped=form == "identifier")
    line, column = _place(document, node, callee.children[-1] if form == "member_expression" else node)
    pass_.calls.append(
        facts.Call(
            callee=expressions.of(callee),
            arguments=arguments,
            line=line,
            column=column,
            function=scope.function,
            owner=scope.owner,
            is_new=is_new,
            is_awaited=is_awaited,
            is_returned=index in pass_.returned,
            in_loop=node.start_byte >= scope.loop_from,
            is_statement=node.id in pass_.dropped,
            in_decorator=scope.in_decorator,
            type_arguments=_type_arguments(pass_, children) if len(children) > 2 else (),
        )
    )


def _called(pass_: Gathering, callee: Node, is_awaited: bool) -> tuple[Node, bool]:
    """What is called, and whether it is awaited: the grammar reads `await f<T>(x)` as `(await f)<T>(x)`."""
    document = pass_.document
    if is_awaited or document.kind(callee) == "await_expression":
        callee, is_awaited = document.unwrap(callee), True
    if document.kind(callee) in CHAINS:
        _read_callee(pass_, callee)
    return callee, is_awaited


def _place(document: Document, call: Node, named: Node) -> tuple[int, int]:
    """Where a call is: its start, or the name that it calls when that stands on a line of its own, as in a chain."""
    return document.place(named if named.start_point[0] != call.start_point[0] else call)


def _note_callbacks(pass_: Gathering, call: int, arguments: tuple[facts.Expression, ...], is_wrapped: bool) -> None:
    """In `const getUser = catchAsync(async () => {})` the function is named `getUser`; in `const ids = users.map(…)` it is
    not named `ids`."""
    for argument in arguments:
        if type(argument) is facts.FunctionRef:
            pass_.passed_to[argument.index] = call
            if is_wrapped and call in pass_.call_names:
                pass_.expressions.function_names.setdefault(argument.index, pass_.call_names[call])


def _arguments(pass_: Gathering, node: Node, last: Node) -> tuple[facts.Expression, ...]:
    kind = pass_.document.kind(last)
    if kind == "template_string":
        return (pass_.expressions.tagged(node),)
    return pass_.expressions.all_of(pass_.document.operands(last)) if kind == "arguments" else ()  # `new A`


def _type_arguments(pass_: Gathering, children: list[Node]) -> tuple[str, ...]:
    document = pass_.document
    listed = [child for child in children[1:-1] if document.kind(child) == "type_arguments"]
    return tuple([document.text(argument)[:MAX_TYPE] for child in listed for argument in document.operands(child)])


def _read_callee(pass_: Gathering, callee: Node) -> None:
    """`req.body.items.map` reads `req.body.items`; `req.get` reads nothing."""
    pass_.add_read(pass_.document.chain(callee)[:-1], callee)
    pass_.know(callee)


def chain(pass_: Gathering, node: Node) -> None:
    if not pass_.is_known(node):
        pass_.add_read(pass_.document.chain(node), node)
        pass_.know(node)


def function(pass_: Gathering, node: Node) -> None:
    document, scopes = pass_.document, pass_.scopes
    index = len(pass_.functions)
    name = node.child_by_field_name("name")
    body = node.child_by_field_name("body")
    line, column = document.place(node)
    parameters, local_names = parameters_of(pass_.expressions, node)
    make = partial(
        _function,
        name=pass_.expressions.key(name) if name is not None else pass_.expressions.function_names.get(index, ""),
        line=line,
        column=column,
        end_line=document.end_line(node),
        parameters=parameters,
        parent=scopes.now.function,
        owner=pass_.member_owners.get(index, -1),
        passed_to=pass_.passed_to.get(index, -1),
        is_async=document.has(node, "async"),
    )
    pass_.functions.append(make)
    scopes.enter(Scope(node.end_byte, function=index, parameters=tuple(local_names)))
    if body is not None and document.kind(body) != "statement_block":
        pass_.add_return(index, pass_.expressions.of(body))


def _function(returns: tuple[facts.Expression, ...], **head: object) -> facts.Function:
    return facts.Function(returns=returns, **head)  # type: ignore[arg-type]


def decorator(pass_: Gathering, node: Node) -> None:
    scope = pass_.scopes.now
    owner = scope.owner if scope.owner >= 0 else pass_.member_owners.get(scope.function, -1)
    owner = pass_.decorator_owners.get(node.id, owner)
    pass_.scopes.enter(Scope(node.end_byte, owner=owner, in_decorator=True))


def awaited(pass_: Gathering, node: Node) -> None:
    pass_.awaited.add(pass_.document.unwrap(node).id)


def statement(pass_: Gathering, node: Node) -> None:
    pass_.dropped.add(pass_.document.unwrap(node.children[0]).id)


def returned(pass_: Gathering, node: Node) -> None:
    if value := pass_.document.operands(node):
        pass_.add_return(pass_.scopes.now.function, pass_.expressions.of(value[0]))


def thrown(pass_: Gathering, node: Node) -> None:
    line, column = pass_.document.place(node)
    operands = pass_.document.operands(node)
    value = pass_.expressions.of(operands[0] if operands else None)
    pass_.throws.append(facts.Throw(value, pass_.scopes.now.function, line, column))


def loop_over(pass_: Gathering, node: Node) -> None:
    """`for (const { path, route } of routes)`: the names are bound to an element of the list."""
    loop(pass_, node)
    pattern, listed, kind = (node.child_by_field_name(name) for name in ("left", "right", "operator"))
    if pattern is None or listed is None or kind is None or pass_.document.kind(kind) != "of":
        return
    element: facts.Expression = facts.Member(pass_.expressions.of(listed), facts.ELEMENT)
    for bound in bound_names(pass_.expressions, pattern):
        taken = element
        for key in bound.path:
            taken = facts.Member(taken, key)
        line = pass_.document.line(bound.node)
        pass_.bindings.append(facts.Binding(bound.name, taken, "", pass_.scopes.now.function, line, True))


def loop(pass_: Gathering, node: Node) -> None:
    scope = pass_.scopes.now
    body = node.child_by_field_name("body")
    start = body.start_byte if body is not None else node.end_byte
    if pass_.document.has(node, "await"):
        values = node.child_by_field_name("right")
        if values is not None:
            pass_.awaited.add(pass_.document.unwrap(values).id)
    outermost = start if scope.loop_from == NEVER else scope.loop_from
    pass_.scopes.enter(Scope(node.end_byte, scope.function, scope.owner, outermost, scope.in_decorator))


def assignment(pass_: Gathering, node: Node) -> None:
    document, scope = pass_.document, pass_.scopes.now
    left, right = node.children[0], node.children[-1]
    names = _target(pass_, left)
    target = ".".join(names)
    value = pass_.expressions.held(names[-1] if names else "", right)
    if document.kind(node) == "assignment_expression" and document.kind(left) in CHAINS:
        pass_.know(left)
    line, column = document.place(node)
    if target == "module.exports":
        pass_.exports.append(facts.Export("default", value, "", line, commonjs=True))
    elif (names[:1] == ("exports",) and len(names) == 2) or (names[:2] == ("module", "exports") and len(names) == 3):
        pass_.exports.append(facts.Export(names[-1], value, "", line, commonjs=True))
    if target:
        pass_.assignments.append(facts.Assignment(target, value, scope.function, line, column))


def _target(pass_: Gathering, left: Node) -> tuple[str, ...]:
    """The names assigned to; a computed key is `[]`."""
    document = pass_.document
    kind = document.kind(left)
    if kind == "identifier":
        return (document.name(left),)
    names = document.chain(left) if kind in CHAINS else ()
    if not names and kind == "subscript_expression":
        names = document.chain(left.children[0])
        return (*names, "[]") if names else ()
    return names
