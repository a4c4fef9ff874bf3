"""The cookies that the code sets: by the reply, by sessions and tokens against forgery, and by a header of its own."""

from __future__ import annotations

import re
from collections.abc import Iterator

from healthtui.derive.database import Database, query
from healthtui.derive.evaluation.evaluate import Evaluator
from healthtui.derive.evaluation.values import UNKNOWN, Constant, External, Literally, Value, external_of, options_of
from healthtui.derive.evaluation.written import dotted, is_for_development
from healthtui.derive.http.code import REPLY_NAMES
from healthtui.derive.http.endpoints import applied
from healthtui.derive.http.fastify.options import entry, option
from healthtui.derive.http.secure import MISSING, NOT_KNOWN, ON, secure_in, worst
from healthtui.derive.inputs import ModuleIndex, derives, index_of
from healthtui.derive.libraries.https import COOKIE_MAKER_NAMES, COOKIE_MAKERS, COOKIE_PLUGINS, CookieMaker
from healthtui.derive.repository.graph import packages_named
from healthtui.derive.repository.packages import request_path_files
from healthtui.facts.base import Place
from healthtui.facts.https import CookieSetting
from healthtui.facts.source import Array, Call, Expression, Literal, Member, Name, Object, Template

_SETTERS = {"cookie", "setCookie"}
_HEADER_SETTERS = {"setHeader", "header", "set", "append", "appendHeader", "writeHead"}
_ENDED = re.compile(r"^(?:|logged-?out|deleted|none|expired)$", re.I)  # the value of a cookie that is taken away
_ENDS = re.compile(r"^[^=;]+=;|;\s*max-age=(?:0|-\d+)\b", re.I)  # the same, as it is written into the header
_REPLY_TYPE = re.compile(r"(?:^|\.)(?:Response|FastifyReply)\b")


@derives(CookieSetting)
def cookie_settings(db: Database, package: str) -> tuple[CookieSetting, ...]:
    default = _default_of_replies(db, package)
    found = [one for path in request_path_files(db, package) for one in _cookies_in(db, path, default)]
    for one in applied(db, package):
        external = external_of(one.handler.value)
        if one.role == "plugin" and external is not None and (maker := COOKIE_MAKERS.get(external.module)):
            found += _made(db, one.handler.place, external.module, maker, one.options)
    return tuple(sorted(dict.fromkeys(found), key=lambda one: (one.place, one.by)))


def _default_of_replies(db: Database, package: str) -> str:
    """What @fastify/cookie is told to give each cookie that says nothing itself."""
    for one in applied(db, package):
        external = external_of(one.handler.value)
        if external is not None and external.module in COOKIE_PLUGINS:
            given = option(db, one.options, "parseOptions")
            return secure_in(db, given) if given != UNKNOWN else MISSING
    return MISSING


@query
def _cookies_in(db: Database, path: str, default: str) -> tuple[CookieSetting, ...]:
    index = index_of(db, path)
    if index is None:
        return ()
    modules = packages_named(db, path)
    makes = "cookie" in modules or not modules.isdisjoint(COOKIE_MAKERS)
    found: list[CookieSetting] = []
    for call in index.module.calls:
        made = list(_of_maker(db, path, index, call)) if makes and call.arguments else []
        made += _of_call(db, path, index, call, default)
        found += made if made and not is_for_development(index, call) else []
    return tuple(found)


def _of_call(db: Database, path: str, index: ModuleIndex, call: Call, default: str) -> Iterator[CookieSetting]:
    """A cookie of the reply, or one that is written into its header."""
    place, evaluator = Place(path, call.line, call.column), Evaluator(db)
    written = dotted(index, call.callee)
    method = written.rpartition(".")[2]
    if method in _SETTERS and len(call.arguments) > 1 and _is_reply(index, call):
        if not _is_ended(db, path, call):
            yield CookieSetting(place, written, _of_argument(db, path, index, call, 2, default))
    elif method in _HEADER_SETTERS and (header := _header(call)) is not None:
        said = [_of_text(evaluator, one) for one in options_of(evaluator.of(path, header, call.function, call.owner))]
        yield from (CookieSetting(place, "Set-Cookie", one) for one in said[:1] if one)


def _of_maker(db: Database, path: str, index: ModuleIndex, call: Call) -> Iterator[CookieSetting]:
    """The cookie of a package that makes one by itself."""
    place, evaluator = Place(path, call.line, call.column), Evaluator(db)
    external = external_of(evaluator.callee(path, call))
    if external == External("cookie", "serialize"):
        yield CookieSetting(place, "cookie.serialize", _of_argument(db, path, index, call, 2, MISSING))
    elif external is not None and external.name in COOKIE_MAKER_NAMES and (maker := COOKIE_MAKERS.get(external.module)):
        yield from _made(db, place, external.module, maker, evaluator.argument(path, call, 0), _assigned(index, call, 0))


def _is_reply(index: ModuleIndex, call: Call) -> bool:
    """`res.cookie`, `res.status(200).cookie`, `context.res.cookie`, or of a parameter that is typed as a reply."""
    assert isinstance(call.callee, Member)
    names = {name.removesuffix("()") for name in dotted(index, call.callee.of).split(".")}
    parameters = index.module.functions[call.function].parameters if call.function >= 0 else ()
    return bool(names & REPLY_NAMES) or any(one.name in names and _REPLY_TYPE.search(one.type) for one in parameters)


def _is_ended(db: Database, path: str, call: Call) -> bool:
    """A cookie that is taken away by setting it to nothing, or for no time."""
    match call.arguments[1]:
        case Literal(None):
            return True
        case Literal(str(text)) if _ENDED.match(text):
            return True
    return option(db, Evaluator(db).argument(path, call, 2), "maxAge") in (Constant(0), Constant(0.0), Constant(-1))


def _of_argument(db: Database, path: str, index: ModuleIndex, call: Call, position: int, default: str) -> str:
    if position >= len(call.arguments):
        return default
    return _assigned(index, call, position) or secure_in(db, Evaluator(db).argument(path, call, position), default)


def _assigned(index: ModuleIndex, call: Call, position: int) -> str:
    """`if (production) options.secure = true;`, also `session.cookie.secure`."""
    match call.arguments[position]:
        case Name(name):
            targets = (one for key in (f"{name}.secure", f"{name}.cookie.secure") for one in index.assigned(key))
            return ON if any(one.value != Literal(False) for one in targets) else ""
    return ""


def _made(db: Database, place: Place, by: str, maker: CookieMaker, options: Value, assigned: str = "") -> Iterator[CookieSetting]:
    """The cookie of a session, or of a token against forgery."""
    default = ON if maker.is_secure else MISSING
    found = entry(db, options, maker.option) if maker.option else None
    if maker.option and found is None:
        if not maker.is_asked:
            is_read = any(isinstance(one, Literally) for one in options_of(options)) or options == UNKNOWN
            yield CookieSetting(place, by, assigned or (default if is_read else NOT_KNOWN))
        return
    given = Evaluator(db).within(*found) if found else options
    if given == Constant(True):
        yield CookieSetting(place, by, default)
    elif given != Constant(False):
        yield CookieSetting(place, by, assigned or secure_in(db, given, default))


def _header(call: Call) -> Expression | None:
    """What a call sets the header `Set-Cookie` to."""
    match call.arguments:
        case (Literal(str(name)), value, *_) if name.lower() == "set-cookie":
            return value
        case (*_, Object(entries)):
            return next((value for key, value in entries if key.lower() == "set-cookie"), None)
    return None


def _of_text(evaluator: Evaluator, value: Value) -> str:
    """A cookie that is written out; "" where it is taken away, or made by something else, which has its own place."""
    match value:
        case Constant(str(text)) if _ENDS.search(text):
            return ""
        case Constant(str(text)):
            return ON if re.search(r";\s*secure\b", text, re.I) else MISSING
        case Literally(_, Template(parts)):
            texts = [one.value for one in parts if isinstance(one, Literal) and isinstance(one.value, str)]
            return ON if any(re.search(r"\bsecure\b", one, re.I) for one in texts) else MISSING
        case Literally(_, Array(items)):
            found = [_of_text(evaluator, one) for item in items for one in options_of(evaluator.within(value, item))]
            return worst((one for one in found if one), "")
    return ""
