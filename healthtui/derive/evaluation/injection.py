"""What objects are given from outside: by a container, or by whoever makes them with `new`."""

from __future__ import annotations

from collections.abc import Iterable

from healthtui.derive.evaluation.pieces import call_at, class_name, constructor_of, injected, super_call, word_of
from healthtui.derive.evaluation.providers import Provision, creations, has_cradle, named_token, provisions, token_of_slot
from healthtui.derive.evaluation.shared import MAX_DEPTH, Evaluation
from healthtui.derive.evaluation.values import (
    UNKNOWN,
    Attribute,
    ClassValue,
    Constant,
    External,
    FunctionValue,
    Instance,
    ParameterValue,
    Value,
    either,
    options_of,
)
from healthtui.derive.libraries.containers import CLASS, EXISTING, FACTORY
from healthtui.facts.source import Expression, Name

MAX_CREATIONS = 5  # of one class: what is made in more places is given something else in each


class Injection(Evaluation):
    """The part of evaluation that knows how objects come by what they use."""

    def provided(self, path: str, token: Value, word: str, depth: int) -> Value:
        """What a container gives for a token in the package of a file; `word` is how the token is written."""
        words = {word, token.value} if isinstance(token, Constant) and isinstance(token.value, str) else {word}
        found = [one for each in sorted(words) for one in provisions(self.db, path, each)] if token != UNKNOWN else []
        return either([self._provision(one, depth + 1) for one in found if self._has_token(one, token, depth + 1)])

    def _has_token(self, one: Provision, token: Value, depth: int) -> bool:
        return depth <= MAX_DEPTH and self.of(one.path, one.token, one.function, one.owner, depth) == token

    def _provision(self, one: Provision, depth: int) -> Value:
        value = self.of(one.path, one.value, one.function, one.owner, depth)
        match one.kind:
            case _ if depth > MAX_DEPTH:
                return UNKNOWN
            case kind if kind == CLASS:
                return either([Instance(each) for each in options_of(value) if isinstance(each, ClassValue | External)])
            case kind if kind == FACTORY:
                return either([self.returned(each, depth + 1) for each in options_of(value) if isinstance(each, FunctionValue)])
            case kind if kind == EXISTING:
                return self.asked(one.path, value, one.value, depth + 1)
        return value

    def asked(self, path: str, token: Value, written: Expression, depth: int) -> Value:
        """What is injected for a token: what is provided for it, or an object of the class that it is."""
        found = self.provided(path, token, word_of(written), depth)
        return Instance(token) if found == UNKNOWN and isinstance(token, ClassValue) else found

    def decorated(self, path: str, decorators: Iterable[Expression], owner: int, depth: int) -> Value:
        """What a decorator asks for by its token: `@Inject('USERS')`."""
        token = named_token(self.db, path, tuple(decorators))
        return self.asked(path, self.of(path, token, -1, owner, depth), token, depth) if token is not None else UNKNOWN

    def substituted(self, path: str, value: Value, depth: int) -> Value:
        """An injected object of a class, or of what the container is told to take for that class."""
        if not isinstance(value, Instance) or not isinstance(value.of, ClassValue):
            return value
        name = class_name(self.db, value.of.path, value.of.index) or ""
        found = self.provided(path, value.of, name, depth)
        return found if found != UNKNOWN else value

    def injected(self, path: str, number: int, name: str, depth: int) -> Value:
        """What the parameter of a constructor stands for that has the name of a member."""
        slot = injected(self.db, path, number, name)
        if slot is None:
            return UNKNOWN
        token = token_of_slot(self.db, path, slot.function, slot.position)
        asked = self.asked(path, self.of(path, token, -1, number, depth), token, depth) if token is not None else UNKNOWN
        if asked != UNKNOWN:
            return asked
        typed = self.substituted(path, self.typed(path, slot.type, depth + 1), depth)
        return (
            typed if typed != UNKNOWN else self.made_with(path, number, ParameterValue(path, slot.function, slot.position), depth)
        )

    def made_with(self, path: str, number: int, value: Value, depth: int) -> Value:
        """A parameter of a class's constructor, or a member of it, as those give it who make such objects."""
        match value:
            case Attribute(ParameterValue(position=position, key="") as parameter, key):
                pass
            case ParameterValue(position=position, key=key) as parameter:
                pass
            case _:
                return value
        if (parameter.path, parameter.function) != (path, constructor_of(self.db, path, number)) or depth > MAX_DEPTH:
            return value
        if key and not position and has_cradle(self.db, path):
            found = self.provided(path, Constant(key), key, depth)
            if found != UNKNOWN:
                return found
        given = self._given_by_new(path, number, position, depth)
        found = either([self.member(one, key, depth + 1) if key else one for one in given])
        return value if found == UNKNOWN or UNKNOWN in given else found

    def _given_by_new(self, path: str, number: int, position: int, depth: int) -> list[Value]:
        made = creations(self.db, path, class_name(self.db, path, number) or "")
        given: list[Value] = []
        for one in made if len(made) <= MAX_CREATIONS else ():
            call = call_at(self.db, one.path, one.number)
            if call is not None and self.of(one.path, call.callee, call.function, call.owner, depth) == ClassValue(path, number):
                argument = call.arguments[position] if position < len(call.arguments) else Name("undefined")
                given.append(self.of(one.path, argument, call.function, call.owner, depth + 1))
        return given

    def handed_up(self, path: str, number: int, parent: ClassValue, value: Value, depth: int) -> Value:
        """A parameter of a parent's constructor, as the class gives it by `super(…)`."""
        if not isinstance(value, ParameterValue) or depth > MAX_DEPTH:
            return value
        up = super_call(self.db, path, number)
        call = call_at(self.db, path, up) if up is not None and up >= 0 else None
        is_theirs = (value.path, value.function) == (parent.path, constructor_of(self.db, parent.path, parent.index))
        if call is None or not is_theirs or value.position >= len(call.arguments):
            return value
        given = self.of(path, call.arguments[value.position], call.function, call.owner, depth)
        given = self.member(given, value.key, depth + 1) if value.key else given
        given = self.substituted(path, self.made_with(path, number, given, depth + 1), depth)
        return given if given != UNKNOWN else value
