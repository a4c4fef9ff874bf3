"""What a function does with a request: what it reads of it, checks, answers and hands on."""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec

from healthtui.derive.database import Database, query
from healthtui.derive.evaluation.values import Called, External, FunctionValue, Instance, Value, options_of
from healthtui.derive.evaluation.written import dotted
from healthtui.derive.http.answers import gives_page, hands_on, hands_on_errors, responds, statuses
from healthtui.derive.http.code import NEXT_NAMES, Code
from healthtui.derive.http.identity import Identity
from healthtui.derive.http.schemas import schema_of
from healthtui.derive.libraries.logging import ERROR_LEVELS
from healthtui.facts.base import Place
from healthtui.facts.source import Expression, FunctionRef, Member, Name, Spread, Template

INPUT_PARTS = ("body", "query", "params")
_LOG = re.compile(r"(?:^|\.)\w*(?:console|log|logger|winston|pino)\.\w+$", re.I)
_KEYED = re.compile(r"(?:incr|incrby|increment|consume|hit|get|set|has)$", re.I)


class InputRead(msgspec.Struct, frozen=True, gc=False):
    part: str  # body, query, params
    place: Place


class Body(msgspec.Struct, frozen=True, gc=False):
    """What a function and the functions inside it do with the request that they are given."""

    name: str
    place: Place
    inputs: tuple[InputRead, ...]
    passes_request: tuple[tuple[FunctionValue, int], ...]  # functions that are given the request or a part, at which position
    statuses: frozenset[int]
    refuses: bool  # answers 401 or 403, redirects, or throws or hands on such an error
    hands_on: bool  # calls `next`
    hands_on_errors: bool
    checks_identity: bool
    is_optional: bool  # its check lets those pass who say nothing of themselves
    tests_identity: bool  # branches on who is known
    begins_with_check: bool  # as a handler: answers or redirects when nobody is known
    validates_input: str  # the library or function that checks a part against a schema, or ""
    counts_requests: bool
    logs_requests: bool
    logs_path: bool  # logs, and looks at the method or path: as a hook that need not hand on
    responds: bool
    gives_page: bool  # sends one file or text, the same for every request
    delegates: tuple[Value, ...]  # functions and objects that it returns, or calls with the request and the reply


@query
def body_of(db: Database, path: str, function: int) -> Body:
    """The body of a function, the functions inside it included."""
    code = Code(db, path, function)
    identity, logs_path = Identity(code), _logs_path(code)
    declared = code.index.module.functions[function]
    return Body(
        name=declared.name,
        place=Place(path, declared.line, declared.column),
        inputs=tuple(_inputs(code)),
        passes_request=tuple(_passed(code)),
        statuses=frozenset(status for _, status in statuses(code)),
        refuses=identity.refuses,
        hands_on=any(isinstance(call.callee, Name) and call.callee.id in NEXT_NAMES for call in code.calls),
        hands_on_errors=hands_on_errors(code),
        checks_identity=identity.is_checked,
        is_optional=identity.is_optional,
        tests_identity=identity.is_tested,
        begins_with_check=identity.begins_with_check,
        validates_input=schema_of(db, path, function),
        counts_requests=any(_KEYED.search(code.name_of(call)) for call in code.calls),
        logs_requests=logs_path and _passes(code),
        logs_path=logs_path,
        responds=responds(code),
        gives_page=gives_page(code),
        delegates=tuple(_delegates(code)),
    )


def _inputs(code: Code) -> Iterator[InputRead]:
    logged = {call.line for call in code.calls if _LOG.search(code.name_of(call))}
    for read in code.reads:
        root, _, rest = read.chain.partition(".")
        part = rest.partition(".")[0]
        if root in code.requests and part in INPUT_PARTS and read.line not in logged:
            yield InputRead(part, Place(code.path, read.line, read.column))
    for one in code.inside:
        function = code.index.module.functions[one]
        for parameter in function.parameters[:1]:
            for key in parameter.keys:
                if key in INPUT_PARTS and (len(function.parameters) > 1 or one == code.function):
                    yield InputRead(key, Place(code.path, function.line, function.column))


def _passed(code: Code) -> Iterator[tuple[FunctionValue, int]]:
    own = {one.name for one in code.index.module.functions[code.function].parameters}
    for call in code.calls:
        for position, argument in enumerate(call.arguments):
            root = dotted(code.index, argument)
            hands_all = isinstance(argument, Spread) and dotted(code.index, argument.of) in own  # `(...all) => list(...all)`
            if hands_all or root in code.requests or (isinstance(argument, Member) and root.partition(".")[0] in code.requests):
                for value in options_of(code.evaluator.callee(code.path, call)):
                    if isinstance(value, FunctionValue) and (value.path, value.index) != (code.path, code.function):
                        yield value, position


def _passes(code: Code) -> bool:
    """Hands on: by `next()`, or `next.handle()` of an interceptor."""
    is_interceptor = any(re.fullmatch(r"\w+\.handle", code.name_of(call)) for call in code.calls)
    return is_interceptor or bool(code.requests and hands_on(code))


def _logs_path(code: Code) -> bool:
    """Looks at the method or path, and logs more than what goes wrong."""
    chains = [read.chain for read in code.reads]
    chains += [dotted(code.index, one.value) for one in code.index.module.bindings if one.function in code.inside]
    chains += [dotted(code.index, one) for call in code.calls for argument in call.arguments for one in _parts(argument)]
    named = any(re.search(r"\.(?:method|url|originalUrl|path)$", chain) for chain in chains)
    logs = [name for call in code.calls if _LOG.search(name := code.name_of(call))]
    return named and any(name.rpartition(".")[2] not in ERROR_LEVELS for name in logs)


def _parts(expression: Expression) -> tuple[Expression, ...]:
    return expression.parts if isinstance(expression, Template) else (expression,)


def _delegates(code: Code) -> Iterator[Value]:
    for returned in code.index.module.functions[code.function].returns:
        if isinstance(returned, FunctionRef):
            continue  # an inner function: its body is part of this one
        for value in options_of(code.evaluator.of(code.path, returned, code.function)):
            if isinstance(value, External | Called | FunctionValue | Instance):
                yield value
    for call in code.calls:
        given = {dotted(code.index, argument) for argument in call.arguments}
        if given & code.requests and given & code.replies:
            yield from options_of(code.evaluator.callee(code.path, call))
