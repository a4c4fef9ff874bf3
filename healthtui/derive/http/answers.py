"""How a function answers: the statuses that it sends, where it refuses, and whether it hands on."""

from __future__ import annotations

import re
from collections.abc import Iterator

from healthtui.derive.evaluation.values import Constant
from healthtui.derive.evaluation.written import status_of, texts_of
from healthtui.derive.http.code import NEXT_NAMES, Code
from healthtui.facts.source import Call, Expression, Literal, Member, Name, Object

_STATUS_CALLS = {"status", "code", "sendStatus", "writeHead", "createError", "httpError", "setStatus", "statusCode"}
_SENDS_PAGE = re.compile(r"\.(?:sendFile|sendfile|send|render|view)$")
_NOBODY = re.compile(r"un_?authori[sz]ed|un_?authenticated|not_?authenticated", re.I)
_REFUSAL = re.compile(r"un_?authori[sz]ed|un_?authenticated|not_?authenticated|forbidden|invalid_?token|access_?denied", re.I)


def statuses(code: Code) -> Iterator[tuple[int, int]]:
    """(line, status) of each status that is sent, set, or given to an error."""
    for call in code.calls:
        name = code.name_of(call).rpartition(".")[2]
        for argument in call.arguments[:3] if name in _STATUS_CALLS or call.is_new or _is_next(call) else ():
            yield from ((call.line, status) for status in _statuses_in(code, call, argument))
    for assigned in code.index.module.assignments:
        is_status = assigned.function in code.inside and assigned.target.endswith((".statusCode", ".status"))
        if is_status and (status := status_of(assigned.value)) is not None:
            yield assigned.line, status


def _statuses_in(code: Code, call: Call, argument: Expression) -> Iterator[int]:
    if isinstance(argument, Object):
        values = [value for key, value in argument.entries if key in ("status", "statusCode", "code")]
        yield from (status for value in values if (status := status_of(value)) is not None)
    elif (status := status_of(argument)) is not None:
        yield status
    elif isinstance(argument, Member):
        value = code.evaluator.of(code.path, argument, call.function, call.owner)
        if isinstance(value, Constant) and isinstance(value.value, float | int):
            yield from (one for one in [status_of(Literal(value.value))] if one is not None)


def refusals(code: Code) -> list[int]:
    """The lines where it answers 401 or 403, or names an error that says so."""
    lines = [line for line, status in statuses(code) if status in (401, 403)]
    for call in code.calls:
        said = [code.name_of(call), *texts_of(call)]
        if any(_REFUSAL.search(one) for one in said) or _rejects_by_itself(code, call):
            lines.append(call.line)
    return sorted(lines)


def asks_who(code: Code) -> bool:
    """Answers 401, by the status or by an error of that name: `throw new UnauthorizedException('…')`."""
    return any(status == 401 for _, status in statuses(code)) or any(_NOBODY.search(code.name_of(one)) for one in code.calls)


def _rejects_by_itself(code: Code, call: Call) -> bool:
    """`request.jwtVerify()` of @fastify/jwt rejects with 401; nothing else need be said."""
    return code.root(call.callee) in code.requests and code.name_of(call).endswith(".jwtVerify")


def redirects(code: Code) -> list[int]:
    """The lines where the reply redirects."""
    return [one.line for one in code.calls if code.name_of(one).endswith(".redirect") and code.root(one.callee) in code.replies]


def gives_page(code: Code) -> bool:
    """Sends one file or text, whoever asks and whatever for: nothing is waited for."""
    sent = [one for one in code.calls if _SENDS_PAGE.search(code.name_of(one)) and code.root(one.callee) in code.replies]
    return bool(sent) and not any(one.is_awaited or one.callee == Name("next") for one in code.calls)


def hands_on(code: Code) -> list[int]:
    """The lines where it calls `next` without an error."""
    return [call.line for call in code.calls if _is_next(call) and not call.arguments]


def hands_on_errors(code: Code) -> bool:
    return any(_is_next(call) and call.arguments for call in code.calls)


def _is_next(call: Call) -> bool:
    return isinstance(call.callee, Name) and call.callee.id in NEXT_NAMES


def responds(code: Code) -> bool:
    """Answers by itself, or gives the reply to a function that does."""
    return any(code.root(one) in code.replies for call in code.calls for one in (call.callee, *call.arguments))
