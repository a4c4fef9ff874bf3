"""Whether a function asks who sent the request: it looks at a token, a session or a user, and tests or verifies it."""

from __future__ import annotations

import re

from healthtui.derive.database import Database, query
from healthtui.derive.http.answers import asks_who, hands_on, redirects, refusals
from healthtui.derive.http.code import Code, in_lines
from healthtui.derive.http.known import names_of_people
from healthtui.derive.http.written import texts_of
from healthtui.derive.libraries.http import TOKEN_CHECKS
from healthtui.derive.packages import home_of
from healthtui.derive.values import FunctionValue, external_of, options_of
from healthtui.facts.source import Call, CallRef, Expression, Name

_SOURCE = re.compile(
    r"^\w+\.(?:raw\.|locals\.)?(?:user|session|auth|(?:access_?|auth_?)?token|currentUser|account|headers\.authorization|headers\.(?:x-)?(?:api|access|auth)[\w-]*"
    r"|headers\.[\w-]+-(?:key|token|secret)|cookies\.\w*(?:token|session|jwt|auth)\w*|signedCookies)(?:\.|\(|$)",
    re.I,
)
_NOT_IDENTITY = re.compile(
    r"csrf|xsrf|captcha|idempotency|websocket|flash|cart|locale|returnTo|destroy|regenerate|\.save\b", re.I
)
_GIVEN_TOKEN = re.compile(r"(?:access|auth|bearer)_?token|authorization", re.I)  # as an adapter names what it took of the request
_HEADER = re.compile(r"^(?:authorization|(?:x-)?(?:api|access|auth)[\w-]*|[\w-]+-(?:key|token|secret))$", re.I)
_CHECK = re.compile(
    r"(?:isAuthenticated|verify\w*(?:Token|Jwt|Session|Auth)\w*|jwtVerify|authenticate\w*|checkAuth\w*|getSession|validateToken"
    r"|verifyIdToken|validateApiKey|checkToken|getUserFromToken|decodeToken|verifyToken|requireAuth\w*|ensureAuth\w*|getToken"
    r"|timingSafeEqual|getAuth|\bjwt\.verify)$",
    re.I,
)
_FOLLOWED_DEPTH = 3


def checks_identity(code: Code) -> bool:
    """Looks at who asks, and tests, verifies or refuses it."""
    looks = any(_is_source(code, one.chain) for one in code.reads) or any(_asks_header(code, call) for call in code.calls)
    if not looks and not _given_tokens(code):
        return verifies(code)
    return asks_who(code) or tests_identity(code) or verifies(code)


def tests_identity(code: Code) -> bool:
    """Branches on who is known."""
    return any(_is_tested(code, name) for name in _names_of_identity(code))


def is_optional(code: Code) -> bool:
    """Hands on when nobody is known, or refuses only a token that is there and wrong."""
    names = _names_of_identity(code)
    nexts, refused = hands_on(code), [*refusals(code), *redirects(code)]
    absent = [one for one in code.branches if any(_says_absent(one.test, name) for name in names)]
    for branch in absent:
        if any(in_lines(branch, line) for line in nexts) and not any(in_lines(branch, line) for line in refused):
            return True
    present = [one for one in code.branches if one not in absent and any(_says_present(one.test, name) for name in names)]
    inside = [line for line in refused if any(in_lines(branch, line) for branch in present)]
    after = [line for line in nexts if not any(in_lines(branch, line) for branch in present)]
    return bool(refused) and inside == refused and bool(after)


def begins_with_check(code: Code) -> bool:
    """A handler that answers or redirects when nobody is known, or that verifies what says who it is."""
    refused = [*refusals(code), *redirects(code)]
    names = _names_of_identity(code)
    for branch in code.branches:
        is_test = any(_says_absent(branch.test, name) for name in names) or "isAuthenticated()" in branch.test
        if is_test and any(in_lines(branch, line) for line in refused):
            return True
    verified, refuses = follow(code)
    if verified and refuses and any(_gives_request(code, call) and _followed(code, call) for call in code.calls):
        return True
    return (
        bool(refused or refuses)
        and any(
            code.derives(argument, lambda chain, call: _is_source_or_header(code, chain, call))
            for call in code.calls
            if is_token_check(code, call) or _followed(code, call)
            for argument in call.arguments
        )
        and verifies(code)
    )


def _is_source(code: Code, chain: str) -> bool:
    root = chain.partition(".")[0]
    if chain in _given_tokens(code):
        return True
    is_known = code.is_request(root) or (root in code.replies and ".locals." in chain)
    if not is_known or _NOT_IDENTITY.search(chain):
        return False
    return bool(_SOURCE.search(chain)) or _is_person(code, chain)


def _given_tokens(code: Code) -> set[str]:
    """The tokens that a function takes by their names: `handle({ accessToken })`."""
    first = code.index.module.functions[code.function].parameters[:1]
    return {key for one in first for key in one.keys if _GIVEN_TOKEN.fullmatch(key)}


def _is_person(code: Code, chain: str) -> bool:
    """`req.member`, which a middleware found by a cookie or a token."""
    name = chain.split(".")[1] if "." in chain else ""
    return bool(name) and name in names_of_people(code.db, home_of(code.db, code.path))


def _is_source_or_header(code: Code, chain: str, call: Call | None) -> bool:
    return _is_source(code, chain) or (call is not None and _asks_header(code, call))


def _asks_header(code: Code, call: Call) -> bool:
    """`req.get('Authorization')`."""
    is_getter = code.name_of(call).rpartition(".")[2] in ("get", "header") and code.root(call.callee) in code.requests
    return is_getter and any(_HEADER.match(one) and not _NOT_IDENTITY.search(one) for one in texts_of(call))


def _names_of_identity(code: Code) -> set[str]:
    """The names under which an identity is tested: the last of its chain, and variables that hold it."""
    found = {one.chain.rpartition(".")[2] for one in code.reads if _is_source(code, one.chain)} | _given_tokens(code)
    for (function, name), bindings in code.index.bindings.items():
        if function in code.inside and any(_holds_identity(code, one.value) for one in bindings):
            found.add(name)
    return found


def _holds_identity(code: Code, value: Expression) -> bool:
    """An identity, or who a function of the repository finds in the request that it is given: `await currentUser(req)`."""
    if code.derives(value, lambda chain, call: _is_source_or_header(code, chain, call)):
        return True
    return isinstance(value, CallRef) and bool(_followed(code, code.index.module.calls[value.index]))


def _is_tested(code: Code, name: str) -> bool:
    tested = re.compile(rf"\b{re.escape(name)}\b")
    return any(tested.search(branch.test) for branch in code.branches)


def _says_absent(test: str, name: str) -> bool:
    after = rf"(?:[\w$]+[?!]?\.)*{re.escape(name)}"
    return bool(re.search(rf"!\s*\(?{after}\b(?!\()|\b{after}\s*={{2,3}}\s*(?:null|undefined)\b", test))


def _says_present(test: str, name: str) -> bool:
    return bool(re.search(rf"\b{re.escape(name)}\b", test)) and "!" not in test


def verifies(code: Code) -> bool:
    """Calls what checks a token, itself or in a function that it gives one."""
    return any(is_token_check(code, call) for call in code.calls) or follow(code)[0]


def is_token_check(code: Code, call: Call) -> bool:
    """A call that checks a token or a session: by its name, or by the package that it comes from."""
    if _CHECK.search(code.name_of(call)):
        return True
    for argument in (call.callee, *call.arguments):  # `promisify(jwt.verify)`
        for value in options_of(code.evaluator.of(code.path, argument, call.function, call.owner)):
            external = external_of(value)
            names = TOKEN_CHECKS.get(external.module, ()) if external is not None else ()
            if external is not None and any(external.name == name or (name and external.name.endswith(name)) for name in names):
                return True
    return False


def _followed(code: Code, call: Call) -> list[FunctionValue]:
    """The functions of the repository that a call gives an identity, or a request in which they look for one."""
    gives_identity = any(
        code.derives(one, lambda chain, inner: _is_source_or_header(code, chain, inner)) for one in call.arguments
    )
    if not gives_identity and not _gives_request(code, call):
        return []
    called = _callees(code, call)
    return called if gives_identity else [one for one in called if _looks_inside(code.db, one)]


def _callees(code: Code, call: Call) -> list[FunctionValue]:
    return [one for one in options_of(code.evaluator.callee(code.path, call)) if isinstance(one, FunctionValue)]


def _gives_request(code: Code, call: Call) -> bool:
    return any(isinstance(one, Name) and one.id in code.requests for one in call.arguments)


@query
def _looks_inside(db: Database, function: FunctionValue) -> bool:
    """Whether a function that is given a request looks in it for who asks, itself or in what it hands it to."""
    todo, seen = [(function, 1)], set[FunctionValue]()
    while todo:
        one, depth = todo.pop()
        if one in seen or depth > _FOLLOWED_DEPTH:
            continue
        seen.add(one)
        code = Code(db, one.path, one.index)
        if any(_is_source(code, read.chain) for read in code.reads) or any(_asks_header(code, call) for call in code.calls):
            return True
        given = [value for call in code.calls if _gives_request(code, call) for value in _callees(code, call)]
        todo += [(value, depth + 1) for value in given]
    return False


def follow(code: Code) -> tuple[bool, bool]:
    """(verifies, refuses) of the functions that are given an identity."""
    todo = [(one, 1) for call in code.calls for one in _followed(code, call)]
    seen, found = {FunctionValue(code.path, code.function)}, (False, False)
    while todo:
        function, depth = todo.pop()
        if function in seen or depth > _FOLLOWED_DEPTH:
            continue
        seen.add(function)
        verified, refuses, called = _token_check(code.db, function)
        found = (found[0] or verified, found[1] or refuses)
        todo += [(one, depth + 1) for one in called]
    return found


@query
def _token_check(db: Database, function: FunctionValue) -> tuple[bool, bool, tuple[FunctionValue, ...]]:
    """(verifies a token, refuses, the functions of the repository that it calls) of one function."""
    code = Code(db, function.path, function.index)
    called = [one for call in code.calls for one in _callees(code, call)]
    return any(is_token_check(code, call) for call in code.calls), bool(refusals(code)), tuple(dict.fromkeys(called))
