"""What calls return: text that stays the same, numbers, and what functions of the repository make."""

from __future__ import annotations

from collections.abc import Iterator

from healthtui.derive.evaluation.pieces import call_at
from healthtui.derive.evaluation.values import Called, FunctionValue, Literally, options_of
from healthtui.derive.evaluation.written import dotted
from healthtui.derive.inputs import ModuleIndex, index_of
from healthtui.derive.libraries.text import NO_TEXT, OF_EACH, OF_THE_SCHEMA, REDUCING, REPLACING, SAME_TEXT
from healthtui.derive.security.names import is_request
from healthtui.derive.security.parts import MAX_LEVELS, Entered, Origin, State, Step, Steps, constant, is_constant
from healthtui.facts.source import Call, CallRef, Expression, FunctionRef, Member, Name


class Results(Steps):
    """The steps from a call."""

    def called(self, state: State, number: int) -> Iterator[Step]:
        index = index_of(self.db, state.path)
        if index is None:
            return
        call = index.module.calls[number]
        written = dotted(index, call.callee)
        method = written.rpartition(".")[2]
        receiver = (call.callee.of,) if isinstance(call.callee, Member) else ()
        inside = state._replace(function=call.function, owner=call.owner, line=call.line)
        if self._is_harmless_call(inside, method, receiver):
            yield constant(state)
        elif is_request(index, call.function, written.partition(".")[0]) and receiver:
            yield self.part(state, Origin.REQUEST)
        elif method == "keys" and written.startswith("Object."):
            yield from (inside._replace(expression=one, is_keyed=True) for one in call.arguments)
        elif method in SAME_TEXT:
            own = () if written in ("JSON.stringify", "Object.values") else receiver
            given = call.arguments if method in ("concat", "String", "stringify", "values", "join") else ()
            yield from (inside._replace(expression=one) for one in (*own, *given))
        elif method in REPLACING and receiver:
            yield from self._replaced(inside, index, receiver[0], call)
        elif method in OF_EACH or written == "Array.from":
            yield from (step for one in call.arguments[-1:] for step in self._of_each(state, index, one))
        elif method in REDUCING and call.arguments:
            yield from (inside._replace(expression=one) for one in call.arguments[1:2])
            yield from self._of_each(state, index, call.arguments[0])
        elif method == "fill":
            yield from (inside._replace(expression=one) for one in call.arguments[:1])
        else:
            yield from self._returned(state, call, number)

    def _replaced(self, state: State, index: ModuleIndex, receiver: Expression, call: Call) -> Iterator[Step]:
        """`page.replace('{{name}}', name)`: what is put in; of the text before, only what earlier replacements put in."""
        before = index.module.calls[receiver.index].callee if isinstance(receiver, CallRef) else None
        is_chain = isinstance(before, Member) and before.name in REPLACING
        yield state._replace(expression=receiver) if is_chain else self.part(state, Origin.UNCLEAR)
        yield from (state._replace(expression=one) for one in call.arguments[1:2] if not isinstance(one, FunctionRef))

    def _is_harmless_call(self, state: State, method: str, receiver: tuple[Expression, ...]) -> bool:
        if method in NO_TEXT or method in self.safe or OF_THE_SCHEMA.search(method):
            return True
        return method == "get" and any(self._is_map_of_constants(state, one) for one in receiver)

    def _is_map_of_constants(self, state: State, receiver: Expression) -> bool:
        """`COLUMNS.get(key)` of `new Map([['name', 'o.name'], …])`."""
        for value in options_of(self.evaluator.of(state.path, receiver, state.function, state.owner)):
            made = call_at(self.db, value.path, value.index) if isinstance(value, Called) else None
            if not isinstance(value, Called) or made is None or made.callee != Name("Map") or not made.arguments:
                return False
            entries = self.evaluator.of(value.path, made.arguments[0], made.function, made.owner)
            if not isinstance(entries, Literally) or not is_constant(entries.expression):
                return False
        return True

    def _of_each(self, state: State, index: ModuleIndex, callback: Expression) -> Iterator[Step]:
        if not isinstance(callback, FunctionRef):
            yield self.part(state, Origin.UNCLEAR)
            return
        for returned in index.module.functions[callback.index].returns:
            yield state._replace(expression=returned, function=callback.index, owner=-1, line=0)

    def _returned(self, state: State, call: Call, number: int) -> Iterator[Step]:
        """What a function of the repository returns."""
        found = [one for one in options_of(self.evaluator.callee(state.path, call)) if isinstance(one, FunctionValue)]
        if not found or state.level >= MAX_LEVELS:
            yield self.part(state, Origin.UNCLEAR)
        for one in found if state.level < MAX_LEVELS else ():
            index = index_of(self.db, one.path)
            for returned in index.module.functions[one.index].returns if index else ():
                entered = (*state.entered, Entered(one.path, one.index, state.path, number))
                yield State(one.path, returned, one.index, -1, state.before, state.level + 1, state.shown, entered=entered)
