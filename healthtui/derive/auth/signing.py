"""Calls that sign a JWT, and what a module that is registered once gives them."""

from __future__ import annotations

from collections.abc import Iterator
from posixpath import dirname

import msgspec

from healthtui.derive.auth.holders import function_around
from healthtui.derive.auth.options import NOTHING, has_key
from healthtui.derive.batches import in_each_file
from healthtui.derive.database import Database, query
from healthtui.derive.evaluation.evaluate import Evaluator
from healthtui.derive.evaluation.values import (
    UNKNOWN,
    Attribute,
    Called,
    ClassValue,
    Constant,
    External,
    FunctionValue,
    Value,
    external_of,
    options_of,
)
from healthtui.derive.evaluation.written import called_name, dotted, method_of
from healthtui.derive.inputs import ModuleIndex, index_of
from healthtui.derive.libraries.tokens import FASTIFY_JWT, FASTIFY_SIGNER, JSONWEBTOKEN, METHODS, SIGNERS, Signer
from healthtui.derive.repository.packages import home_of, modules_used, packages_imported, request_path_files
from healthtui.facts.source import Call, CallRef, Expression, FunctionRef, Member, Name

_CHAINED = 12  # links of `new SignJWT(…).…`


class Signing(msgspec.Struct, frozen=True, gc=False):
    """A signing call by its index; `expiry` is what jose is told, `namespace` the one of Fastify's plugin."""

    path: str
    number: int
    signer: Signer
    payload: Expression | None
    options: Expression | None
    expiry: Expression | None = None
    namespace: str = ""


class Defaults(msgspec.Struct, frozen=True, gc=False):
    """The options that a registration gives every signing call; UNKNOWN where they are not followed."""

    path: str
    options: Value
    namespace: str = ""


@query
def signings_in(db: Database, path: str) -> tuple[Signing, ...]:
    """The signing calls of a file."""
    index = index_of(db, path)
    if index is None:
        return ()
    uses = modules_used(db, home_of(db, path))
    calls = enumerate(index.module.calls)
    return tuple(one for number, call in calls if (one := _signing(db, path, index, number, call, uses)))


def _signing(db: Database, path: str, index: ModuleIndex, number: int, call: Call, uses: frozenset[str]) -> Signing | None:
    name = called_name(call)
    if uses & FASTIFY_JWT and (written := _fastify(dotted(index, call.callee))) is not None:
        return _made(path, number, call, FASTIFY_SIGNER, namespace=written)
    is_promised = isinstance(call.callee, Name) and "jsonwebtoken" in uses and "sign" in name.lower()
    if name not in METHODS and not is_promised:
        return None
    for value in options_of(Evaluator(db, follow_calls=False).callee(path, call)):
        external = external_of(value)
        if external and external.module == "jose" and name == "sign":
            return _of_chain(path, index, number, call)
        if external and (signer := SIGNERS.get((external.module, external.name))):
            return _made(path, number, call, signer)
        if isinstance(value, Called) and _is_promisified(db, value):
            return _made(path, number, call, JSONWEBTOKEN)
    return None


def _fastify(written: str) -> str | None:
    """The namespace of `fastify.jwt.sign`, `app.jwt.refresh.sign`, `reply.jwtSign`; None for another call."""
    parts = written.split(".")
    if parts[-1] in ("jwtSign", "sign") and (parts[-1] == "jwtSign" or "jwt" in parts[:-1]):
        return parts[-2] if len(parts) > 2 and parts[-1] == "sign" and parts[-2] != "jwt" else ""
    return None


def _is_promisified(db: Database, value: Called) -> bool:
    external = external_of(value.callee)
    index = index_of(db, value.path) if external and external.name == "promisify" else None
    given = Evaluator(db).argument(value.path, index.module.calls[value.index], 0) if index else UNKNOWN
    return external_of(given) == External("jsonwebtoken", "sign")


def _made(path: str, number: int, call: Call, signer: Signer, namespace: str = "") -> Signing:
    given = [one for one in call.arguments if not isinstance(one, FunctionRef)]  # a callback is none of the options
    payload, options = (given[at] if 0 <= at < len(given) else None for at in (signer.payload, signer.options))
    return Signing(path, number, signer, payload, options, namespace=namespace)


def _of_chain(path: str, index: ModuleIndex, number: int, call: Call) -> Signing:
    """`new SignJWT(payload).setExpirationTime(when).sign(key)`."""
    expiry: Expression | None = None
    payload: Expression | None = None
    link = call
    for _ in range(_CHAINED):
        if not (isinstance(link.callee, Member) and isinstance(link.callee.of, CallRef)):
            break
        link = index.module.calls[link.callee.of.index]
        first = link.arguments[0] if link.arguments else None
        if isinstance(link.callee, Member) and link.callee.name == "setExpirationTime":
            expiry = first
        payload = first if link.is_new else payload
    if not link.is_new:
        expiry = Name("")  # it goes on from a variable: what that was told is not followed
    return Signing(path, number, SIGNERS["jose", "SignJWT.sign"], payload, None, expiry)


@query
def makers(db: Database, package: str) -> frozenset[str]:
    """The names of the functions that sign a token themselves, for methods of records that are not followed."""
    found: set[str] = set()
    for path in request_path_files(db, package):
        signings = signings_in(db, path)
        index = index_of(db, path) if signings else None
        found |= {function_around(index, index.module.calls[one.number].function) for one in signings} if index else set()
    return frozenset(found - {""})


@query
def defaults_of(db: Database, package: str) -> tuple[Defaults, ...]:
    """The registrations of modules that sign; where a package has none, those of the packages that it imports."""
    own = tuple(in_each_file(db, package, _defaults_in))
    others = () if own else packages_imported(db, package)
    return own or tuple(one for other in others for path in request_path_files(db, other) for one in _defaults_in(db, path))


@query
def _defaults_in(db: Database, path: str) -> tuple[Defaults, ...]:
    index, evaluator = index_of(db, path), Evaluator(db)
    found: list[Defaults] = []
    for call in index.module.calls if index else ():
        name = method_of(call)
        if name == "register" and any(external_of(one) in _PLUGINS for one in options_of(evaluator.argument(path, call, 0))):
            options = evaluator.argument(path, call, 1)
            given = evaluator.member(options, "namespace")
            namespace = str(given.value) if isinstance(given, Constant) else ""
            found.append(Defaults(path, _signs(evaluator, options, "sign"), namespace))
        elif name in ("register", "registerAsync"):
            external = external_of(evaluator.callee(path, call))
            if external == External("@nestjs/jwt", f"JwtModule.{name}"):
                found += [Defaults(path, one) for one in _of_nest(evaluator, evaluator.argument(path, call, 0))]
    return tuple(found)


_PLUGINS = {External(module) for module in FASTIFY_JWT}


def _of_nest(evaluator: Evaluator, given: Value) -> Iterator[Value]:
    """The options for signing of `register(…)`, `registerAsync({ useFactory })`, `registerAsync(config.asProvider())`."""
    factory = evaluator.member(given, "useFactory")
    for one in options_of(evaluator.member(given, "useClass")):
        if isinstance(one, ClassValue):
            factory = evaluator.class_member(one.path, one.index, "createJwtOptions")
    match given:
        case Called(Attribute(Called(_, path, number), "asProvider")) if index := index_of(evaluator.db, path):
            factory = evaluator.argument(path, index.module.calls[number], 1)
    options = evaluator.returned(factory) if isinstance(factory, FunctionValue) else given
    yield _signs(evaluator, options, "signOptions")


def _signs(evaluator: Evaluator, options: Value, key: str) -> Value:
    """The options for signing, an empty object where there are none."""
    return evaluator.member(options, key) if has_key(evaluator, options, key) is not False else NOTHING


def nearest(found: tuple[Defaults, ...], path: str) -> tuple[Defaults, ...]:
    """The registrations of the folder of a file, where it has any."""
    return tuple(one for one in found if dirname(one.path) == dirname(path)) or found
