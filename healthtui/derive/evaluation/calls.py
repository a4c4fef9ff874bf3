"""What calls give: the results of functions, new objects, and what containers are asked for."""

from __future__ import annotations

from healthtui.derive.evaluation.injection import Injection
from healthtui.derive.evaluation.pieces import call_at, returns_of, word_of
from healthtui.derive.evaluation.setting_files import node_setting
from healthtui.derive.evaluation.shared import MAX_DEPTH
from healthtui.derive.evaluation.values import (
    UNKNOWN,
    Called,
    ClassValue,
    Constant,
    External,
    FunctionValue,
    Instance,
    Literally,
    Value,
    either,
    external_of,
    options_of,
)  # fmt: skip
from healthtui.derive.libraries.containers import GIVE_THE_CLASS, RESOLVERS, SCOPES
from healthtui.facts.source import Call, Member, Name, Object

_READ_OF_NODE_CONFIG = External("config", "get")


class Calls(Injection):
    """The part of evaluation that follows calls."""

    follow_calls: bool  # or leave the result of a function of the repository `Called`

    def call(self, path: str, number: int, depth: int = 0) -> Value:
        """The result of a call: what a function of the repository returns, an instance, or `Called`."""
        call = call_at(self.db, path, number)
        if call is None or depth > MAX_DEPTH:
            return UNKNOWN
        if call.callee == Name("super"):
            return UNKNOWN
        if (same := self._unchanged(path, call, depth)) is not None:
            return same
        results: list[Value] = []
        for callee in options_of(self.callee(path, call, depth + 1)):
            if call.is_new and isinstance(callee, ClassValue | FunctionValue):
                results.append(Instance(callee))
            elif (resolved := self._resolved(path, call, callee, depth + 1)) is not None:
                results.append(resolved)
            elif isinstance(callee, FunctionValue) and self.follow_calls:
                results.append(self.returned(callee, depth + 1))
            else:
                results.append(Called(callee, path, number))
        return either(results)

    def _resolved(self, path: str, call: Call, callee: Value, depth: int) -> Value | None:
        """What a library is known to give: of `User.init({ … })` the class, of a container an object."""
        external = external_of(callee)
        if external == _READ_OF_NODE_CONFIG:
            return self._setting(path, call, depth)
        if external is not None and (external.module, external.name) in GIVE_THE_CLASS and isinstance(call.callee, Member):
            asked = options_of(self.of(path, call.callee.of, call.function, call.owner, depth))[0]
            return asked.of if isinstance(asked, Instance) else asked
        is_container = external is not None and external.name.rpartition(".")[2] in RESOLVERS.get(external.module, ())
        return self._contained(path, call, depth) if is_container or _asks_scope(call) else None

    def _contained(self, path: str, call: Call, depth: int) -> Value | None:
        """An object of what a call of a container names, as a value or as a type."""
        named = [(self.of(path, one, call.function, call.owner, depth), one) for one in call.arguments[:1]]
        found = [self.asked(path, token, written, depth) for token, written in named]
        typed = [self.typed(path, text, depth) for text in call.type_arguments]
        found += [
            self.substituted(path, one, depth) for one in typed if isinstance(one, Instance) and isinstance(one.of, ClassValue)
        ]
        return next((one for one in found if one != UNKNOWN), None)

    def _setting(self, path: str, call: Call, depth: int) -> Value | None:
        """What node-config gives for a key, or None where no file of the repository tells."""
        keys = [self.of(path, one, call.function, call.owner, depth) for one in call.arguments[:1]]
        named = [one.value for one in keys if isinstance(one, Constant) and isinstance(one.value, str)]
        return next((found for one in named if (found := node_setting(self, path, one, depth)) != UNKNOWN), None)

    def _unchanged(self, path: str, call: Call, depth: int) -> Value | None:
        """A call that gives what it is given: `handler.bind(this)`, `Object.freeze({…})`, `Object.assign({}, …)`."""
        match call.callee:
            case Member(of, "bind"):
                return self.of(path, of, call.function, call.owner, depth)
            case Member(Name("Object"), "freeze" | "seal") if call.arguments:
                return self.of(path, call.arguments[0], call.function, call.owner, depth)
            case Member(Name("Object"), "assign") if call.arguments:
                merged = Object(tuple(("...", one) for one in call.arguments))
                return Literally(path, merged, call.function, call.owner)
        return None

    def callee(self, path: str, call: Call, depth: int = 0) -> Value:
        """What a call calls."""
        return self.of(path, call.callee, call.function, call.owner, depth)

    def argument(self, path: str, call: Call, position: int) -> Value:
        """The value of an argument; `UNKNOWN` when it is not there."""
        if position >= len(call.arguments):
            return UNKNOWN
        return self.of(path, call.arguments[position], call.function, call.owner)

    def returned(self, value: FunctionValue, depth: int = 0) -> Value:
        """What a function of the repository returns."""
        returns = returns_of(self.db, value.path, value.index) or ()
        return either([self.of(value.path, one, value.index, -1, depth) for one in returns])


def _asks_scope(call: Call) -> bool:
    """`request.diScope.resolve('users')`."""
    return isinstance(call.callee, Member) and call.callee.name == "resolve" and word_of(call.callee.of) in SCOPES
