"""Whether a value that is sent shows the stack of an error, or an error as a whole."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from healthtui.derive.errors.environments import is_guarded, is_guarded_choice
from healthtui.derive.evaluation.evaluate import Evaluator
from healthtui.derive.evaluation.loops import ITERATIONS
from healthtui.derive.evaluation.values import Literally, options_of
from healthtui.derive.evaluation.written import dotted
from healthtui.derive.inputs import ModuleIndex, index_of
from healthtui.derive.libraries.errors import ERROR_HOLDER, ERROR_TYPE, SERIALISERS, STACK_NAMES
from healthtui.facts.source import (
    Array,
    CallRef,
    Choice,
    Expression,
    Function,
    Member,
    Name,
    Object,
    Parameter,
    Spread,
    Template,
)

_MOST = 200  # parts of a value that are looked at
_DEEPEST = 4  # names and functions that are followed


class Part(msgspec.Struct, frozen=True, gc=False):
    """A part of what is sent, and where it stands. Text that holds an error says its message only."""

    path: str
    expression: Expression
    function: int
    depth: int = 0
    in_text: bool = False
    is_whole: bool = False  # nothing is around it


class Exposure:
    """What values show. A bare error is safe where the framework itself makes an answer of it."""

    def __init__(self, evaluator: Evaluator) -> None:
        self.evaluator, self.db = evaluator, evaluator.db

    def of(self, path: str, expression: Expression, function: int, *, bare_is_safe: bool = False) -> str:
        """What is shown, in a few words; "" for nothing."""
        todo = [Part(path, expression, function, is_whole=True)]
        for _ in range(_MOST):
            if not todo:
                break
            part = todo.pop()
            index = index_of(self.db, part.path)
            if index is None:
                continue
            if found := self._shown(index, part, bare_is_safe):
                return found
            todo += self._parts(index, part)
        return ""

    def _shown(self, index: ModuleIndex, part: Part, bare_is_safe: bool) -> str:
        match part.expression:
            case Member(of, name) if name in STACK_NAMES and self._holds_error(index, part, of):
                return dotted(index, part.expression) or name
            case Name(name) if not part.in_text and not (bare_is_safe and part.is_whole):
                return f"{name} as a whole" if is_error_name(index, name, part.function) else ""
        return ""

    def _holds_error(self, index: ModuleIndex, part: Part, of: Expression) -> bool:
        name = of.name if isinstance(of, Member) else of.id if isinstance(of, Name) else ""
        return bool(ERROR_HOLDER.search(name)) or (name == "this" and index.owner_of(part.function) >= 0)

    def _parts(self, index: ModuleIndex, part: Part) -> Iterator[Part]:
        match part.expression:
            case Choice(options) as choice:
                if not is_guarded_choice(index, choice):
                    yield from (self._within(part, one) for one in options)
            case Object(entries):
                yield from (self._within(part, value) for _, value in entries)
            case Array(items):
                yield from (self._within(part, one) for one in items)
            case Spread(of):
                yield self._within(part, of)
            case Template(parts):
                yield from (Part(part.path, one, part.function, part.depth, in_text=True) for one in parts)
            case CallRef(number):
                call = index.module.calls[number]
                if dotted(index, call.callee) in SERIALISERS:
                    yield from (self._within(part, one) for one in call.arguments)
                else:
                    yield from self._followed(part)
            case Name(name):
                yield from self._held(index, part, name)
            case Member():
                yield from self._followed(part)

    def _within(self, part: Part, expression: Expression) -> Part:
        return Part(part.path, expression, part.function, part.depth, part.in_text)

    def _held(self, index: ModuleIndex, part: Part, name: str) -> Iterator[Part]:
        """What a local name is bound to, and what is put into it."""
        if part.depth >= _DEEPEST:
            return
        function = part.function
        while function >= 0:
            if bindings := index.bindings.get((function, name)):
                yield from (Part(part.path, one.value, function, part.depth + 1, part.in_text) for one in bindings)
                break
            function = index.module.functions[function].parent
        for assigned in index.module.assignments:
            root, _, rest = assigned.target.partition(".")
            is_here = root == name and rest and assigned.function == part.function
            if is_here and not is_guarded(self.db, part.path, assigned.function, assigned.line):
                yield Part(part.path, assigned.value, assigned.function, part.depth + 1, part.in_text)

    def _followed(self, part: Part) -> Iterator[Part]:
        """What a function of the repository returns, or a getter of a class: `toBody(error)`, `error.JSON`."""
        if part.depth >= _DEEPEST:
            return
        for value in options_of(self.evaluator.of(part.path, part.expression, part.function)):
            if isinstance(value, Literally) and isinstance(value.expression, Object):
                yield Part(value.path, value.expression, value.function, part.depth + 1, part.in_text)

    def own_stacks(self, path: str, expression: Expression, function: int) -> Iterator[tuple[str, int, int]]:
        """Where a getter that is sent reads the stack: (path, line, column)."""
        for value in options_of(self.evaluator.of(path, expression, function)):
            if isinstance(value, Literally) and value.path != path and (index := index_of(self.db, value.path)):
                for read in index.module.reads:
                    if read.function == value.function and read.chain.rpartition(".")[2] in STACK_NAMES:
                        yield value.path, read.line, read.column


def is_error_name(index: ModuleIndex, name: str, function: int) -> bool:
    """A caught error: of a `catch`, of a callback or a handler of errors; not what only has the name of one."""
    if not ERROR_HOLDER.search(name):
        return False
    while function >= 0:
        declared = index.module.functions[function]
        if index.bindings.get((function, name)):
            return False
        for position, one in enumerate(declared.parameters):
            if one.name == name:
                return _is_error(index, declared, position, one)
        if name in {key for one in declared.parameters for key in one.keys}:
            return False
        function = declared.parent
    return not index.bindings.get((-1, name)) and name not in index.imports and (-1, name) not in index.functions


def _is_error(index: ModuleIndex, function: Function, position: int, parameter: Parameter) -> bool:
    if parameter.type and parameter.type not in ("any", "unknown"):
        return bool(ERROR_TYPE.search(parameter.type)) and not parameter.type.endswith("[]")
    if position == 0 and (len(function.parameters) >= 4 or function.name == "catch"):
        return True
    if function.passed_to < 0 or position > 0:
        return False
    callee = index.module.calls[function.passed_to].callee
    return not (isinstance(callee, Member) and callee.name in ITERATIONS)
