"""What kind of error a class makes: whose it is, its status, and where it takes its message from."""

from __future__ import annotations

import msgspec
from msgspec.structs import replace

from healthtui.derive.database import Database, query
from healthtui.derive.errors.statuses import graphql_status, status_named, statuses_of
from healthtui.derive.errors.wording import FINE, wording_of
from healthtui.derive.evaluation.evaluate import Evaluator
from healthtui.derive.evaluation.values import UNKNOWN, Called, ClassValue, External, Instance, Value, options_of
from healthtui.derive.inputs import ModuleIndex, index_of
from healthtui.derive.libraries.errors import (
    BUILTIN_ERRORS,
    CLASS_FACTORIES,
    CODE_FIELD,
    ERROR_NAME,
    MESSAGE_FIELD,
    NAMED_BY_STATUS,
    NEST,
    STATUS_FIELD,
)
from healthtui.facts.source import Class, Expression, Name

_MAX_BASES = 12


class ErrorKind(msgspec.Struct, frozen=True, gc=False):
    """`message_at` and `status_at` are positions of the constructor's arguments, -1 where it takes none."""

    origin: str  # own, nest, library, builtin, other
    message_at: int = 0
    status_at: int = -1
    status: int = 0  # its constant status, 0 where it has none
    speaks: bool = False  # it sets a message by itself


BUILTIN = ErrorKind("builtin")
OTHER = ErrorKind("other", speaks=True)


def kind_of(evaluator: Evaluator, value: Value, name: str) -> ErrorKind | None:
    """The kind of error that a class makes, by its value; by its name where it cannot be followed. None: no error."""
    for one in options_of(value):
        match one:
            case ClassValue(path, number) | Instance(ClassValue(path, number)):
                return own_kind(evaluator.db, path, number)
            case External(module, dotted):
                return _of_package(module, dotted.rpartition(".")[2])
            case Called(External(module, _), path, number) if module in CLASS_FACTORIES:
                return _made_class(evaluator, path, number)
    if name in BUILTIN_ERRORS and value == UNKNOWN:
        return BUILTIN
    return OTHER if ERROR_NAME.search(name) else None


def _of_package(module: str, name: str) -> ErrorKind | None:
    if module == NEST:
        is_error = name.endswith("Exception")
        return ErrorKind("nest", 0, 1 if name == "HttpException" else -1, status_named(name)) if is_error else None
    if module in NAMED_BY_STATUS:
        takes_status = name in ("HttpError", "Boom") or not status_named(name)
        return ErrorKind("library", 1 if name == "HttpError" else 0, 0 if takes_status else -1, status_named(name))
    return OTHER if ERROR_NAME.search(name) else None


def _made_class(evaluator: Evaluator, path: str, number: int) -> ErrorKind:
    """`createError('CODE', 'message', 404)` of @fastify/error makes a class."""
    index = index_of(evaluator.db, path)
    call = index.module.calls[number] if index else None
    given = call.arguments[2:3] if call else ()
    found = [one for it in given for one in statuses_of(evaluator, path, it, call.function if call else -1)]
    return ErrorKind("own", -1, -1, found[0] if found else 0, speaks=True)


@query
def own_kind(db: Database, path: str, number: int) -> ErrorKind | None:
    """The kind of error that a class of the repository makes; None where it extends no error class."""
    evaluator, chain = Evaluator(db), [(path, number)]
    while len(chain) < _MAX_BASES:
        index = index_of(db, chain[-1][0])
        declared = index.module.classes[chain[-1][1]] if index else None
        if declared is None or declared.extends is None:
            return None
        base = evaluator.of(chain[-1][0], declared.extends, declared.function)
        own = next((one for one in options_of(base) if isinstance(one, ClassValue)), None)
        if own is None:
            kind = kind_of(evaluator, base, last_name(declared.extends))
            return _folded(evaluator, kind, chain) if kind else None
        if (own.path, own.index) in chain:
            return None
        chain.append((own.path, own.index))
    return None


def last_name(expression: Expression) -> str:
    return str(getattr(expression, "name", getattr(expression, "id", "")))


def _folded(evaluator: Evaluator, kind: ErrorKind, chain: list[tuple[str, int]]) -> ErrorKind:
    """What a class makes of what its bases make."""
    for path, number in reversed(chain):
        if index := index_of(evaluator.db, path):
            kind = _Reading(evaluator, path, index, index.module.classes[number]).over(kind)
    return replace(kind, origin="own")


class _Reading:
    """One class of a chain: its constructor, what it hands to `super`, and what it sets."""

    def __init__(self, evaluator: Evaluator, path: str, index: ModuleIndex, declared: Class) -> None:
        self.evaluator, self.path, self.index, self.declared = evaluator, path, index, declared
        makers = [one.function for one in declared.members if one.kind == "constructor" and one.function >= 0]
        self.constructor = makers[0] if makers else -1

    def over(self, kind: ErrorKind) -> ErrorKind:
        if self.constructor >= 0:
            handed = self._super_arguments()
            message = self._at(handed, kind.message_at)
            status = self._at(handed, kind.status_at)
            kind = replace(kind, message_at=-1, status_at=-1)
            kind = self._with_status(self._with_message(kind, message), status)
            for one in handed:
                kind = self._with_status(kind, graphql_status(one))
        fields = self._fields()
        is_named = any(STATUS_FIELD.search(name) and not CODE_FIELD.search(name) for name, _ in fields)
        for field, value in fields:
            if is_named and CODE_FIELD.search(field):
                continue  # beside a status it is a word for clients
            if MESSAGE_FIELD.search(field):
                kind = self._with_message(kind, value)
            elif STATUS_FIELD.search(field):
                kind = self._with_status(kind, value)
        return kind

    def _super_arguments(self) -> tuple[Expression, ...]:
        calls = (self.index.module.calls[one] for one in self.index.calls_in.get(self.constructor, ()))
        return next((one.arguments for one in calls if one.callee == Name("super")), ())

    def _at(self, handed: tuple[Expression, ...], position: int) -> Expression | None:
        return handed[position] if 0 <= position < len(handed) else None

    def _fields(self) -> list[tuple[str, Expression]]:
        found = [(one.name, one.value) for one in self.declared.members if one.value is not None and not one.is_static]
        for one in self.declared.members:
            if one.kind == "getter" and one.function >= 0:
                found += [(one.name, it) for it in self.index.module.functions[one.function].returns[:1]]
        for assigned in self.index.module.assignments:
            if assigned.function == self.constructor >= 0 and assigned.target.startswith("this."):
                found.append((assigned.target.removeprefix("this."), assigned.value))
        if self.constructor >= 0:  # `constructor(readonly status: number)`, or what is taken by destructuring
            for given in self.index.module.functions[self.constructor].parameters:
                found += [(key, Name(key)) for key in (given.name, *given.keys) if STATUS_FIELD.search(key)]
        return found

    def _position(self, value: Expression) -> int:
        if self.constructor < 0 or not isinstance(value, Name):
            return -1
        parameters = self.index.module.functions[self.constructor].parameters
        return next((at for at, one in enumerate(parameters) if value.id == one.name or value.id in one.keys), -1)

    def _with_message(self, kind: ErrorKind, value: Expression | None) -> ErrorKind:
        if value is None:
            return kind
        at = self._position(value)
        if at >= 0:
            default = self.index.module.functions[self.constructor].parameters[at].default
            return replace(kind, message_at=at, speaks=kind.speaks or (default is not None and wording_of(default) == FINE))
        return replace(kind, speaks=True) if wording_of(value) == FINE else kind

    def _with_status(self, kind: ErrorKind, value: Expression | None) -> ErrorKind:
        if value is None:
            return kind
        at = self._position(value)
        default = self.index.module.functions[self.constructor].parameters[at].default if at >= 0 else value
        found = statuses_of(self.evaluator, self.path, default, self.constructor) if default is not None else []
        status = found[0] if found and found[0] >= 400 else 0
        return replace(kind, status_at=at if at >= 0 else kind.status_at, status=status or kind.status)
