"""Follows names to what they stand for: through bindings, imports, barrels, members, factories and injected classes.

Evaluation is bounded in depth and never runs anything. It belongs inside a query, which records what it reads.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Mapping
from functools import partial
from posixpath import dirname

from healthtui.derive.database import Database
from healthtui.derive.graph import package_of, resolve_module
from healthtui.derive.inputs import ModuleIndex, index_of
from healthtui.derive.values import (
    UNKNOWN,
    Attribute,
    Called,
    ClassValue,
    Constant,
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
from healthtui.facts.source import (
    ELEMENT,
    Array,
    Call,
    CallRef,
    Choice,
    ClassRef,
    Expression,
    FunctionRef,
    Literal,
    Member,
    Name,
    Object,
    Require,
    Template,
)  # fmt: skip

MAX_DEPTH = 40
Given = Mapping[Hashable, Value]  # a parameter (path, function, position), or an element (path, expression) → its value
_TYPE_NAME = re.compile(r"^(?:readonly\s+|typeof\s+)?([A-Za-z_$][\w$]*)((?:\.[A-Za-z_$][\w$]*)*)")
_PROMISE = re.compile(r"^Promise<(.+)>$")


class Evaluator:
    """Evaluates expressions of source files. Cheap to make; holds nothing but the database.

    With `follow_calls` off, the result of a function of the repository stays `Called`: of `wrap(handler)` one sees the
    wrapper and the call, and so what it was given.
    """

    def __init__(self, db: Database, *, follow_calls: bool = True, given: Given | None = None) -> None:
        self.db, self.follow_calls = db, follow_calls
        self.given = given or {}  # what parameters stand for, where a caller or a loop is being followed
        self._known: dict[Hashable, Value] = {}

    def _once(self, key: Hashable, find: Callable[[], Value]) -> Value:
        """Finds a value once; a name that leads back to itself is not known."""
        if key not in self._known:
            self._known[key] = UNKNOWN
            self._known[key] = find()
        return self._known[key]

    def of(self, path: str, expression: Expression, function: int = -1, owner: int = -1, depth: int = 0) -> Value:
        """The value of an expression that stands in a function (-1: at the top) or in the body of a class."""
        index = index_of(self.db, path)
        if index is None or depth > MAX_DEPTH:
            return UNKNOWN
        match expression:
            case Literal(value):
                return Constant(value)
            case Name(name):
                find = partial(self._name, path, index, name, function, owner, depth)
                return self._once((path, name, function, owner), find)
            case Member(of, name):
                if name == ELEMENT and (path, expression) in self.given:
                    return self.given[path, expression]
                return self.member(self.of(path, of, function, owner, depth + 1), name, depth + 1)
            case CallRef(number):
                return self._once((path, number), partial(self.call, path, number, depth + 1))
            case FunctionRef(number):
                return FunctionValue(path, number)
            case ClassRef(number):
                return ClassValue(path, number)
            case Require(module):
                return self.module(path, module, "*")
            case Choice(options):
                return either([self.of(path, one, function, owner, depth + 1) for one in options])
            case Object() | Array() | Template():
                return Literally(path, expression, function, owner)
        return UNKNOWN

    def within(self, value: Literally, expression: Expression) -> Value:
        """The value of an expression inside a literal."""
        return self.of(value.path, expression, value.function, value.owner)

    def call(self, path: str, number: int, depth: int = 0) -> Value:
        """The result of a call: what a function of the repository returns, an instance, or `Called`."""
        index = index_of(self.db, path)
        if index is None or depth > MAX_DEPTH:
            return UNKNOWN
        call = index.module.calls[number]
        if isinstance(call.callee, Member) and call.callee.name == "bind":
            return self.of(path, call.callee.of, call.function, call.owner, depth)
        results: list[Value] = []
        for callee in options_of(self.callee(path, call, depth + 1)):
            if call.is_new and isinstance(callee, ClassValue):
                results.append(Instance(callee))
            elif isinstance(callee, FunctionValue) and self.follow_calls:
                results.append(self._returned(callee, depth + 1))
            else:
                results.append(Called(callee, path, number))
        return either(results)

    def callee(self, path: str, call: Call, depth: int = 0) -> Value:
        """What a call calls."""
        return self.of(path, call.callee, call.function, call.owner, depth)

    def argument(self, path: str, call: Call, position: int) -> Value:
        """The value of an argument; `UNKNOWN` when it is not there."""
        if position >= len(call.arguments):
            return UNKNOWN
        return self.of(path, call.arguments[position], call.function, call.owner)

    def _returned(self, value: FunctionValue, depth: int) -> Value:
        index = index_of(self.db, value.path)
        if index is None:
            return UNKNOWN
        returns = index.module.functions[value.index].returns
        return either([self.of(value.path, one, value.index, -1, depth) for one in returns])

    def _name(self, path: str, index: ModuleIndex, name: str, function: int, owner: int, depth: int) -> Value:
        if name == "this":
            return self._this(path, index, function, owner)
        module = index.module
        scope = function
        while True:
            found = self._local(path, index, name, scope, depth)
            if found is not None:
                return found
            if scope < 0:
                break
            scope = module.functions[scope].parent
        if name == "process":
            return External("process")
        for one in index.imports.get(name, ()):
            return self.module(path, one.module, one.name, depth + 1)
        return UNKNOWN

    def _local(self, path: str, index: ModuleIndex, name: str, scope: int, depth: int) -> Value | None:
        """A name that is bound right in a scope (-1: the file), or None."""
        if bindings := index.bindings.get((scope, name)):
            values = [self._bound(path, one.value, one.type, scope, depth) for one in bindings]
            values += [self.of(path, one.value, one.function, -1, depth + 1) for one in index.assigned(name)]
            return either(values)
        if (number := index.functions.get((scope, name))) is not None:
            return FunctionValue(path, number)
        if (number := index.classes.get((scope, name))) is not None:
            return ClassValue(path, number)
        if scope >= 0:
            for position, parameter in enumerate(index.module.functions[scope].parameters):
                if (path, scope, position) in self.given and (parameter.name == name or name in parameter.keys):
                    value = self.given[path, scope, position]
                    return value if parameter.name == name else self.member(value, name, depth + 1)
                if parameter.name == name:
                    typed = self.typed(path, parameter.type, depth + 1)
                    return typed if typed != UNKNOWN else ParameterValue(path, scope, position)
                if name in parameter.keys:
                    return ParameterValue(path, scope, position, name)
        return None

    def _bound(self, path: str, value: Expression, type_: str, scope: int, depth: int) -> Value:
        found = self.of(path, value, scope, -1, depth + 1)
        return found if found != UNKNOWN else self.typed(path, type_, depth + 1)

    def typed(self, path: str, annotation: str, depth: int = 0) -> Value:
        """An instance of the class that a type annotation names; `UNKNOWN` where it names none."""
        inner = _PROMISE.match(annotation)
        match = None if annotation.endswith("[]") else _TYPE_NAME.match(inner.group(1) if inner else annotation)
        index = index_of(self.db, path)
        if not match or index is None or depth > MAX_DEPTH:
            return UNKNOWN
        value = self._name(path, index, match.group(1), -1, -1, depth + 1)
        for name in match.group(2).split(".")[1:]:
            value = self.member(value, name, depth + 1)
        return Instance(value) if isinstance(value, ClassValue | External) else UNKNOWN

    def _this(self, path: str, index: ModuleIndex, function: int, owner: int) -> Value:
        while function >= 0:
            fn = index.module.functions[function]
            if fn.owner >= 0:
                return Instance(ClassValue(path, fn.owner))
            function = fn.parent
        return Instance(ClassValue(path, owner)) if owner >= 0 else UNKNOWN

    def module(self, path: str, specifier: str, name: str, depth: int = 0) -> Value:
        """What a file takes from a module: `name` is an export, `default`, or `*`."""
        if depth > MAX_DEPTH:
            return UNKNOWN
        target = resolve_module(self.db, dirname(path), specifier)
        if target is None:
            return self._external(specifier, name)
        if name == "*":
            return self._whole(target, depth)
        return self._once((target, "export", name), partial(self.export, target, name, depth + 1))

    def _external(self, specifier: str, name: str) -> Value:
        if specifier.startswith("."):
            return UNKNOWN
        package = package_of(specifier)
        deeper = specifier.removeprefix("node:")[len(package) :].lstrip("/")
        return External(f"{package}/{deeper}" if deeper else package, "" if name in ("*", "default") else name)

    def _whole(self, path: str, depth: int) -> Value:
        """A file as `require` or a namespace import gives it: `module.exports` where it is one value."""
        index = index_of(self.db, path)
        exports = index.exports.get("default", ()) if index else ()
        if exports and exports[0].commonjs:
            return self.export(path, "default", depth + 1)
        return Namespace(path)

    def export(self, path: str, name: str, depth: int = 0) -> Value:
        """An export of a file, through barrels; a default import of a CommonJS file is the whole of it."""
        index = index_of(self.db, path)
        if index is None or depth > MAX_DEPTH:
            return UNKNOWN
        for one in index.exports.get(name, ()):
            if one.module:
                inner = one.value.id if isinstance(one.value, Name) else "*"
                return self.module(path, one.module, inner, depth + 1)
            return self.of(path, one.value, -1, -1, depth + 1)
        for one in index.exports.get("*", ()):
            found = self.module(path, one.module, name, depth + 1)
            if found != UNKNOWN and not (isinstance(found, External) and name == "default"):
                return found
        if index.has_commonjs:
            whole = self.export(path, "default", depth + 1) if name != "default" else Namespace(path)
            return self.member(whole, name, depth + 1) if name != "default" else whole
        return UNKNOWN

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
            case Namespace(path):
                return self._once((path, "export", name), partial(self.export, path, name, depth))
            case External("process", "env"):
                return Environment(name)
            case External(module, dotted):
                return External(module, "" if name == "default" and not dotted else f"{dotted}.{name}".lstrip("."))
            case Instance(ClassValue(path, number)):
                found = self._once((path, number, name), partial(self.class_member, path, number, name, depth))
                return found if found != UNKNOWN else Attribute(value, name)
            case ClassValue(path, number):
                return self.class_member(path, number, name, depth)
            case Instance() | Called() | Attribute() | ParameterValue():
                return Attribute(value, name)
        return UNKNOWN

    def _entry(self, value: Literally, entries: tuple[tuple[str, Expression], ...], name: str, depth: int) -> Value:
        for key, expression in reversed(entries):
            if key == name:
                return self.of(value.path, expression, value.function, value.owner, depth)
        spread = [one for key, one in entries if key == "..."]
        return either([self.member(self.of(value.path, one, value.function, value.owner, depth), name, depth) for one in spread])

    def class_member(self, path: str, number: int, name: str, depth: int = 0) -> Value:
        """A member of a class: its own, set in its constructor, injected, or inherited."""
        index = index_of(self.db, path)
        if index is None or depth > MAX_DEPTH:
            return UNKNOWN
        found = self._own_member(path, index, number, name, depth)
        base = index.module.classes[number].extends
        if found != UNKNOWN or base is None:
            return found
        for parent in options_of(self.of(path, base, -1, number, depth + 1)):
            if isinstance(parent, ClassValue):
                return self.class_member(parent.path, parent.index, name, depth + 1)
            if isinstance(parent, External | Called):
                return Attribute(Instance(parent), name)
        return UNKNOWN

    def _own_member(self, path: str, index: ModuleIndex, number: int, name: str, depth: int) -> Value:
        values: list[Value] = []
        for one in index.module.classes[number].members:
            if one.name != name:
                continue
            if one.value is not None:
                values.append(self.of(path, one.value, -1, number, depth + 1))
            elif one.function >= 0:
                values.append(FunctionValue(path, one.function))
            elif one.type:
                values.append(self.typed(path, one.type, depth + 1))
        for assigned in index.assigned(f"this.{name}"):
            if index.owner_of(assigned.function) == number:
                values.append(self.of(path, assigned.value, assigned.function, -1, depth + 1))
        known = either(values)
        return known if known != UNKNOWN else self._injected(path, index, number, name, depth)

    def _injected(self, path: str, index: ModuleIndex, number: int, name: str, depth: int) -> Value:
        for member in index.module.classes[number].members:
            if member.kind != "constructor" or member.function < 0:
                continue
            for position, parameter in enumerate(index.module.functions[member.function].parameters):
                if parameter.name == name:
                    typed = self.typed(path, parameter.type, depth + 1)
                    return typed if typed != UNKNOWN else ParameterValue(path, member.function, position)
        return UNKNOWN
