"""What a middleware, hook or guard does: by the package that it comes from, or by what its own body is seen to do."""

from __future__ import annotations

import msgspec

from healthtui.derive.database import Database, query
from healthtui.derive.evaluation.evaluate import Evaluator
from healthtui.derive.evaluation.pieces import call_at
from healthtui.derive.evaluation.values import (
    Attribute,
    Called,
    ClassValue,
    External,
    FunctionValue,
    Instance,
    Literally,
    Value,
    external_of,
    options_of,
)
from healthtui.derive.evaluation.written import dotted
from healthtui.derive.http.bodies import body_of
from healthtui.derive.http.model import Handler
from healthtui.derive.http.optional import is_optional_call
from healthtui.derive.inputs import index_of
from healthtui.derive.libraries.http import (
    AUTH_MIDDLEWARE,
    CORS,
    HEADERS,
    LIMITERS,
    METHODS_OF_MIDDLEWARE,
    OPTIONAL_AUTH,
    REQUEST_LOGGER_MAKERS,
    REQUEST_LOGGERS,
    VALIDATION_MIDDLEWARE,
)  # fmt: skip
from healthtui.derive.libraries.nest import AUTH_GUARDS, CLASS_PIPES
from healthtui.derive.libraries.performance import COMPRESSION
from healthtui.derive.repository.graph import package_of
from healthtui.facts.source import Array, Member

MAX_DEPTH = 8
_TABLES = (("limiter", LIMITERS), ("headers", HEADERS), ("cors", CORS), ("compression", COMPRESSION))
_METHODS = {"canActivate", "use", "intercept", "transform", "handle", "execute", "handleRequest", "handler"}


class Control(msgspec.Struct, frozen=True, gc=False, order=True):
    """`kind` is auth, validation (by a schema), input-check (by hand), limiter, headers, cors, compression, logging;
    `by` names the package or function that does it."""

    kind: str
    by: str


Controls = frozenset[Control]


@query
def controls_of(db: Database, handler: Handler) -> Controls:
    """What a handler in a chain does, as far as it can be seen."""
    name = _written(db, handler)
    return frozenset(Control(one.kind, one.by or name) for one in _Sighting(db, handler).of(handler.value))


def _written(db: Database, handler: Handler) -> str:
    """What a handler is called where it is applied: for functions without a name, such as `module.exports = …`."""
    index = index_of(db, handler.path)
    written = dotted(index, handler.expression) if index else ""
    return written.removesuffix("()").rpartition(".")[2]


class _Sighting:
    """Follows values to what they do. Each function is looked at once, so that functions may call each other."""

    def __init__(self, db: Database, handler: Handler) -> None:
        self.db = db
        self._evaluator = Evaluator(db, follow_calls=False, given=dict(handler.given))
        self._seen: set[tuple[str, int]] = set()

    def of(self, value: Value, depth: int = 0) -> set[Control]:
        found: set[Control] = set()
        for one in options_of(value) if depth <= MAX_DEPTH else ():
            match one:
                case External(module, name):
                    found |= of_package(module, name)
                case Called() if is_optional_call(self.db, one):
                    continue
                case Called(callee, path, number):
                    found |= self.of(callee, depth + 1) | self._of_member(one) | self._given(path, number, depth)
                case Attribute(of):
                    found |= self._of_member(one) | self.of(of, depth + 1)
                case FunctionValue(path, index):
                    found |= self._function(path, index, depth)
                case Instance(ClassValue(path, index)) | ClassValue(path, index):
                    found |= self._class(path, index, depth)
                case Instance(of):
                    found |= self.of(of, depth + 1)
                case Literally(_, Array(items)):
                    for item in items:
                        found |= self.of(self._evaluator.within(one, item), depth + 1)
        return found

    def _of_member(self, value: Value) -> set[Control]:
        external = external_of(value)
        return of_package(external.module, external.name) if external is not None else set()

    def _given(self, path: str, number: int, depth: int) -> set[Control]:
        """What a wrapper is given: `asyncHandler(auth)`, `unless(auth, paths)`, `compose([auth, role])`, `auth.unless(paths)`."""
        call = call_at(self.db, path, number)
        found: set[Control] = set()
        if call is not None:
            external = external_of(self._evaluator.callee(path, call))
            is_method = external is not None and external.module in METHODS_OF_MIDDLEWARE and isinstance(call.callee, Member)
            for one in (*call.arguments, *([call.callee.of] if is_method and isinstance(call.callee, Member) else ())):
                found |= self.of(self._evaluator.of(path, one, call.function, call.owner), depth + 1)
        return found

    def _function(self, path: str, function: int, depth: int, owner: str = "") -> set[Control]:
        if (path, function) in self._seen:
            return set()
        self._seen.add((path, function))
        body = body_of(self.db, path, function)
        name = owner or ("" if body.name == "exports" else body.name)
        found: set[Control] = set()
        if body.checks_identity and (body.refuses or body.hands_on_errors) and not body.is_optional:
            found.add(Control("auth", name))
        if body.validates_input:
            found.add(Control("validation", body.validates_input))
        if body.inputs and body.hands_on and (body.statuses & {400, 422} or body.hands_on_errors):
            found.add(Control("input-check", name))
        if body.counts_requests and 429 in body.statuses:
            found.add(Control("limiter", name))
        if body.logs_requests:
            found.add(Control("logging", name))
        for value in body.delegates:
            found |= {one for one in self.of(value, depth + 1) if one.kind != "auth" or not body.is_optional}
        return found

    def _class(self, path: str, number: int, depth: int) -> set[Control]:
        """A guard, pipe, interceptor or middleware class: what its methods do, and what it extends."""
        found: set[Control] = set()
        index = index_of(self.db, path)
        if index is None:
            return found
        declared = index.module.classes[number]
        for member in declared.members:
            if member.function >= 0 and member.name in _METHODS:
                found |= self._function(path, member.function, depth + 1, declared.name)
        if declared.extends is not None:
            found |= self.of(self._evaluator.of(path, declared.extends, -1, number), depth + 1)
        return found


def of_package(module: str, name: str) -> set[Control]:
    """What a member of a package does as a middleware."""
    root, last = package_of(module), name.rpartition(".")[2]
    found: set[Control] = set()
    for kind, table in _TABLES:
        if root in table:
            found.add(Control(kind, table[root]))
    if root in REQUEST_LOGGERS or (root, last) in REQUEST_LOGGER_MAKERS:
        found.add(Control("logging", root))
    for kind, names in (("auth", AUTH_MIDDLEWARE | AUTH_GUARDS), ("validation", VALIDATION_MIDDLEWARE | CLASS_PIPES)):
        allowed = names.get(module) or names.get(root)
        if allowed is not None and last in allowed and last not in OPTIONAL_AUTH:
            found.add(Control(kind, " ".join(dict.fromkeys(filter(None, (root, last))))))
    return found
