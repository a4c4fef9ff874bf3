"""What HTTP-level tests request: Supertest, `inject`, pactum, chai-http, fetch, axios, got, Cypress, Playwright, and the
helpers that wrap them. A path that cannot be known in part has `{?}` there."""

from __future__ import annotations

import re
from collections.abc import Iterator

from healthtui.derive.database import Database, query
from healthtui.derive.evaluation.evaluate import Evaluator
from healthtui.derive.evaluation.values import (
    Called,
    Constant,
    FunctionValue,
    Literally,
    ParameterValue,
    Value,
    external_of,
    options_of,
)
from healthtui.derive.evaluation.written import called_name
from healthtui.derive.http.paths import UNKNOWN_PART, joined, text_of
from healthtui.derive.inputs import ModuleIndex, derives, index_of
from healthtui.derive.libraries.testing import BASE_KEYS, METHOD_KEYS, NO_CLIENTS, PATH_KEYS, VERBS, WHOLE_REQUESTS
from healthtui.derive.repository.areas import is_test
from healthtui.derive.repository.packages import packages, scored_packages, source_files
from healthtui.derive.testing.suites import support_files
from healthtui.facts.base import Place
from healthtui.facts.source import Array, Call, CallRef, Expression, FunctionRef, Item, Literal, Member, Object
from healthtui.facts.testing import TestRequest

Wrapped = tuple[str, ParameterValue]  # a method, and the parameter that a helper takes the path from
ANY = "ALL"
_ORIGIN = re.compile(r"^(?:https?://[^/]*|\0)(?=/|$)")


@derives(TestRequest)
def test_requests(db: Database, package: str) -> tuple[TestRequest, ...]:
    """Every request, in the order of place."""
    files = _request_files(db, package)
    found = [one for path in files for one in requests_in(db, path)[0]]
    for path in files if _helpers(db, package) else ():
        found += _through_helpers(db, path, package)
    return tuple(sorted(set(found), key=lambda one: (one.place, one.method, one.path)))


@query
def _request_files(db: Database, package: str) -> tuple[str, ...]:
    """The package's tests and their helpers, and the tests of packages that are no servers: end-to-end projects."""
    scored = {one.path for one in scored_packages(db)}
    others = (one.path for one in packages(db) if one.path not in scored)
    outside = (path for other in others for path in source_files(db, other) if is_test(path))
    return tuple(dict.fromkeys((*support_files(db, package), *outside)))


@query
def requests_in(db: Database, path: str) -> tuple[tuple[TestRequest, ...], tuple[Wrapped, ...]]:
    """The requests of one file whose path is written in it, and those whose path a helper is given."""
    evaluator = Evaluator(db)
    written, wrapped = [], []
    for place, method, base, value in _sent(db, path):
        for text in _texts(evaluator, value):
            if (asked := asked_path(text, base)) is not None:
                written.append(TestRequest(place, method, asked))
        wrapped += [(method, one) for one in options_of(value) if isinstance(one, ParameterValue) and not one.key]
    return tuple(written), tuple(wrapped)


@query
def _helpers(db: Database, package: str) -> tuple[tuple[FunctionValue, str, str, int], ...]:
    """The functions that are given paths to request: each with its name, the method, and the position of the path."""
    wrapped = dict.fromkeys(one for path in _request_files(db, package) for one in requests_in(db, path)[1])
    found = [(FunctionValue(one.path, one.function), method, one.position) for method, one in wrapped]
    return tuple((value, _name_of(db, value), method, position) for value, method, position in found)


@query
def _through_helpers(db: Database, path: str, package: str) -> tuple[TestRequest, ...]:
    """The requests of one file by calls of such helpers."""
    index, evaluator = index_of(db, path), Evaluator(db)
    found: list[TestRequest] = []
    given: dict[Value, list[tuple[str, int]]] = {}
    for helper, _, method, position in _helpers(db, package):
        given.setdefault(helper, []).append((method, position))
    names = {name for _, name, _, _ in _helpers(db, package)}
    for call in index.module.calls if index else ():
        if called_name(call) not in names:
            continue
        for method, position in (each for value in options_of(evaluator.callee(path, call)) for each in given.get(value, ())):
            text = text_of(evaluator, evaluator.argument(path, call, position))
            if text is not None and (asked := asked_path(text, "")) is not None:
                found.append(TestRequest(Place(path, call.line, call.column), method, asked))
    return tuple(found)


def _name_of(db: Database, value: Value) -> str:
    index = index_of(db, value.path) if isinstance(value, FunctionValue) else None
    return index.module.functions[value.index].name if index and isinstance(value, FunctionValue) else ""


def asked_path(text: str, base: str) -> str | None:
    """A URL or path as a route's path: without origin, query and fragment; None when it is none."""
    marked = text.replace(UNKNOWN_PART, "\0")
    is_whole = bool(_ORIGIN.match(marked))
    path = re.split(r"[?#]", _ORIGIN.sub("", marked))[0]
    if not is_whole and not path.startswith("/"):
        return None
    return joined("" if is_whole else base, path or "/").replace("\0", UNKNOWN_PART)


def _sent(db: Database, path: str) -> Iterator[tuple[Place, str, str, Value]]:
    """(place, method, base path, path as a value) of whatever may be a request."""
    index, evaluator = index_of(db, path), Evaluator(db)
    for call in index.module.calls if index else ():
        place = Place(path, call.line, call.column)
        name = called_name(call)
        method = _method_of(evaluator, path, call)
        if method and isinstance(call.callee, Member | Item) and call.arguments and not _is_registration(call):
            client = evaluator.of(path, call.callee.of, call.function, call.owner)
            if not _is_no_client(client) or _is_injection(index, call.callee.of):
                yield place, method, _base(evaluator, client), evaluator.argument(path, call, 0)
        elif name in WHOLE_REQUESTS or any(_names_url(one) for one in call.arguments):
            yield from ((place, *one) for one in _whole(evaluator, path, call, name))


def _method_of(evaluator: Evaluator, path: str, call: Call) -> str:
    """The method that a call requests by its name; of `request(app)[method](…)` any where the key is not known."""
    if not isinstance(call.callee, Item):
        return VERBS.get(called_name(call), "")
    keys = options_of(evaluator.of(path, call.callee.key, call.function, call.owner))
    named = [VERBS.get(str(one.value).lower(), "") for one in keys if isinstance(one, Constant)]
    return named[0] if len(named) == len(keys) == 1 else ANY


def _names_url(expression: Expression) -> bool:
    return isinstance(expression, Object) and any(key == "url" for key, _ in expression.entries)


def _whole(evaluator: Evaluator, path: str, call: Call, name: str) -> Iterator[tuple[str, str, Value]]:
    """A request by one call: `inject({ method, url })`, `fetch(url, { method })`, `cy.request('POST', url)`."""
    values = [evaluator.argument(path, call, position) for position in range(min(len(call.arguments), 4))]
    options = [one for one in values if isinstance(one, Literally) and isinstance(one.expression, Object)]
    method = next((found for one in options if (found := _text_at(evaluator, one, METHOD_KEYS))), "").upper()
    for one in options:
        keys = {key for key, _ in one.expression.entries} if isinstance(one.expression, Object) else set()
        if ("url" in keys and (name in WHOLE_REQUESTS or keys & set(METHOD_KEYS))) or (
            name in WHOLE_REQUESTS and keys & set(PATH_KEYS)
        ):
            key = next(key for key in PATH_KEYS if key in keys)
            yield method or "GET", "", evaluator.member(one, key)
            return
    if name in WHOLE_REQUESTS and values:
        first = text_of(evaluator, values[0])
        if first is not None and first.lower() in VERBS and len(values) > 1:
            yield first.upper(), "", values[1]
        elif first is not None or isinstance(values[0], ParameterValue):
            yield method or "GET", "", values[0]


def _is_registration(call: Call) -> bool:
    """`app.get('/x', handler)`, or a stand-in's `http.get('/x', () => …)`."""
    return any(isinstance(one, FunctionRef) for one in call.arguments[1:])


def _is_no_client(value: Value) -> bool:
    found = (external_of(one) for one in options_of(value))
    return any(one is not None and one.module in NO_CLIENTS for one in found)


def _is_injection(index: ModuleIndex | None, client: Expression) -> bool:
    """`app.inject().get('/')` of Fastify: a chain that requests of the app itself."""
    return index is not None and isinstance(client, CallRef) and called_name(index.module.calls[client.index]) == "inject"


def _base(evaluator: Evaluator, client: Value) -> str:
    """The path below which a client asks: of `request('http://localhost/api')`, `axios.create({ baseURL })`."""
    for one in options_of(client):
        index = index_of(evaluator.db, one.path) if isinstance(one, Called) else None
        if not isinstance(one, Called) or index is None:
            continue
        given = evaluator.argument(one.path, index.module.calls[one.index], 0)
        text = _text_at(evaluator, given, BASE_KEYS) if isinstance(given, Literally) else None
        text = text or text_of(evaluator, given)
        if text and (path := asked_path(text, "")) not in (None, "/"):
            return path or ""
    return ""


def _text_at(evaluator: Evaluator, value: Value, keys: tuple[str, ...]) -> str | None:
    return next((text for key in keys if (text := text_of(evaluator, evaluator.member(value, key))) is not None), None)


def _texts(evaluator: Evaluator, value: Value) -> list[str]:
    """A value as text; of a parameter that a table of cases gives, the text of each row."""
    text = text_of(evaluator, value)
    if text is not None:
        return [text]
    rows = (_rows(evaluator.db, one) for one in options_of(value) if isinstance(one, ParameterValue))
    return [one for found in rows for one in found]


def _rows(db: Database, parameter: ParameterValue) -> Iterator[str]:
    """`test.each([['/a', 401], …])('…', (path, status) => …)`."""
    index = index_of(db, parameter.path)
    each = _each_of(index, parameter.function) if index else None
    table = each.arguments[0] if each and each.arguments else None
    for row in table.items if isinstance(table, Array) else ():
        cells = row.items if isinstance(row, Array) else (row,)
        cell = cells[parameter.position] if parameter.position < len(cells) else None
        if isinstance(cell, Object):
            cell = next((value for key, value in cell.entries if key == parameter.key), None)
        if isinstance(cell, Literal) and isinstance(cell.value, str):
            yield cell.value


def _each_of(index: ModuleIndex, function: int) -> Call | None:
    """The call that gives the table of the cases that a function is the body of."""
    number = index.module.functions[function].passed_to
    callee = index.module.calls[number].callee if number >= 0 else None
    return index.module.calls[callee.index] if isinstance(callee, CallRef) else None
