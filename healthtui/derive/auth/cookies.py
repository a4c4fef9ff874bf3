"""Refresh tokens that are set as cookies."""

from __future__ import annotations

from collections.abc import Iterator

from healthtui.derive.auth.holders import texts_in
from healthtui.derive.auth.options import has_key
from healthtui.derive.batches import in_each_file
from healthtui.derive.database import Database, query
from healthtui.derive.evaluation.evaluate import Evaluator
from healthtui.derive.evaluation.values import Constant, Literally, options_of
from healthtui.derive.evaluation.written import method_of
from healthtui.derive.inputs import ModuleIndex, derives, index_of
from healthtui.derive.libraries.tokens import REFRESH, kind_named
from healthtui.facts.auth import TokenCookie
from healthtui.facts.base import Place
from healthtui.facts.source import Call, Literal, Object, Template

_SETTERS = {"cookie", "setCookie"}
_HEADERS = {"setHeader", "header", "set", "append", "appendHeader"}


@derives(TokenCookie)
def token_cookies(db: Database, package: str) -> tuple[TokenCookie, ...]:
    return tuple(in_each_file(db, package, _cookies_in))


@query
def _cookies_in(db: Database, path: str) -> tuple[TokenCookie, ...]:
    index = index_of(db, path)
    calls = index.module.calls if index else ()
    return tuple(one for call in calls if index for one in _of_call(db, path, index, call))


def _of_call(db: Database, path: str, index: ModuleIndex, call: Call) -> Iterator[TokenCookie]:
    name = method_of(call)
    if name not in _SETTERS | _HEADERS or len(call.arguments) < 2:
        return
    evaluator = Evaluator(db)
    texts = [text for one in call.arguments[:2] for text in texts_in(index, one)]
    values = [value for at in (0, 1) for value in options_of(evaluator.argument(path, call, at))]
    texts += [str(one.value) for one in values if isinstance(one, Constant)]
    if not any(kind_named(text) == REFRESH for text in texts) or isinstance(call.arguments[1], Object):
        return
    place = Place(path, call.line, call.column)
    if name in _SETTERS:
        yield TokenCookie(place, _http_only(evaluator, path, call))
    elif any(text.lower() == "set-cookie" for text in texts):
        literals = [one.expression for one in values if isinstance(one, Literally)]
        parts = [part.value for one in literals if isinstance(one, Template) for part in one.parts if isinstance(part, Literal)]
        yield TokenCookie(place, "on" if any("httponly" in str(one).lower() for one in (*parts, *texts)) else "off")


def _http_only(evaluator: Evaluator, path: str, call: Call) -> str:
    if len(call.arguments) < 3:
        return "off"
    options = evaluator.argument(path, call, 2)
    given = evaluator.member(options, "httpOnly")
    if given in (Constant(True), Constant(False)):
        return "on" if given == Constant(True) else "off"
    return "off" if has_key(evaluator, options, "httpOnly") is False else "unknown"
