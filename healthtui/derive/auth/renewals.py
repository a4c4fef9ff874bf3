"""What happens to a refresh token that is used: whether it still works after it has renewed a session."""

from __future__ import annotations

import re
from collections.abc import Iterator, Set

from healthtui.derive.auth.signing import signings_in
from healthtui.derive.auth.stored import stored_in
from healthtui.derive.batches import in_each_file
from healthtui.derive.data.access import data_access_in
from healthtui.derive.data.chains import calls_within
from healthtui.derive.database import Database, query
from healthtui.derive.evaluation.evaluate import Evaluator
from healthtui.derive.evaluation.values import FunctionValue, ParameterValue, Unknown, external_of, options_of
from healthtui.derive.evaluation.written import dotted, inner_functions, root_of
from healthtui.derive.http.endpoints import registrations
from healthtui.derive.http.functions import functions_of
from healthtui.derive.inputs import ModuleIndex, derives, index_of
from healthtui.derive.libraries.tokens import CACHES, NO_RECORDS, REFRESH, words_of
from healthtui.derive.repository.graph import package_of
from healthtui.derive.repository.packages import dependencies_of, home_of
from healthtui.facts.auth import TokenRenewal
from healthtui.facts.base import Place
from healthtui.facts.source import Call, Name, Object

MAX_FUNCTIONS = 60  # that one renewal reaches
_RENEWS = re.compile(
    r"^(?:handle|do|process|post|on|perform|execute|request)?_?(?:refresh|renew|rotate|reissue)(?:$|[A-Z_]|s$)", re.I
)
_RENEWED = {"token", "tokens", "auth", "session", "sessions", "access", "login", "jwt", "credentials", "refresh"}
_OTHER_TOKENS = {
    "invite",
    "invites",
    "invitation",
    "invitations",
    "verification",
    "reset",
    "email",
    "csrf",
    "otp",
    "api",
    "device",
    "push",
}
_PATH = re.compile(r"(?:^|[/_-])(?:refresh|renew)(?:$|[/_-])|refresh-?tokens?$", re.I)
_ENDS = re.compile(
    r"^(?:delete|remove|destroy|del|unlink|getdel|revoke|invalidate|blacklist|rotate|expire|srem|hdel|pull)|AndDelete|AndRemove",
    re.I,
)
_ENDS_ALONE = re.compile(r"^(?:revoke|invalidate|blacklist|rotate|(?:delete|remove|destroy)\w*(?:Token|Session))", re.I)
_MARK = re.compile(
    r"(?:is_?)?(?:revoked|black_?listed|used|valid|invalidated|invalid|active|consumed|deleted|rotated|expired)(?:_?at)?"
    r"|replaced_?by\w*|(?:refresh_?)?token_?version|refresh_?tokens?|(?:hashed_?)?rt|(?:hashed_?)?refresh_?token_?(?:hash)?|jti|status",
    re.I,
)
_KEEPS_TOKENS = re.compile(r"(?:session|token|refresh)s?(?:service|repo\w*|model|store|dao|manager)?(?:\(\))?\.\w+$", re.I)
_OVERWRITTEN = {"hash", "token", "tokenHash", "token_hash", "value", "key"}
_OF_TOKENS = re.compile(r"token|session|refresh|jti|\brt\b", re.I)


@derives(TokenRenewal)
def token_renewals(db: Database, package: str) -> tuple[TokenRenewal, ...]:
    """The functions and final handlers that renew; one that only calls another says nothing of its own."""
    starts = list(in_each_file(db, package, _named))
    for route in registrations(db, package):
        if route.handler is not None and _PATH.search(route.path):
            starts += [FunctionValue(*one) for one in functions_of(db, route.handler)]
    renewals = {start: one for start in starts if (one := _renewal(db, start)) is not None}
    found = [one for start, one in renewals.items() if one.revoked_at or not _reaches_other(db, start, renewals.keys())]
    return tuple(sorted(dict.fromkeys(found), key=lambda one: one.place))


def _reaches_other(db: Database, start: FunctionValue, others: Set[FunctionValue]) -> bool:
    return any(function != start and function in others for function, _ in _reached(db, start))


@query
def _named(db: Database, path: str) -> tuple[FunctionValue, ...]:
    index = index_of(db, path)
    functions = index.module.functions if index else ()
    return tuple(
        FunctionValue(path, number)
        for number, one in enumerate(functions)
        if _RENEWS.match(one.name) and (words := set(words_of(one.name))) & _RENEWED and not words & _OTHER_TOKENS
    )


@query
def _renewal(db: Database, start: FunctionValue) -> TokenRenewal | None:
    """What a function does to the old token; None where it issues none."""
    reached = list(_reached(db, start))
    ends: list[Place] = []
    is_read = True
    for function, calls in reached:
        ends += _ends(db, function, calls, _lines(db, function))
        is_read = is_read and not any(_is_open(db, function.path, number) for number in calls)
    if not any(_issues(db, *one) for one in reached):
        return None
    index = index_of(db, start.path)
    assert index is not None
    own = index.module.functions[start.index]
    place = _issued_at(db, start, index, reached) or Place(start.path, own.line, own.column)
    return TokenRenewal(place, own.name or "a handler", ends[0] if ends else None, is_read)


def _issues(db: Database, function: FunctionValue, calls: set[int]) -> bool:
    """Whether a function signs a token itself, or keeps a refresh token."""
    if any(one.number in calls for one in signings_in(db, function.path)):
        return True
    lines = _lines(db, function)
    return any(_is_here(one.place, lines) and one.kind == REFRESH for one in stored_in(db, function.path))


def _issued_at(
    db: Database, start: FunctionValue, index: ModuleIndex, reached: list[tuple[FunctionValue, set[int]]]
) -> Place | None:
    """The call in the function itself by which the new token comes about."""
    signed = {one.number for one in signings_in(db, start.path)}
    evaluator, issuing = Evaluator(db, follow_calls=False), {one for one, calls in reached if _issues(db, one, calls)}
    for number in sorted(reached[0][1]):
        call = index.module.calls[number]
        called = {one for one in options_of(evaluator.callee(start.path, call)) if isinstance(one, FunctionValue)}
        leads = {function for one in called for function, _ in _reached(db, one)}
        if number in signed or not leads.isdisjoint(issuing - {start}):
            return Place(start.path, call.line, call.column)
    return None


def _reached(db: Database, start: FunctionValue) -> Iterator[tuple[FunctionValue, set[int]]]:
    """A function and those that it calls, at any depth, each with the calls that it makes."""
    todo, evaluator = [start], Evaluator(db, follow_calls=False)
    for function in todo:
        index = index_of(db, function.path)
        if index is None or len(todo) > MAX_FUNCTIONS:
            continue
        calls = {number for one in inner_functions(index, function.index) for number in index.calls_in.get(one, ())}
        yield function, calls
        for number in sorted(calls):
            called = options_of(evaluator.callee(function.path, index.module.calls[number]))
            todo += [one for one in called if isinstance(one, FunctionValue) and one not in todo]


def _lines(db: Database, function: FunctionValue) -> tuple[int, int]:
    index = index_of(db, function.path)
    assert index is not None
    one = index.module.functions[function.index]
    return one.line, one.end_line


def _is_here(place: Place, lines: tuple[int, int]) -> bool:
    return lines[0] <= place.line <= lines[1]


def _ends(db: Database, function: FunctionValue, calls: set[int], lines: tuple[int, int]) -> list[Place]:
    """Where the old token is deleted, marked, or written over."""
    index = index_of(db, function.path)
    assert index is not None
    found = [
        one.place for one in stored_in(db, function.path) if one.kind == REFRESH and one.replaces and _is_here(one.place, lines)
    ]
    accesses = {(one.place.line, one.place.column): one for one in data_access_in(db, function.path) if one.is_write}
    for number in sorted(calls):
        call = index.module.calls[number]
        written = dotted(index, call.callee)
        access = accesses.get((call.line, call.column))
        if _ends_token(index, call, written, f"{access.model} {access.written}" if access else ""):
            found.append(Place(function.path, call.line, call.column))
    for one in index.module.assignments:
        field = one.target.rpartition(".")[2]
        is_record = "." in one.target and one.target.partition(".")[0] not in NO_RECORDS
        if is_record and _is_here(Place(function.path, one.line), lines) and _MARK.fullmatch(field):
            found.append(Place(function.path, one.line, one.column))
    return found


def _ends_token(index: ModuleIndex, call: Call, written: str, stored: str) -> bool:
    name = written.rpartition(".")[2]
    if _ENDS_ALONE.match(name):
        return True
    if not stored and not CACHES.search(written) and not _KEEPS_TOKENS.search(written):
        return False
    texts = " ".join([stored, written, _origin(index, call), *(dotted(index, one) for one in call.arguments), *_keys(call)])
    if _ENDS.search(name):
        return bool(_OF_TOKENS.search(texts)) or bool(CACHES.search(written))
    is_update = re.match(r"update|patch|findOneAndUpdate|findByIdAndUpdate|upsert|set|save", name)
    keys = _keys(call, nested=True)
    return bool(is_update) and any(_MARK.fullmatch(key) or (key in _OVERWRITTEN and _OF_TOKENS.search(texts)) for key in keys)


def _origin(index: ModuleIndex, call: Call) -> str:
    """What gave the record that a call is made on: of `const old = await Token.findOne(…)` the query."""
    root = root_of(call.callee)
    if not isinstance(root, Name):
        return ""
    values = [one.value for scope, name in index.bindings if name == root.id for one in index.bindings[scope, name]]
    return " ".join(dotted(index, index.module.calls[number].callee) for one in values for number in calls_within(one))


def _keys(call: Call, *, nested: bool = False) -> list[str]:
    """The keys of the objects among a call's arguments; `nested`: of what they write."""
    todo = [one for one in call.arguments if isinstance(one, Object)]
    found: list[str] = []
    for one in todo:
        for key, value in one.entries:
            if nested and key == "where":
                continue
            found.append(key)
            if isinstance(value, Object) and key in ("data", "$set", "$inc", "$pull", "update", "values", "set", "where"):
                todo.append(value)
    return found


def _is_open(db: Database, path: str, number: int) -> bool:
    """Whether a call writes through what is not followed: a port whose class is not known, or of a package that is not there."""
    index = index_of(db, path)
    assert index is not None
    call = index.module.calls[number]
    written = dotted(index, call.callee)
    if not re.search(r"(?:repo\w*|store|dao|adapter|gateway|port|session\w*|token\w*)(?:\(\))?\.\w+$", written, re.I):
        return False
    if (call.line, call.column) in {(one.place.line, one.place.column) for one in data_access_in(db, path)}:
        return False
    values = options_of(Evaluator(db, follow_calls=False).callee(path, call))
    packages = {package_of(one.module) for one in map(external_of, values) if one is not None}
    is_missing = bool(packages - dependencies_of(db, home_of(db, path)))
    return is_missing or any(isinstance(one, Unknown | ParameterValue) for one in values)
