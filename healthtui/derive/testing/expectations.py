"""Whether a test expects an error: a 4xx or 5xx status, a rejection, a throw, an error's message."""

from __future__ import annotations

from collections.abc import Iterator

from healthtui.derive.database import Database, query
from healthtui.derive.evaluation.evaluate import Evaluator
from healthtui.derive.evaluation.values import FunctionValue, options_of
from healthtui.derive.evaluation.written import dotted, inner_functions, status_of
from healthtui.derive.inputs import ModuleIndex, index_of
from healthtui.derive.libraries.testing import (
    ASSERTS,
    EMPTY_MATCHERS,
    ERROR_HELPER,
    ERROR_NAME,
    ERROR_SUBJECT,
    ERROR_TEXT,
    FAILURE_ASSERTIONS,
    MESSAGE,
    MORE_THAN,
    NEGATIONS,
    REJECTIONS,
    STATUS_METHODS,
    STATUS_SUBJECT,
)
from healthtui.derive.repository.areas import is_test, is_test_data
from healthtui.facts.source import Array, Call, CallRef, Expression, Literal, Member, Name, Object, Require, Spread, Template

_HELPER_DEPTH = 2
_MAX_PARTS = 2_000  # of a table of cases


def expects_error(db: Database, path: str, functions: tuple[int, ...], table: Call | None) -> bool:
    """Whether the case whose body these functions are expects one; `table` is the call that gives its rows."""
    index = index_of(db, path)
    if index is None:
        return False
    if table is not None and any(_is_error_status(one) for one in _parts(table.arguments)):
        return True
    return _expects(db, path, index, functions, 0)


def _expects(db: Database, path: str, index: ModuleIndex, functions: tuple[int, ...], depth: int) -> bool:
    calls = [index.module.calls[number] for one in functions for number in index.calls_in.get(one, ())]
    if any(_is_expectation(index, call) for call in calls):
        return True
    if depth >= _HELPER_DEPTH:
        return False
    evaluator = Evaluator(db)
    called = {call.callee: call for call in calls if _may_be_helper(index, call.callee)}.values()
    return any(_helper_expects(db, *one, depth + 1) for call in called for one in _helpers(evaluator, path, call))


def _may_be_helper(index: ModuleIndex, callee: Expression) -> bool:
    """A function by its name, or one of what the file imports."""
    match callee:
        case Name():
            return True
        case Member(Name(name)):
            bound = index.bindings.get((-1, name), ())
            return name in index.imports or any(isinstance(one.value, Require) for one in bound)
    return False


def _helpers(evaluator: Evaluator, path: str, call: Call) -> Iterator[tuple[str, int]]:
    """The helpers of the tests that a call may call."""
    if isinstance(call.callee, Name | Member):
        for value in options_of(evaluator.callee(path, call)):
            if isinstance(value, FunctionValue) and (is_test(value.path) or is_test_data(value.path)):
                yield value.path, value.index


@query
def _helper_expects(db: Database, path: str, function: int, depth: int) -> bool:
    index = index_of(db, path)
    return index is not None and _expects(db, path, index, tuple(inner_functions(index, function)), depth)


def _is_expectation(index: ModuleIndex, call: Call) -> bool:
    names = [name.removesuffix("()") for name in dotted(index, call.callee).split(".")]
    if not NEGATIONS.isdisjoint(names) or names[-1] in EMPTY_MATCHERS:
        return False
    if names[-1] in FAILURE_ASSERTIONS or not REJECTIONS.isdisjoint(names) or ERROR_HELPER.match(names[-1]):
        return True
    if not (ASSERTS.match(names[0]) or ASSERTS.match(names[-1])):
        return False
    subjects = [dotted(index, one) for one in _given(index, call)]
    if any(ERROR_SUBJECT.search(one) for one in subjects) and names[-1] not in ("expect", "log", "error"):
        return names[-1] in MORE_THAN or Literal(0.0) not in call.arguments  # of no errors at all
    if any(MESSAGE.search(one) for one in subjects) and any(_is_error_text(one) for one in call.arguments):
        return True
    return _expects_status(call, names, subjects) or any(_is_error_object(index, one) for one in _parts(call.arguments))


def _expects_status(call: Call, names: list[str], subjects: list[str]) -> bool:
    """A status by name anywhere in an assertion; by number where it is a status that is asserted."""
    parts = list(_parts(tuple(one for one in call.arguments if not _may_succeed(one))))
    if any(isinstance(one, Member) and (status_of(one) or 0) >= 400 for one in parts):
        return True
    is_of_status = names[-1] in STATUS_METHODS or any(STATUS_SUBJECT.search(one) for one in (*subjects, ".".join(names)))
    return is_of_status and any(_is_error_status(one) for one in parts)


def _given(index: ModuleIndex, call: Call) -> Iterator[Expression]:
    """What an assertion is about: its own arguments, and those of the calls on its left."""
    yield from call.arguments
    expression: Expression = call.callee
    while isinstance(expression, Member | CallRef):
        if isinstance(expression, CallRef):
            inner = index.module.calls[expression.index]
            yield from inner.arguments
            expression = inner.callee
        else:
            yield expression
            expression = expression.of


def _may_succeed(expression: Expression) -> bool:
    """A list of statuses of which one is no error: `expect([200, 401]).toContain(status)`."""
    listed = [status_of(one) or 0 for one in expression.items] if isinstance(expression, Array) else []
    return any(100 <= one < 400 for one in listed)


def _is_error_status(expression: Expression) -> bool:
    return isinstance(expression, Literal | Member) and (status_of(expression) or 0) >= 400


def _is_error_object(index: ModuleIndex, expression: Expression) -> bool:
    """An error's class or instance, or an object that has an error's status or message."""
    match expression:
        case Name(name) | Member(_, name):
            return bool(ERROR_NAME.match(name)) and name[:1].isupper()
        case CallRef(number):
            call = index.module.calls[number]
            if call.is_new:
                return bool(ERROR_NAME.match(dotted(index, call.callee)))
            return any(_is_error_object(index, one) for one in call.arguments[:1])
        case Object(entries):
            return any(_is_error_entry(index, *entry) for entry in entries)
        case Literal("error" | "errors"):
            return True
    return False


def _is_error_entry(index: ModuleIndex, key: str, value: Expression) -> bool:
    """`statusCode: 404`, `error: …`, `message: 'Not found'`, `message: error.message`."""
    if key in ("error", "errors"):
        return value not in (Literal(None), Name("undefined"))
    if STATUS_SUBJECT.search(key):
        return _is_error_status(value) or bool(ERROR_SUBJECT.search(dotted(index, value)))
    return bool(MESSAGE.search(key)) and (_is_error_text(value) or bool(ERROR_SUBJECT.search(dotted(index, value))))


def _is_error_text(expression: Expression) -> bool:
    return isinstance(expression, Literal) and isinstance(expression.value, str) and bool(ERROR_TEXT.search(expression.value))


def _parts(expressions: tuple[Expression, ...]) -> Iterator[Expression]:
    """Expressions with all that arrays, objects and templates in them hold."""
    todo, count = list(expressions), 0
    while todo and count < _MAX_PARTS:
        one = todo.pop(0)
        count += 1
        yield one
        match one:
            case Array(items):
                todo += items
            case Object(entries):
                todo += [value for _, value in entries]
            case Template(parts):
                todo += parts
            case Spread(of):
                todo.append(of)
