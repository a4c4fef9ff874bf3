"""What `value.name` stands for: entries of objects, exports, and members of classes, injected and inherited ones too."""

from __future__ import annotations

from functools import partial

from healthtui.derive.evaluation.decorated import decorations_of
from healthtui.derive.evaluation.injection import Injection
from healthtui.derive.evaluation.loading import assigned_to_app, file_put_on_app
from healthtui.derive.evaluation.pieces import (
    base_of,
    call_at,
    class_around,
    is_static,
    members_named,
    returns_of,
    set_on_this,
)
from healthtui.derive.evaluation.put import Put, put_beside, put_into, put_on_function
from healthtui.derive.evaluation.shared import MAX_DEPTH
from healthtui.derive.evaluation.values import (
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
    external_of,
    options_of,
)  # fmt: skip
from healthtui.derive.libraries.containers import CRADLES
from healthtui.derive.libraries.environment import VARIABLE
from healthtui.facts.source import Array, Expression, Object


class Members(Injection):
    """The part of evaluation that looks into values."""

    def this(self, path: str, function: int, owner: int) -> Value:
        around = class_around(self.db, path, function) if function >= 0 else None
        owner = around if around is not None and around >= 0 else owner
        if owner < 0:
            return UNKNOWN
        is_class = function >= 0 and is_static(self.db, path, function)
        return ClassValue(path, owner) if is_class else Instance(ClassValue(path, owner))

    def parent_of_this(self, path: str, function: int, owner: int, depth: int) -> Value:
        """What a class extends, as an object of it."""
        this = self.this(path, function, owner)
        one = this.of if isinstance(this, Instance) else this
        base = base_of(self.db, one.path, one.index) if isinstance(one, ClassValue) else None
        parents = options_of(self.of(path, base, -1, owner, depth + 1)) if base is not None else ()
        return either([parent if one == this else Instance(parent) for parent in parents if isinstance(parent, ClassValue)])

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
            case Instance(ClassValue() as made) if name == "constructor":
                return made
            case Instance(ClassValue(path, number)):
                found = self.once((path, number, name), partial(self.class_member, path, number, name, depth))
                return self._or_attribute(found, value, name)
            case ClassValue(path, number):
                return self.class_member(path, number, name, depth)
            case FunctionValue(path, number) | Instance(FunctionValue(path, number)):
                return self._on_function(value, path, number, name, depth)
            case Called(_, path, number) if put := put_beside(self.db, path, number, name):
                return self._put_on(path, put, value, name, depth)
            case Attribute() | Called() | Instance() | ParameterValue():
                return self._member_outside(value, name, depth)
        return UNKNOWN

    def _member_outside(self, value: Value, name: str, depth: int) -> Value:
        """A member of what is no object of the repository: an `Attribute`, unless something of the repository is put there."""
        match value:
            case Called(Attribute(_, "extend"), path, number):  # `repository.extend({ … })` of TypeORM
                return self._extended(value, path, number, name, depth)
            case Attribute(Called(of, path), "cradle") if (whole := external_of(of)) and whole.module in CRADLES:
                return self._or_attribute(self.provided(path, Constant(name), name, depth), value, name)
            case Called() | Attribute(Called(), "value" | "data") if self._is_of_environment(value, name, depth):
                return Environment(name)
            case Attribute():
                return self._or_attribute(self._put_by_loader(value, name, depth), value, name)
            case Called(External("express")) | ParameterValue(position=0, key=""):
                put = assigned_to_app(self.db, value.path, name)
                return self._or_attribute(self.of(*put, -1, depth) if put is not None else UNKNOWN, value, name)
        return Attribute(value, name)

    def decorated_instance(self, path: str, value: Value, name: str, depth: int) -> Value:
        """`fastify.mailer`, which is read in a file, as what the instances of the package are decorated with."""
        if not isinstance(value, Attribute) or depth > MAX_DEPTH or not (put := decorations_of(self.db, path, value.of, name)):
            return value
        found = either([self.of(one.path, one.value, one.function, one.owner, depth) for one in put])
        return value if found == UNKNOWN else found

    def _put_by_loader(self, value: Attribute, name: str, depth: int) -> Value:
        """`app.api.user`, where a loader puts on the app what the files of folders give when they are called with it."""
        names, app = [value.name, name], value.of
        while isinstance(app, Attribute):
            names.insert(0, app.name)
            app = app.of
        if not isinstance(app, Called | ParameterValue):
            return UNKNOWN
        path = file_put_on_app(self.db, app.path, ".".join(names))
        given = self.export(path, "default", depth) if path is not None else UNKNOWN
        return self.returned(given, depth + 1) if isinstance(given, FunctionValue) else given

    def _is_of_environment(self, value: Value, name: str, depth: int) -> bool:
        """What checks the environment and gives it back: `schema.parse(process.env)`, `cleanEnv(process.env, {…})`."""
        value = value.of if isinstance(value, Attribute) else value
        if not isinstance(value, Called) or not VARIABLE.fullmatch(name) or depth > MAX_DEPTH:
            return False
        if (call := call_at(self.db, value.path, value.index)) is None:
            return False
        given = (self.of(value.path, one, call.function, call.owner, depth) for one in call.arguments[:1])
        return any(one == External("process", "env") for one in given)

    def _or_attribute(self, found: Value, value: Value, name: str) -> Value:
        return found if found != UNKNOWN else Attribute(value, name)

    def _on_function(self, value: Value, path: str, number: int, name: str, depth: int) -> Value:
        return self._put_on(path, put_on_function(self.db, path, number, name) or (), value, name, depth)

    def _put_on(self, path: str, put: Put, value: Value, name: str, depth: int) -> Value:
        found = either([self.of(path, expression, function, -1, depth) for expression, function in put])
        return self._or_attribute(found, value, name)

    def _extended(self, value: Value, path: str, number: int, name: str, depth: int) -> Value:
        call = call_at(self.db, path, number)
        for argument in call.arguments[:1] if call else ():
            if isinstance(argument, Object) and name in dict(argument.entries):
                return self.of(path, dict(argument.entries)[name], call.function if call else -1, -1, depth)
        return Attribute(value, name)

    def _entry(self, value: Literally, entries: tuple[tuple[str, Expression], ...], name: str, depth: int) -> Value:
        for expression, function in put_into(self.db, value.path, value.expression, value.function, name) or ():
            return self.of(value.path, expression, function, -1, depth)
        unclear: list[Value] = []
        for key, expression in reversed(entries):
            if key not in (name, "..."):
                continue
            found = self.of(value.path, expression, value.function, value.owner, depth)
            if key == name:
                return found
            taken = self.member(found, name, depth)
            if any(not isinstance(one, Attribute) for one in options_of(taken)) and taken != UNKNOWN:
                return either([taken, *unclear])
            unclear.append(taken)
        return either(unclear)

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
                inherited = options_of(self.class_member(parent.path, parent.index, name, depth + 1))
                return either([self.handed_up(path, number, parent, one, depth + 1) for one in inherited])
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
            elif (asked := self.decorated(path, one.decorators, number, depth + 1)) != UNKNOWN:
                values.append(asked)
            elif one.type:
                values.append(self.typed(path, one.type, depth + 1))
        for value, function in set_on_this(self.db, path, number, name) or ():
            given = options_of(self.of(path, value, function, -1, depth + 1))
            values += [self.made_with(path, number, one, depth + 1) for one in given]
        known = either(values)
        return known if known != UNKNOWN else self.injected(path, number, name, depth)
