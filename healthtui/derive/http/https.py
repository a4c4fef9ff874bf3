"""Evidence of HTTPS: servers with a certificate, HSTS, redirects, trusted proxies, gateways; and plain URLs of production."""

from __future__ import annotations

import re
from collections.abc import Iterator

from healthtui.derive.database import Database, query
from healthtui.derive.evaluation.evaluate import Evaluator
from healthtui.derive.evaluation.values import Called, Constant, External, Value, external_of, options_of
from healthtui.derive.evaluation.written import dotted, inner_functions, is_for_development, texts_of
from healthtui.derive.http.endpoints import applied
from healthtui.derive.http.fastify.events import is_made
from healthtui.derive.http.fastify.options import entry
from healthtui.derive.http.nest.settings import is_factory
from healthtui.derive.inputs import ModuleIndex, all_facts, derived, derives, index_of
from healthtui.derive.libraries.https import (
    HELMETS,
    HSTS_HEADER,
    HSTS_MEMBERS,
    HSTS_OPTIONS,
    PROTOCOL_HEADER,
    REDIRECTS,
    SECURE_SERVERS,
)  # fmt: skip
from healthtui.derive.repository.areas import is_doc, is_example, is_test_data
from healthtui.derive.repository.graph import packages_named
from healthtui.derive.repository.packages import request_path_files
from healthtui.facts.base import Place
from healthtui.facts.http import HeaderProtection
from healthtui.facts.https import HttpsSign
from healthtui.facts.project import ProxyConfig
from healthtui.facts.source import Array, Call, CallRef, Expression, Literal, Member, Object, Template

_OFF = (Constant(False), Constant(None), Constant(0), Constant(0.0))
_MAKERS = {*SECURE_SERVERS, "fastify", "@nestjs/core", "@nestjs/platform-fastify"}
_ADAPTER = External("@nestjs/platform-fastify", "FastifyAdapter")
_CONNECTION = re.compile(rf"\.(?:secure|protocol|encrypted)$|{PROTOCOL_HEADER}", re.I)


@derives(HttpsSign)
def https_signs(db: Database, package: str) -> tuple[HttpsSign, ...]:
    files = request_path_files(db, package)
    found = [one for path in files for one in _signs_in(db, path)]
    found += [*_hsts(db, package, files), *_redirects(db, package), *_proxies(db)]
    return tuple(sorted(dict.fromkeys(found), key=lambda one: (one.place, one.by)))


def _hsts(db: Database, package: str, files: tuple[str, ...]) -> Iterator[HttpsSign]:
    """Helmet sends it, unless it is told not to or only its other headers are taken."""
    taken = [member for path in files for member in _of_helmet(db, path)]
    if "off" in taken or (taken and HSTS_MEMBERS.isdisjoint(taken)):
        return
    for one in derived(db, HeaderProtection, package):
        if one.by in HELMETS and one.scope in ("all", "some"):
            yield HttpsSign(one.place, f"HSTS by {one.by}")


@query
def _of_helmet(db: Database, path: str) -> tuple[str, ...]:
    """The members of Helmet that a file calls, and "off" where it switches HSTS off."""
    index = index_of(db, path)
    named = packages_named(db, path)
    if index is None or named.isdisjoint(HELMETS):
        return ()
    evaluator, found = Evaluator(db), list[str]()
    for call in index.module.calls:
        external = external_of(evaluator.callee(path, call))
        found += [external.name] if external is not None and external.module in HELMETS else []
        given = [evaluator.argument(path, call, at) for at in range(min(2, len(call.arguments)))]
        options = [entry(db, one, key) for one in given for key in HSTS_OPTIONS]
        found += ["off" for one in options if one and evaluator.within(*one) == Constant(False)]
    return tuple(found)


def _redirects(db: Database, package: str) -> Iterator[HttpsSign]:
    for one in applied(db, package):
        for value in options_of(one.handler.value):
            external = external_of(value)
            if external is not None and external.name in REDIRECTS.get(external.module, ()):
                yield HttpsSign(one.handler.place, f"a redirect by {external.module}")


def _proxies(db: Database) -> Iterator[HttpsSign]:
    for path, one in all_facts(db, ProxyConfig):
        if one.tls and not any(is_apart(path) for is_apart in (is_example, is_doc, is_test_data)):
            yield HttpsSign(Place(path, one.tls, 1), f"TLS at {one.tool}")


@query
def _signs_in(db: Database, path: str) -> tuple[HttpsSign, ...]:
    index, evaluator = index_of(db, path), Evaluator(db)
    named = packages_named(db, path)
    makes = not named.isdisjoint(_MAKERS)
    found: list[HttpsSign] = []
    for number, call in enumerate(index.module.calls if index else ()):
        assert index is not None
        by = _by_call(index, call) or (_by_callee(db, evaluator, path, number, call) if makes else "")
        if by and not is_for_development(index, call):
            found.append(HttpsSign(Place(path, call.line, call.column), by))
    return tuple(found)


def _by_call(index: ModuleIndex, call: Call) -> str:
    """What a call says by itself: a setting of the app, a header, a redirect."""
    method = dotted(index, call.callee).rpartition(".")[2]
    match call.arguments:
        case (Literal("trust proxy"),) if method == "enable":
            return "a trusted proxy"
        case (Literal("trust proxy"), Literal(False | 0)):
            return ""
        case (Literal("trust proxy"), _) if method == "set":
            return "a trusted proxy"
        case (Literal(str(name)), _, *_) if name.lower() == HSTS_HEADER:
            return "HSTS by hand"
    is_redirect = method in ("redirect", "writeHead") and any(_starts_secure(index, one) for one in call.arguments)
    return "a redirect to https" if is_redirect and call.function >= 0 and _asks_protocol(index, call.function) else ""


def _starts_secure(index: ModuleIndex, argument: Expression) -> bool:
    """`'https://…'`, also as a template, in an array that is joined, or as the `Location` of a header."""
    match argument:
        case CallRef(number):
            callee = index.module.calls[number].callee
            return isinstance(callee, Member) and _starts_secure(index, callee.of)
        case Array((first, *_)):
            return _starts_secure(index, first)
        case Literal(str(text)) | Template((Literal(str(text)), *_)):
            return text.startswith("https://")
        case Object(entries):
            return any(key.lower() == "location" and _starts_secure(index, value) for key, value in entries)
    return False


def _asks_protocol(index: ModuleIndex, function: int) -> bool:
    """Whether a function looks at how the request came."""
    inside = inner_functions(index, function)
    if any(one.function in inside and _CONNECTION.search(one.chain) for one in index.module.reads):
        return True
    calls = (index.module.calls[number] for one in inside for number in index.calls_in.get(one, ()))
    return any(text.lower() == PROTOCOL_HEADER for call in calls for text in texts_of(call))


def _by_callee(db: Database, evaluator: Evaluator, path: str, number: int, call: Call) -> str:
    """What a call makes: a server with a certificate, or an application that is told of one or of its proxy."""
    if not call.arguments:
        return ""
    for value in options_of(evaluator.callee(path, call)):
        external = external_of(value)
        if external is not None and external.name in SECURE_SERVERS.get(external.module, ()):
            return f"{external.module}.{external.name}".rstrip(".")
        if external == _ADAPTER or is_made(Called(value, path, number)):
            return _by_options(db, evaluator.argument(path, call, 0), {"https": "https", "trustProxy": "a trusted proxy"})
        if is_factory(value):
            given = (evaluator.argument(path, call, at) for at in range(1, len(call.arguments)))
            return next((by for one in given if (by := _by_options(db, one, {"httpsOptions": "httpsOptions"}))), "")
    return ""


def _by_options(db: Database, options: Value, wanted: dict[str, str]) -> str:
    for key, by in wanted.items():
        found = entry(db, options, key)
        if found is not None and not set(options_of(Evaluator(db).within(*found))) <= set(_OFF):
            return by
    return ""
