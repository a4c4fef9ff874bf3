"""What a resolver does and what wraps it: who is refused, which arguments are read, and what checks them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from healthtui.derive.database import Database
from healthtui.derive.evaluation.evaluate import Evaluator
from healthtui.derive.evaluation.values import Attribute, Called, ClassValue, FunctionValue, Instance, Value, options_of
from healthtui.derive.evaluation.written import inner_functions
from healthtui.derive.graphql.asking import asks, asks_role
from healthtui.derive.http.schemas import schema_of
from healthtui.derive.inputs import ModuleIndex, index_of
from healthtui.facts.source import Name, Spread

ARGUMENTS = 1  # a resolver is given (parent, args, context, info)
_DEPTH = 4


def asked_by(db: Database, functions: Iterable[FunctionValue], context: tuple[int, ...] = ()) -> str:
    """The first of some functions that refuses those who are not known, or ""; `context` is where they are given it."""
    return next((_name(db, one) for one in functions if asks(db, one.path, one.index, context)), "")


def role_by(db: Database, functions: Iterable[FunctionValue], context: tuple[int, ...] = ()) -> str:
    """The first of some functions that refuses those without a role or a permission, or ""."""
    return next((_name(db, one) for one in functions if asks_role(db, one.path, one.index, context)), "")


def checked_by(db: Database, functions: Iterable[FunctionValue], at: int) -> str:
    """What checks the arguments, which are given at a position, against a schema; or ""."""
    return next((by for one in functions if (by := _schema_in(db, one, at))), "")


def functions_behind(db: Database, value: Value) -> Iterator[FunctionValue]:
    """The resolver's own function, and those that wrap it: of `authenticated(fn)` both, the given ones first."""
    todo, seen = [(one, 0) for one in options_of(value)], set[Value]()
    while todo:
        one, depth = todo.pop(0)
        if one in seen or depth > _DEPTH:
            continue
        seen.add(one)
        match one:
            case FunctionValue():
                yield one
            case Called(callee, path, number) if (index := index_of(db, path)) is not None:
                call, plain = index.module.calls[number], Evaluator(db, follow_calls=False)
                given = [plain.of(path, argument, call.function, call.owner) for argument in call.arguments]
                todo += [(option, depth + 1) for it in (*reversed(given), callee) for option in options_of(it)]
            case Instance(ClassValue(path, number)) | ClassValue(path, number):
                todo += [(option, depth + 1) for option in options_of(Evaluator(db).class_member(path, number, "use"))]
            case Attribute(of, _):
                todo += [(option, depth + 1) for option in options_of(of)]


def _name(db: Database, one: FunctionValue) -> str:
    index = index_of(db, one.path)
    return (index.module.functions[one.index].name if index else "") or "a check of its own"


def _resolvers_within(index: ModuleIndex, function: int, at: int) -> Iterator[int]:
    """A function and those inside it that are given arguments as a resolver is."""
    for number in inner_functions(index, function):
        if len(index.module.functions[number].parameters) > at and (at or number == function):
            yield number


def _schema_in(db: Database, one: FunctionValue, at: int) -> str:
    index = index_of(db, one.path)
    within = _resolvers_within(index, one.index, at) if index else ()
    return next((by for number in within if (by := schema_of(db, one.path, number, (at,)))), "")


def reads_arguments(db: Database, one: FunctionValue, at: int) -> bool:
    """Whether a resolver takes something of its arguments, or hands them on."""
    index = index_of(db, one.path)
    function = index.module.functions[one.index] if index else None
    if index is None or function is None or len(function.parameters) <= at:
        return False
    given = function.parameters[at]
    if given.keys or not given.name:
        return bool(given.keys)
    inside = inner_functions(index, one.index)
    if any(read.chain.partition(".")[0] == given.name for read in index.module.reads if read.function in inside):
        return True
    calls = (index.module.calls[number] for inner in inside for number in index.calls_in.get(inner, ()))
    return any(passed in (Name(given.name), Spread(Name(given.name))) for call in calls for passed in call.arguments)
