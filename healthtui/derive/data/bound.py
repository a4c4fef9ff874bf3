"""What stands behind names that libraries bind: `this` in a schema's functions, a record that a query gave."""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec

from healthtui.derive.evaluation.written import dotted, method_of
from healthtui.derive.inputs import ModuleIndex
from healthtui.facts.source import Call, Expression, FunctionRef, Member, Name, Object

_OF_SCHEMA = re.compile(r"(?:^|\.)(?:statics|methods|query)\.\w+$")
_SCHEMA_CALLS = {"static", "method", "pre", "post"}
_SCHEMA_PARTS = {"statics", "methods", "query"}
_HAND_ON = {"forEach", "map", "flatMap", "filter", "each", "then", "tap"}
MAX_STEPS = 6  # from a record to the query that gave it


class Trail(msgspec.Struct, frozen=True, gc=False):
    """`package` is "" where the text is only the code as written."""

    package: str
    text: str

    @property
    def plain(self) -> str:
        """The text without its marks: `Queue#.add` is `Queue.add`."""
        return self.text.replace("#", "").replace("()", "")


_MODEL, _REPOSITORY = Trail("mongoose", "Model#"), Trail("typeorm", "Repository#")


def bound_functions(index: ModuleIndex) -> dict[int, Trail]:
    """The functions that a library calls with a handle of its own as `this`."""
    module = index.module
    found = {
        one.value.index: _MODEL
        for one in module.assignments
        if isinstance(one.value, FunctionRef) and _OF_SCHEMA.search(one.target)
    }
    for call in module.calls:
        found |= dict(_of_call(call))
    return found


def _of_call(call: Call) -> Iterator[tuple[int, Trail]]:
    """Mongoose's schemas, and TypeORM's `repository.extend({ … })`."""
    name = method_of(call)
    for argument in call.arguments:
        if isinstance(argument, FunctionRef) and name in _SCHEMA_CALLS:
            yield argument.index, _MODEL
        for key, value in argument.entries if isinstance(argument, Object) else ():
            if name == "extend" and isinstance(value, FunctionRef):
                yield value.index, _REPOSITORY
            if key in _SCHEMA_PARTS and isinstance(value, Object):
                yield from ((one.index, _MODEL) for _, one in value.entries if isinstance(one, FunctionRef))


def written_out(index: ModuleIndex, expression: Expression, function: int) -> str:
    """A chain whose first name holds what a query gave, as the code has that: of `user.save` it is `User.findOne().save`."""
    text = dotted(index, expression)
    for _ in range(MAX_STEPS):
        root = _root_of(expression)
        behind = _behind(index, root.id, function) if root is not None else None
        if root is None or behind is None or not (source := dotted(index, behind)):
            break
        text = source + text.removeprefix(root.id)
        expression = behind
    return text


def _root_of(expression: Expression) -> Name | None:
    while isinstance(expression, Member):
        expression = expression.of
    return expression if isinstance(expression, Name) else None


def _behind(index: ModuleIndex, name: str, function: int) -> Expression | None:
    """The one value of a variable, or what the call hands on that takes the function whose first parameter it is."""
    while function >= 0:
        if bindings := index.bindings.get((function, name)):
            return bindings[0].value if len(bindings) == 1 else None
        declared = index.module.functions[function]
        if declared.parameters and declared.parameters[0].name == name:
            taker = index.module.calls[declared.passed_to] if declared.passed_to >= 0 else None
            is_handed = taker is not None and isinstance(taker.callee, Member) and taker.callee.name in _HAND_ON
            return taker.callee.of if taker is not None and is_handed and isinstance(taker.callee, Member) else None
        function = declared.parent
    return None
