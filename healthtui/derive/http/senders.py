"""What in a request says who sent it, and what checks that."""

from __future__ import annotations

import re

from healthtui.derive.database import Database, query
from healthtui.derive.evaluation.values import FunctionValue, external_of, options_of
from healthtui.derive.evaluation.written import texts_of
from healthtui.derive.http.answers import refusals
from healthtui.derive.http.code import Code
from healthtui.derive.http.known import names_of_people
from healthtui.derive.libraries.http import TOKEN_CHECKS
from healthtui.derive.repository.packages import home_of
from healthtui.facts.source import Call, Expression, Name

_SOURCE = re.compile(
    r"^\w+\.(?:raw\.|locals\.)?(?:user|session|auth|(?:access_?|auth_?)?token|currentUser|account"
    r"|headers\.authorization|headers\.(?:x-)?(?:api|access|auth)[\w-]*|headers\.[\w-]+-(?:key|token|secret)"
    r"|cookies\.\w*(?:token|session|jwt|auth)\w*|signedCookies)(?:\.|\(|$)",
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
MAX_FOLLOWED = 3  # functions, from one to the next


def looks_at_sender(code: Code) -> bool:
    """Reads what says who sent the request, or asks a header for it."""
    return any(is_source(code, read.chain) for read in code.reads) or any(_asks_header(code, call) for call in code.calls)


def holds_sender(code: Code, value: Expression) -> bool:
    """Whether a value goes back to what says who sent the request."""

    def is_sender(chain: str, call: Call | None) -> bool:
        return is_source(code, chain) or (call is not None and _asks_header(code, call))

    return code.derives(value, is_sender)


def is_source(code: Code, chain: str) -> bool:
    """`req.user`, `request.headers.authorization`, `res.locals.session`, a token that is taken by its name."""
    root = chain.partition(".")[0]
    if chain in given_tokens(code):
        return True
    is_known = code.is_request(root) or (root in code.replies and ".locals." in chain)
    if not is_known or _NOT_IDENTITY.search(chain):
        return False
    return bool(_SOURCE.search(chain)) or _is_person(code, chain)


def given_tokens(code: Code) -> set[str]:
    """The tokens that a function takes by their names: `handle({ accessToken })`."""
    first = code.index.module.functions[code.function].parameters[:1]
    return {key for one in first for key in one.keys if _GIVEN_TOKEN.fullmatch(key)}


def _is_person(code: Code, chain: str) -> bool:
    """`req.member`, which a middleware found by a cookie or a token."""
    name = chain.split(".")[1] if "." in chain else ""
    return bool(name) and name in names_of_people(code.db, home_of(code.db, code.path))


def _asks_header(code: Code, call: Call) -> bool:
    """`req.get('Authorization')`."""
    is_getter = code.name_of(call).rpartition(".")[2] in ("get", "header") and code.root(call.callee) in code.requests
    return is_getter and any(_HEADER.match(one) and not _NOT_IDENTITY.search(one) for one in texts_of(call))


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


def callees(code: Code, call: Call) -> list[FunctionValue]:
    """The functions of the repository that a call may call."""
    return [one for one in options_of(code.evaluator.callee(code.path, call)) if isinstance(one, FunctionValue)]


def gives_request(code: Code, call: Call) -> bool:
    """Whether a call is given the whole request."""
    return any(isinstance(one, Name) and one.id in code.requests for one in call.arguments)


@query
def looks_inside(db: Database, function: FunctionValue) -> bool:
    """Whether a function that is given a request looks in it for who asks, itself or in what it hands it to."""
    todo, seen = [(function, 1)], set[FunctionValue]()
    while todo:
        one, depth = todo.pop()
        if one in seen or depth > MAX_FOLLOWED:
            continue
        seen.add(one)
        code = Code(db, one.path, one.index)
        if looks_at_sender(code):
            return True
        given = [value for call in code.calls if gives_request(code, call) for value in callees(code, call)]
        todo += [(value, depth + 1) for value in given]
    return False


@query
def token_check(db: Database, function: FunctionValue) -> tuple[bool, bool, tuple[FunctionValue, ...]]:
    """(verifies a token, refuses, the functions of the repository that it calls) of one function."""
    code = Code(db, function.path, function.index)
    called = [one for call in code.calls for one in callees(code, call)]
    return any(is_token_check(code, call) for call in code.calls), bool(refusals(code)), tuple(dict.fromkeys(called))
