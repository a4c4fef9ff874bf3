"""The names around a call: what holds its result, and the function that makes it."""

from __future__ import annotations

from collections.abc import Iterator

from healthtui.derive.evaluation.written import dotted
from healthtui.derive.inputs import ModuleIndex
from healthtui.facts.source import (
    Array,
    Binding,
    Call,
    CallRef,
    Choice,
    Expression,
    Literal,
    Member,
    Name,
    Object,
    Spread,
    Template,
)

MAX_NODES = 4000  # of the expressions of one function


def holder_of(index: ModuleIndex, number: int) -> str:
    """The variable, property, key or argument that a call's result becomes; a path of keys is joined by blanks."""
    call = index.module.calls[number]
    for name, value in _roots(index, call):
        for path, inner in _within(value):
            if inner == number:
                return f"{name} {path}".strip()
    return ""


def _roots(index: ModuleIndex, call: Call) -> Iterator[tuple[str, Expression]]:
    module = index.module
    bindings = [one for one in module.bindings if one.function == call.function]
    yield from ((one.name, one.value) for one in bindings)
    yield from ((one.target.rpartition(".")[2], one.value) for one in module.assignments if one.function == call.function)
    for outer, other in enumerate(module.calls):
        if other.function == call.function and other is not call:
            yield from _given(index, bindings, outer, other)
    if call.function >= 0:
        yield from (("", one) for one in module.functions[call.function].returns)


def _given(index: ModuleIndex, bindings: list[Binding], outer: int, call: Call) -> Iterator[tuple[str, Expression]]:
    """Of `const [a, b] = await Promise.all([f(), g()])` the variable, of `res.cookie('name', f())` the text before."""
    name = ""
    for argument in call.arguments:
        if isinstance(argument, Array) and dotted(index, call.callee) == "Promise.all":
            for position, item in enumerate(argument.items):
                taken = Member(CallRef(outer), str(position))
                yield next((one.name for one in bindings if one.value == taken), ""), item
        else:
            yield name or _told(index, call), argument
        name = str(argument.value) if isinstance(argument, Literal) else name


def _told(index: ModuleIndex, call: Call) -> str:
    return dotted(index, call.callee).rpartition(".")[2] if not isinstance(call.callee, Name) else ""


def _within(expression: Expression) -> Iterator[tuple[str, int]]:
    """(keys on the way, call) of the calls in an expression, arguments left out."""
    todo: list[tuple[str, Expression]] = [("", expression)]
    for path, one in todo:
        if len(todo) > MAX_NODES:
            return
        match one:
            case CallRef(number):
                yield path, number
            case Object(entries):
                todo += [(f"{path} {key}", value) for key, value in entries]
            case Array(items) | Choice(items) | Template(items):
                todo += [(path, item) for item in items]
            case Spread(of) | Member(of, _):
                todo.append((path, of))


def texts_in(index: ModuleIndex, expression: Expression | None) -> Iterator[str]:
    """The names and constant texts in an expression, keys of objects left out."""
    todo: list[Expression] = [expression] if expression is not None else []
    for one in todo:
        if len(todo) > MAX_NODES:
            return
        match one:
            case Literal(str(text)):
                yield text
            case Object(entries):
                todo += [value for _, value in entries]
            case Array(items) | Choice(items) | Template(items):
                todo += items
            case CallRef(number):
                todo += index.module.calls[number].arguments
            case Spread(of):
                todo.append(of)
            case Name() | Member():
                yield dotted(index, one)


def function_around(index: ModuleIndex, function: int) -> str:
    """The name of the nearest function that has one."""
    while function >= 0:
        if name := index.module.functions[function].name:
            return name
        function = index.module.functions[function].parent
    return ""
