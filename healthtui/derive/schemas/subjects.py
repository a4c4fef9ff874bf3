"""What a query asks: the origin of its model where that can be followed, and the names that tell it otherwise."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from healthtui.derive.evaluation.evaluate import Evaluator
from healthtui.derive.evaluation.pieces import call_at, injected
from healthtui.derive.evaluation.values import (
    Called,
    ClassValue,
    Constant,
    FunctionValue,
    Instance,
    Value,
    external_of,
    options_of,
)
from healthtui.derive.evaluation.written import dotted
from healthtui.derive.inputs import ModuleIndex
from healthtui.derive.libraries.schemas import MODEL_MAKERS, REPOSITORY_MAKERS
from healthtui.facts.source import Call, CallRef, Expression, Member, Name

Origin = tuple[str, str, int]
_TYPE_ARGUMENT = re.compile(r"<\s*(?:typeof\s+)?(?:\w+\.)*(\w+)")
_DOCUMENT = re.compile(r"(?:Document|Doc|HydratedDocument|Interface|Type|Attributes)$")


class Subject(NamedTuple):
    """`names` come in the order of their strength."""

    origins: tuple[Origin, ...]
    names: tuple[str, ...]


class Subjects:
    """Finds what the queries of one file ask; belongs inside a query."""

    def __init__(self, evaluator: Evaluator, path: str, index: ModuleIndex) -> None:
        self.evaluator, self.path, self.index = evaluator, path, index

    def of(self, calls: list[Call], model: str) -> Subject:
        """Of the calls of one chain; `model` is what the query itself names."""
        origins = [one for call in calls for one in self._named_in(call)]
        receiver = receiver_of(self.index, calls[0])
        values: tuple[Value, ...] = ()
        if receiver is not None:
            values = options_of(self.evaluator.of(self.path, receiver, calls[0].function, calls[0].owner))
            origins += [one for value in values for one in self._origins(value)]
        names = list(self._names(receiver, calls[0], values))
        return Subject(tuple(origins), tuple(dict.fromkeys(filter(None, [*names, model]))))

    def _named_in(self, call: Call) -> Iterator[Origin]:
        """`manager.find(User, …)`, `getRepository(User)`: a class as the first argument."""
        for argument in call.arguments[:1]:
            if isinstance(argument, Name):
                for one in options_of(self.evaluator.of(self.path, argument, call.function, call.owner)):
                    if isinstance(one, ClassValue):
                        yield one.path, "class", one.index

    def _origins(self, value: Value) -> Iterator[Origin]:
        match value:
            case ClassValue(path, number):
                yield path, "class", number
            case Called(_, path, number):
                external = external_of(value)
                call = call_at(self.evaluator.db, path, number)
                last = external.name.rpartition(".")[2] if external else ""
                if last in MODEL_MAKERS:
                    yield path, "call", number
                if call is not None and last in REPOSITORY_MAKERS | MODEL_MAKERS:
                    found = options_of(self.evaluator.argument(path, call, 0))
                    yield from ((one.path, "class", one.index) for one in found if isinstance(one, ClassValue))

    def _names(self, receiver: Expression | None, call: Call, values: tuple[Value, ...]) -> Iterator[str]:
        for value in values:
            if isinstance(value, Called) and (made := call_at(self.evaluator.db, value.path, value.index)):
                given = self.evaluator.argument(value.path, made, 0)
                yield str(given.value) if isinstance(given, Constant) else ""
        for annotation in self._annotations(receiver, call):
            if name := model_typed(annotation):
                yield name
        for value in values:
            if isinstance(value, Instance) and isinstance(value.of, ClassValue):
                yield self._class_name(value.of)
        yield from self._table_names(receiver, call, values)
        if receiver is not None:
            yield dotted(self.index, receiver).removesuffix("()").rpartition(".")[2]
        if (owner := self.index.owner_of(call.function)) >= 0:
            yield self.index.module.classes[owner].name

    def _table_names(self, receiver: Expression | None, call: Call, values: tuple[Value, ...]) -> Iterator[str]:
        """Of models of Objection: `static get tableName() { return 'users'; }`, `static tableName = 'users'`."""
        models = [one for one in values if isinstance(one, ClassValue)]
        if receiver == Name("this") and (owner := self.index.owner_of(call.function)) >= 0:
            models.append(ClassValue(self.path, owner))
        for model in models:
            for given in options_of(self.evaluator.class_member(model.path, model.index, "tableName")):
                named = self.evaluator.returned(given) if isinstance(given, FunctionValue) else given
                yield from (str(one.value) for one in options_of(named) if isinstance(one, Constant))

    def _class_name(self, value: ClassValue) -> str:
        return self.index.module.classes[value.index].name if value.path == self.path else ""

    def _annotations(self, receiver: Expression | None, call: Call) -> Iterator[str]:
        """How the holder of a model is typed: a member of the class, a parameter, a variable."""
        if isinstance(receiver, Member) and receiver.of == Name("this"):
            owner = self.index.owner_of(call.function)
            if owner >= 0:
                yield from (one.type for one in self.index.module.classes[owner].members if one.name == receiver.name)
                slot = injected(self.evaluator.db, self.path, owner, receiver.name)
                yield slot.type if slot else ""
        elif isinstance(receiver, Name):
            scope = call.function
            while scope >= 0:
                yield from (one.type for one in self.index.module.functions[scope].parameters if one.name == receiver.id)
                yield from (one.type for one in self.index.bindings.get((scope, receiver.id), ()))
                scope = self.index.module.functions[scope].parent
            yield from (one.type for one in self.index.bindings.get((-1, receiver.id), ()))


def model_typed(annotation: str) -> str:
    """The model of `Repository<User>`, `Model<UserDocument>`; "" where a type names none."""
    found = _TYPE_ARGUMENT.search(annotation)
    return _DOCUMENT.sub("", found[1]) if found else ""


def receiver_of(index: ModuleIndex, call: Call) -> Expression | None:
    """What the first call of a chain is asked of."""
    expression = call.callee
    while isinstance(expression, Member):
        if isinstance(expression.of, CallRef):
            expression = index.module.calls[expression.of.index].callee
            continue
        return expression.of
    return None
