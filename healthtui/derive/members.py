"""What `value.name` stands for: entries of objects, exports, and members of classes, injected and inherited ones too."""

from __future__ import annotations

from functools import partial

from healthtui.derive.evaluation import MAX_DEPTH, Evaluation
from healthtui.derive.pieces import base_of, call_at, injected, members_named, put_into, returns_of, set_on_this
from healthtui.derive.values import (
    UNKNOWN,
    Attribute,
    Called,
    ClassValue,
    Environment,
    External,
    FunctionValue,
    Instance,
    Literally,
    Namespace,
    ParameterValue,
    Value,
    either,
    options_of,
)  # fmt: skip
from healthtui.facts.source import Array, Expression, Object


class Members(Evaluation):
    """The part of evaluation that looks into values."""

    def member(self, value: Value, name: str, depth: int = 0) -> Value:
        """`value.name`."""
        if depth > MAX_DEPTH:
            return UNKNOWN
        found = [self._member_of(one, name, depth + 1) for one in options_of(value)]
        return either(found)

    def _member_of(self, value: Value, name: str, depth: int) -> Value:
        match value:
            case Literally(_, Object(entries)):
                return self._entry(value, entries, name, depth)
            case Literally(_, Array(items)) if name.isdecimal() and int(name) < len(items):
                return self.of(value.path, items[int(name)], value.function, value.owner, depth)
            case Namespace(path):
                return self.once((path, "export", name), partial(self.export, path, name, depth))
            case External("process", "env"):
                return Environment(name)
            case External(module, dotted):
                return External(module, "" if name == "default" and not dotted else f"{dotted}.{name}".lstrip("."))
            case Instance(ClassValue(path, number)):
                found = self.once((path, number, name), partial(self.class_member, path, number, name, depth))
                return found if found != UNKNOWN else Attribute(value, name)
            case ClassValue(path, number):
                return self.class_member(path, number, name, depth)
            case Called(Attribute(_, "extend"), path, number):  # `repository.extend({ … })` of TypeORM
                return self._extended(value, path, number, name, depth)
            case Instance() | Called() | Attribute() | ParameterValue() | FunctionValue():
                return Attribute(value, name)
        return UNKNOWN

    def _extended(self, value: Value, path: str, number: int, name: str, depth: int) -> Value:
        call = call_at(self.db, path, number)
        for argument in call.arguments[:1] if call else ():
            if isinstance(argument, Object) and name in dict(argument.entries):
                return self.of(path, dict(argument.entries)[name], call.function if call else -1, -1, depth)
        return Attribute(value, name)

    def _entry(self, value: Literally, entries: tuple[tuple[str, Expression], ...], name: str, depth: int) -> Value:
        for key, expression in reversed(entries):
            if key == name:
                return self.of(value.path, expression, value.function, value.owner, depth)
        for expression, function in put_into(self.db, value.path, value.expression, value.function, name) or ():
            return self.of(value.path, expression, function, -1, depth)
        spread = [one for key, one in entries if key == "..."]
        return either([self.member(self.of(value.path, one, value.function, value.owner, depth), name, depth) for one in spread])

    def class_member(self, path: str, number: int, name: str, depth: int = 0) -> Value:
        """A member of a class: its own, set in its constructor, injected, or inherited."""
        if depth > MAX_DEPTH:
            return UNKNOWN
        found = self._own_member(path, number, name, depth)
        base = base_of(self.db, path, number)
        if found != UNKNOWN or base is None:
            return found
        for parent in options_of(self.of(path, base, -1, number, depth + 1)):
            if isinstance(parent, ClassValue):
                return self.class_member(parent.path, parent.index, name, depth + 1)
            if isinstance(parent, External | Called):
                return Attribute(Instance(parent), name)
        return UNKNOWN

    def _own_member(self, path: str, number: int, name: str, depth: int) -> Value:
        values: list[Value] = []
        for one in members_named(self.db, path, number, name) or ():
            if one.value is not None:
                values.append(self.of(path, one.value, -1, number, depth + 1))
            elif one.kind == "getter":
                values += [self.of(path, it, one.function, -1, depth + 1) for it in returns_of(self.db, path, one.function) or ()]
            elif one.function >= 0:
                values.append(FunctionValue(path, one.function))
            elif one.type:
                values.append(self.typed(path, one.type, depth + 1))
        for value, function in set_on_this(self.db, path, number, name) or ():
            values.append(self.of(path, value, function, -1, depth + 1))
        known = either(values)
        return known if known != UNKNOWN else self._injected(path, number, name, depth)

    def _injected(self, path: str, number: int, name: str, depth: int) -> Value:
        slot = injected(self.db, path, number, name)
        if slot is None:
            return UNKNOWN
        typed = self.typed(path, slot.type, depth + 1)
        return typed if typed != UNKNOWN else ParameterValue(path, slot.function, slot.position)
