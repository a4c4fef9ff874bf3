"""Where the parts of a text come from: constants, the request, a parameter, or what is not to be known."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from healthtui.derive.evaluation.pieces import Slot
from healthtui.derive.evaluation.values import ClassValue, Constant, Environment, External, Literally, ParameterValue, options_of
from healthtui.derive.evaluation.written import dotted
from healthtui.derive.inputs import ModuleIndex, index_of
from healthtui.derive.libraries.text import OF_THE_SCHEMA, PLAIN_TAGS, REQUEST_PARTS
from healthtui.derive.security.checked import is_checked, is_settled
from healthtui.derive.security.names import Held, holder_of, is_request
from healthtui.derive.security.parameters import Parameters
from healthtui.derive.security.parts import Origin, Part, State, Step, constant, is_constant, taken_of
from healthtui.derive.security.results import Results
from healthtui.facts.source import (
    ELEMENT,
    Arithmetic,
    Array,
    CallRef,
    Choice,
    Expression,
    Item,
    Literal,
    Member,
    Name,
    Object,
    Other,
    Spread,
    Template,
)  # fmt: skip

MAX_STEPS = 300
_CALCULATED = ("binary_expression", "unary_expression", "update_expression", "number")


class Origins(Parameters, Results):
    """Finds the parts of texts; belongs inside a query."""

    def of(self, path: str, expression: Expression, function: int, owner: int = -1, line: int = 0) -> list[Part]:
        """The parts that a text is made of; constant text is the `before` of what follows it, or a part of its own."""
        found: dict[Part, None] = {}
        todo = [State(path, expression, function, owner, line=line)]
        seen = set(todo)
        for state in todo:
            if len(todo) > MAX_STEPS:
                return [*found, Part(Origin.UNCLEAR, "")]
            for step in self._step(state):
                if isinstance(step, Part):
                    found[step] = None
                elif step not in seen:
                    seen.add(step)
                    todo.append(step)
        return list(found)

    def _step(self, state: State) -> Iterator[Step]:
        """What an expression comes down to: parts, and further expressions."""
        match state.expression:
            case Literal(value):
                yield Part(Origin.CONSTANT, str(value), state.before)
            case Template(parts, tag):
                yield from self._template(state, parts) if not tag or tag in PLAIN_TAGS else [constant(state)]
            case Choice(parts, test) if test and len(parts) == 2:
                yield from (self._chosen(state, one, test, where_true=one is parts[0]) for one in parts)
            case Choice(parts) | Array(parts):
                yield from (state._replace(expression=one) for one in parts)
            case Spread(of):
                yield state._replace(expression=of)
            case Object(entries) if entries and all(key == "..." or (state.is_keyed and key != "[]") for key, _ in entries):
                yield from (state._replace(expression=one) if key == "..." else constant(state) for key, one in entries)
            case Name() | Member() | Item():
                yield from self._named(state)
            case CallRef(number):
                yield from self.called(state, number)
            case Arithmetic():
                yield constant(state)
            case Other(kind) if kind in _CALCULATED:
                yield constant(state)
            case _:
                yield self.part(state, Origin.UNCLEAR)

    def _chosen(self, state: State, expression: Expression, test: str, *, where_true: bool) -> Step:
        """A branch of `dir === 'desc' ? dir : 'asc'`."""
        written = self.written(state.path, expression)
        is_constant = is_settled(test, written, where_true=where_true)
        return constant(state) if is_constant else state._replace(expression=expression)

    def _template(self, state: State, parts: tuple[Expression, ...]) -> Iterator[Step]:
        before = state.before
        for part in parts:
            if isinstance(part, Literal):
                before = f"{before}{part.value}"
                yield Part(Origin.CONSTANT, str(part.value), state.before)
            elif self.placeholder is not None and self.placeholder.search(before):
                before = f"{before}?"
            else:
                shown = self.written(state.path, part) or state.shown
                yield state._replace(expression=part, before=before[-80:], shown=shown)
                before = f"{before}?"

    def _named(self, state: State) -> Iterator[Step]:
        index, expression = index_of(self.db, state.path), state.expression
        if index is None:
            return
        if self._is_harmless(index, state):
            yield constant(state)
        elif (step := self._of_request(index, state)) is not None:
            yield step
        elif isinstance(expression, Name):
            yield from self._name(index, state, expression.id)
        else:
            yield from self._member(index, state)

    def _is_harmless(self, index: ModuleIndex, state: State) -> bool:
        """By what it is or where it was checked, not by where it comes from."""
        match state.expression:
            case Name("undefined"):
                return True
            case Item(of, _) if self._is_of_constants(state, of):
                return True
            case Member(_, name) if name == "length" or OF_THE_SCHEMA.search(name):
                return True
        return not state.is_holder and is_checked(index, state.function, dotted(index, state.expression))

    def _is_of_constants(self, state: State, of: Expression) -> bool:
        """`COLUMNS[key]`: an object or array of constants decides what may come out."""
        values = options_of(self.evaluator.of(state.path, of, state.function, state.owner))
        return bool(values) and all(isinstance(one, Literally) and is_constant(one.expression) for one in values)

    def _of_request(self, index: ModuleIndex, state: State) -> Step | None:
        root, _, rest = dotted(index, state.expression).partition(".")
        if not rest or not is_request(index, state.function, root):
            return None
        is_part = rest.partition(".")[0] in REQUEST_PARTS
        return self.requested(index, state, rest) if is_part else self.part(state, Origin.PARAMETER)

    def _name(self, index: ModuleIndex, state: State, name: str) -> Iterator[Step]:
        held = holder_of(index, state.function, name, state.line)
        if isinstance(held, Slot):
            yield from self.parameter(index, state, held)
        elif isinstance(held, Held):
            for expression, function, line in held.values:
                yield state._replace(expression=expression, function=function, owner=-1, line=line, is_keyed=False)
        else:
            yield from self._evaluated(state) or [self.part(state, Origin.UNCLEAR)]

    def _member(self, index: ModuleIndex, state: State) -> Iterator[Step]:
        if found := self._evaluated(state):
            yield from found
            return
        assert isinstance(state.expression, Member | Item)
        of = state.expression.of
        if isinstance(state.expression, Member) and (parsed := self.parsed(state, of, state.expression.name)):
            yield from parsed
            return
        held = holder_of(index, state.function, of.id, state.line) if isinstance(of, Name) else None
        if isinstance(held, Held):
            for value, function, line in held.values:
                yield state._replace(expression=taken_of(state.expression, value), function=function, owner=-1, line=line)
        elif isinstance(held, Slot):
            yield from self.parameter(index, state, held, state.expression)
        elif isinstance(of, CallRef):
            for one in self.called(state, of.index):
                is_open = isinstance(one, Part) and one.origin is Origin.UNCLEAR
                yield self.part(state, Origin.RECORD) if is_open else one
        elif isinstance(of, Member | Item):
            yield state._replace(expression=of, is_holder=True)
        elif isinstance(of, Object | Choice):
            yield from (state._replace(expression=one) for one in _entries(of, state.expression))
        else:
            yield self.part(state, Origin.UNCLEAR)

    def _evaluated(self, state: State) -> list[Step]:
        """What evaluation knows of a name; [] for nothing."""
        found: list[Step] = []
        for value in options_of(self.evaluator.of(state.path, state.expression, state.function, state.owner)):
            match value:
                case Constant() | External() | Environment() | ClassValue():
                    found.append(constant(state))
                case Literally(path, expression, function, owner) if (path, expression) != (state.path, state.expression):
                    there = state._replace(path=path, function=function, owner=owner, line=0, is_keyed=False)
                    found.append(there._replace(expression=expression))
                case ParameterValue(path, function, position, key):
                    index = index_of(self.db, path)
                    if index is not None and (path, function) != (state.path, state.function):
                        at = state._replace(path=path, function=function, owner=-1, line=0)
                        found += self.parameter(index, at, Slot(function, position, "", key))
        return found


def _entries(of: Object | Choice, taken: Member | Item) -> Iterable[Expression]:
    if isinstance(of, Choice):
        return [taken_of(taken, one) for one in of.options]
    wanted = taken.name if isinstance(taken, Member) and taken.name != ELEMENT else None
    return [value for key, value in of.entries if key in (wanted, "...") or wanted is None]
