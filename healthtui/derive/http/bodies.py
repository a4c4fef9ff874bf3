"""What a function does with a request: what it reads of it, checks, answers and hands on."""

from __future__ import annotations

import re
from collections.abc import Iterator
from http import HTTPStatus

import msgspec

from healthtui.derive.database import Database, query
from healthtui.derive.evaluate import Evaluator
from healthtui.derive.inputs import ModuleIndex, index_of
from healthtui.derive.libraries.http import SCHEMA_LIBRARIES, SCHEMA_METHODS, TOKEN_CHECKS
from healthtui.derive.values import Called, External, FunctionValue, Value, external_of, options_of
from healthtui.facts.base import Place
from healthtui.facts.source import Call, CallRef, Expression, FunctionRef, Literal, Member, Name, Object, Template

REQUEST_NAMES = {"req", "request", "_req", "_request"}
REPLY_NAMES = {"res", "response", "reply", "_res", "_reply", "_response"}
NEXT_NAMES = {"next", "done", "_next", "cb"}
INPUT_PARTS = ("body", "query", "params")
STATUS_BY_NAME = {status.name: int(status) for status in HTTPStatus} | {"UNPROCESSABLE_ENTITY": 422}
_REFUSAL = re.compile(r"un_?authori[sz]ed|un_?authenticated|not_?authenticated|forbidden|invalid_?token|access_?denied", re.I)
_IDENTITY_READ = re.compile(
    r"\.(?:user|session|auth|token|currentUser|account|headers\.authorization|cookies\.\w*(?:token|session|jwt|auth)\w*"
    r"|signedCookies)(?:\.|$)",
    re.I,
)
_IDENTITY_CALL = re.compile(
    r"(?:isAuthenticated|verify\w*(?:Token|Jwt|Session|Auth)\w*|jwtVerify|authenticate\w*|checkAuth\w*|getSession|validateToken|verifyIdToken"
    r"|validateApiKey|checkToken|getUserFromToken|decodeToken|verifyToken|requireAuth\w*|ensureAuth\w*|getToken|timingSafeEqual)$",
    re.I,
)
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
    validates_input: str  # the library or function that checks a part against a schema, or ""
    counts_requests: bool
    logs_requests: bool
    responds: bool
    delegates: tuple[Value, ...]  # functions that it returns, or calls with the request and the reply


def inner_functions(index: ModuleIndex, function: int) -> list[int]:
    """A function and all functions inside it."""
    inside = {function}
    for number in range(function + 1, len(index.module.functions)):
        if index.module.functions[number].parent in inside:
            inside.add(number)
    return sorted(inside)


def dotted(index: ModuleIndex, expression: Expression) -> str:
    """An expression as a dotted chain of names; calls inside are shown as `name()`."""
    names: list[str] = []
    while True:
        match expression:
            case Member(of, name):
                names.append(name)
                expression = of
            case Name(name):
                names.append(name)
                break
            case CallRef(number):
                callee = index.module.calls[number].callee
                if isinstance(callee, Member | Name):
                    names.append(f"{callee.name if isinstance(callee, Member) else callee.id}()")
                    expression = callee.of if isinstance(callee, Member) else Name("")
                    continue
                break
            case _:
                break
    return ".".join(reversed([name for name in names if name]))


def status_of(expression: Expression) -> int | None:
    """A constant HTTP status: a number, or a name such as `httpStatus.NOT_FOUND`."""
    if isinstance(expression, Literal) and isinstance(expression.value, float | int) and not isinstance(expression.value, bool):
        return int(expression.value) if 100 <= expression.value <= 599 else None
    if isinstance(expression, Member):
        return STATUS_BY_NAME.get(re.sub(r"(?<=[a-z])(?=[A-Z])", "_", expression.name).upper())
    return None


@query
def body_of(db: Database, path: str, function: int) -> Body:
    """The body of a function, the functions inside it included."""
    index = index_of(db, path)
    assert index is not None
    return _BodyReader(db, path, index, function).read()


class _BodyReader:
    def __init__(self, db: Database, path: str, index: ModuleIndex, function: int) -> None:
        self.db, self.path, self.index, self.function = db, path, index, function
        self.evaluator = Evaluator(db)
        self.inside = inner_functions(index, function)
        self.calls = [index.module.calls[n] for one in self.inside for n in index.calls_in.get(one, ())]
        self.requests, self.replies = self._names(REQUEST_NAMES), self._names(REPLY_NAMES)

    def _names(self, wanted: set[str]) -> set[str]:
        found = set()
        kind = "Request" if wanted is REQUEST_NAMES else "Res|Reply"
        for one in self.inside:
            for parameter in self.index.module.functions[one].parameters:
                if parameter.name in wanted or (
                    parameter.name and re.search(rf"(?:^|\.|Fastify|Express)(?:{kind})", parameter.type)
                ):
                    found.add(parameter.name)
        return found

    def read(self) -> Body:
        declared = self.index.module.functions[self.function]
        statuses = frozenset(self._statuses())
        refuses = bool(statuses & {401, 403}) or self._refuses_by_name()
        return Body(
            name=declared.name,
            place=Place(self.path, declared.line, declared.column),
            inputs=tuple(self._inputs()),
            passes_request=tuple(self._passed()),
            statuses=statuses,
            refuses=refuses or self._redirects(),
            hands_on=any(isinstance(call.callee, Name) and call.callee.id in NEXT_NAMES for call in self.calls),
            hands_on_errors=any(self._is_next_with_error(call) for call in self.calls),
            checks_identity=self._checks_identity(),
            validates_input=self._validates_input(),
            counts_requests=any(_KEYED.search(dotted(self.index, call.callee)) for call in self.calls),
            logs_requests=self._logs_requests(),
            responds=any(self._root(call.callee) in self.replies for call in self.calls),
            delegates=tuple(self._delegates()),
        )

    def _root(self, expression: Expression) -> str:
        return dotted(self.index, expression).partition(".")[0].removesuffix("()")

    def _in_log_call(self, line: int) -> bool:
        return any(
            call.line == line and re.search(r"(?:^|\.)(?:console|log|logger|winston|pino)\.\w+$", dotted(self.index, call.callee))
            for call in self.calls
        )

    def _inputs(self) -> Iterator[InputRead]:
        for read in self.index.module.reads:
            if read.function not in self.inside:
                continue
            root, _, rest = read.chain.partition(".")
            part = rest.partition(".")[0]
            if root in self.requests and part in INPUT_PARTS and not self._in_log_call(read.line):
                yield InputRead(part, Place(self.path, read.line, read.column))
        for one in self.inside:
            for parameter in self.index.module.functions[one].parameters[:1]:
                function = self.index.module.functions[one]
                for key in parameter.keys:
                    if key in INPUT_PARTS and (len(function.parameters) > 1 or one == self.function):
                        yield InputRead(key, Place(self.path, function.line, function.column))

    def _passed(self) -> Iterator[tuple[FunctionValue, int]]:
        for call in self.calls:
            for position, argument in enumerate(call.arguments):
                root = dotted(self.index, argument)
                if root in self.requests or (isinstance(argument, Member) and root.partition(".")[0] in self.requests):
                    for value in options_of(self.evaluator.callee(self.path, call)):
                        if isinstance(value, FunctionValue) and (value.path, value.index) != (self.path, self.function):
                            yield value, position

    def _statuses(self) -> Iterator[int]:
        for call in self.calls:
            name = dotted(self.index, call.callee).rpartition(".")[2]
            is_status = (
                name in ("status", "code", "sendStatus", "writeHead", "createError", "httpError", "setStatus") or call.is_new
            )
            for argument in call.arguments[:3] if is_status else ():
                if (status := status_of(argument)) is not None:
                    yield status
                elif isinstance(argument, Object):
                    for key, value in argument.entries:
                        if key in ("status", "statusCode", "code") and (inner := status_of(value)) is not None:
                            yield inner
        for assigned in self.index.module.assignments:
            if assigned.function in self.inside and re.search(r"\.(?:statusCode|status)$", assigned.target):
                status = status_of(assigned.value)
                if status is not None:
                    yield status

    def _refuses_by_name(self) -> bool:
        names = [dotted(self.index, call.callee) for call in self.calls]
        names += [text for call in self.calls for text in _texts(call)]
        return any(_REFUSAL.search(name) for name in names) or any(self._rejects_by_itself(call) for call in self.calls)

    def _rejects_by_itself(self, call: Call) -> bool:
        """`request.jwtVerify()` of @fastify/jwt rejects with 401; nothing else need be said."""
        return self._root(call.callee) in self.requests and dotted(self.index, call.callee).endswith(".jwtVerify")

    def _redirects(self) -> bool:
        return any(
            dotted(self.index, call.callee).endswith(".redirect") and self._root(call.callee) in self.replies
            for call in self.calls
        )

    def _is_next_with_error(self, call: Call) -> bool:
        return isinstance(call.callee, Name) and call.callee.id in NEXT_NAMES and bool(call.arguments)

    def _checks_identity(self) -> bool:
        for read in self.index.module.reads:
            if (
                read.function in self.inside
                and self._is_request(read.chain.partition(".")[0])
                and _IDENTITY_READ.search(read.chain)
            ):
                return self._is_tested(read.chain) or self._verifies()
        return self._verifies()

    def _is_request(self, root: str) -> bool:
        """A request by name or type; also `this` outside classes, as in what decorates a Fastify request."""
        return root in self.requests or (root == "this" and self.index.owner_of(self.function) < 0)

    def _is_tested(self, chain: str) -> bool:
        name = re.escape(chain.rpartition(".")[2])
        return any(
            branch.function in self.inside and re.search(rf"\b{name}\b", branch.test) for branch in self.index.module.branches
        )

    def _verifies(self) -> bool:
        for call in self.calls:
            if _IDENTITY_CALL.search(dotted(self.index, call.callee)):
                return True
            for value in options_of(self.evaluator.callee(self.path, call)):
                external = external_of(value)
                if external is None:
                    continue
                names = TOKEN_CHECKS.get(external.module, ())
                if external.name in names or any(name and external.name.endswith(name) for name in names):
                    return True
        return False

    def _validates_input(self) -> str:
        for call in self.calls:
            method = dotted(self.index, call.callee).rpartition(".")[2]
            if method not in SCHEMA_METHODS and not isinstance(call.callee, Name):
                continue
            for value in options_of(self.evaluator.callee(self.path, call)):
                external = external_of(value)
                if external is not None and external.module.split("/v")[0] in SCHEMA_LIBRARIES:
                    return external.module
            if method in SCHEMA_METHODS - {"create", "v", "cast", "check"} and self._is_given(call) and self._touches_request():
                return method
        return ""

    def _is_given(self, call: Call) -> bool:
        """Called on something that the function was given: a schema that a factory closes over."""
        root = self._root(call.callee)
        function = self.function
        while function >= 0:
            declared = self.index.module.functions[function]
            if any(root and (root == one.name or root in one.keys) for one in declared.parameters) and root not in self.requests:
                return True
            function = declared.parent
        return root.lower().endswith(("schema", "validator"))

    def _touches_request(self) -> bool:
        return bool(self.requests)

    def _logs_requests(self) -> bool:
        """Hands on (`next()`, or `next.handle()` of an interceptor), looks at the method or path, and logs."""
        callees = [dotted(self.index, call.callee) for call in self.calls]
        hands_on = self.requests and any(
            isinstance(c.callee, Name) and c.callee.id in NEXT_NAMES and not c.arguments for c in self.calls
        )
        if not hands_on and not any(re.fullmatch(r"\w+\.handle", one) for one in callees):
            return False
        chains = [read.chain for read in self.index.module.reads if read.function in self.inside]
        chains += [dotted(self.index, one.value) for one in self.index.module.bindings if one.function in self.inside]
        chains += [dotted(self.index, one) for call in self.calls for argument in call.arguments for one in _parts(argument)]
        named = any(re.search(r"\.(?:method|url|originalUrl|path)$", chain) for chain in chains)
        return named and any(re.search(r"(?:^|\.)\w*(?:log|logger|console)\.\w+$", one, re.I) for one in callees)

    def _delegates(self) -> Iterator[Value]:
        for returned in self.index.module.functions[self.function].returns:
            if isinstance(returned, FunctionRef):
                continue  # an inner function: its body is part of this one
            for value in options_of(self.evaluator.of(self.path, returned, self.function)):
                if isinstance(value, External | Called | FunctionValue):
                    yield value
        for call in self.calls:
            given = {dotted(self.index, argument) for argument in call.arguments}
            if given & self.requests and given & self.replies:
                yield from (one for one in options_of(self.evaluator.callee(self.path, call)))


def _texts(call: Call) -> list[str]:
    return [one.value for one in call.arguments if isinstance(one, Literal) and isinstance(one.value, str)]


def _parts(expression: Expression) -> tuple[Expression, ...]:
    return expression.parts if isinstance(expression, Template) else (expression,)
