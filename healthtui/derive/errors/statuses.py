"""Which HTTP status an expression stands for."""

from __future__ import annotations

from healthtui.derive.evaluation.evaluate import Evaluator
from healthtui.derive.evaluation.expressions import chosen_of
from healthtui.derive.evaluation.pieces import call_at, returns_of
from healthtui.derive.evaluation.values import UNKNOWN, Constant, External, FunctionValue, Literally, options_of
from healthtui.derive.evaluation.written import STATUS_BY_NAME, constant_case, status_of
from healthtui.derive.libraries.errors import OTHER_NAMES
from healthtui.facts.source import CallRef, Expression, Item, Literal, Member, Name, Object


def statuses_of(evaluator: Evaluator, path: str, expression: Expression, function: int, owner: int = -1) -> list[int]:
    """Each status that an expression may be: a number, a constant, or a name such as `HttpStatus.NOT_FOUND`."""
    found: list[int] = []
    for option in chosen_of(expression):
        if isinstance(option, CallRef):
            found += _returned(evaluator, path, option)
        elif isinstance(option, Item) and isinstance(table := evaluator.of(path, option.of, function, owner), Literally):
            found += _listed(evaluator, table)
        else:
            found += _of_one(evaluator, path, option, function, owner)
    return [one for one in dict.fromkeys(found) if one]


def graphql_status(expression: Expression) -> Expression | None:
    """The status of the answer that an error of GraphQL names: `{ extensions: { http: { status: 401 } } }`."""
    found: Expression | None = expression
    for name in ("extensions", "http", "status"):
        found = dict(found.entries).get(name) if isinstance(found, Object) else None
    return found


def _of_one(evaluator: Evaluator, path: str, expression: Expression, function: int, owner: int) -> list[int]:
    if isinstance(expression, Literal):
        return [status_of(expression) or 0]
    if not isinstance(expression, Member | Name | Item):
        return []
    value = evaluator.of(path, expression, function, owner)
    if value == UNKNOWN and not _is_own_member(expression):
        return [status_of(expression) or 0]
    return [_constant(one) or 0 for one in options_of(value)]


def _returned(evaluator: Evaluator, path: str, made: CallRef) -> list[int]:
    """What a function of the repository chooses: `res.status(this.statusOf(error))`."""
    call = call_at(evaluator.db, path, made.index)
    found: list[int] = []
    for one in options_of(evaluator.callee(path, call)) if call and not call.is_new else ():
        if isinstance(one, FunctionValue):
            given = [it for each in returns_of(evaluator.db, one.path, one.index) or () for it in chosen_of(each)]
            found += [status for it in given for status in _of_one(evaluator, one.path, it, one.index, -1)]
    return found


def _listed(evaluator: Evaluator, table: Literally) -> list[int]:
    """What a table of the repository holds: `STATUS_OF[error.code]`."""
    entries = table.expression.entries if isinstance(table.expression, Object) else ()
    values = [value for _, value in entries]
    return [status for one in values for status in _of_one(evaluator, table.path, one, table.function, table.owner)]


def _constant(value: object) -> int | None:
    match value:
        case Constant(float() | int() as number):
            return status_of(Literal(number))
        case External(_, name) if not _is_own_code(name):
            return STATUS_BY_NAME.get(constant_case(name.rpartition(".")[2]))
    return None


def _is_own_member(expression: Expression) -> bool:
    return isinstance(expression, Member) and isinstance(expression.of, Member) and _is_own_code(f"{expression.of.name}.")


def _is_own_code(name: str) -> bool:
    """A code that a class of errors numbers itself, as `Parse.Error.NOT_FOUND`: no status of HTTP."""
    return name.rpartition(".")[0].endswith(("Error", "Exception"))


def status_named(name: str) -> int:
    """The status that a class or factory is named by: `NotFoundException`, `badRequest`, `ConflictError`; else 0."""
    word = constant_case(name)
    for ending in ("", "_EXCEPTION", "_ERROR"):
        stem = word.removesuffix(ending)
        if status := STATUS_BY_NAME.get(stem) or OTHER_NAMES.get(stem):
            return status if status >= 400 else 0
    return 0
