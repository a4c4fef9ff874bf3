"""Versions of the API: in the path, set up by the framework, or asked for in a header."""

from __future__ import annotations

import re
from collections.abc import Iterator

from healthtui.derive.batches import in_each_file
from healthtui.derive.database import Database, query
from healthtui.derive.evaluation.evaluate import Evaluator
from healthtui.derive.evaluation.values import UNKNOWN, Value, external_of
from healthtui.derive.evaluation.written import dotted, texts_of
from healthtui.derive.http.endpoints import endpoints
from healthtui.derive.http.fastify.options import entry, option
from healthtui.derive.http.nest.settings import settings_in
from healthtui.derive.http.paths import text_of
from healthtui.derive.inputs import ModuleIndex, derives, index_of
from healthtui.derive.repository.packages import modules_used, request_path_files
from healthtui.facts.base import Place
from healthtui.facts.http import ApiVersion
from healthtui.facts.source import Call, Member

_SEGMENT = re.compile(
    r"^(?:(?:api[-_]?)?v\d+(?:\.\d+)*(?:-?(?:alpha|beta|rc)\d*)?|\d+\.\d+(?:\.\d+)?|\d{4}-\d{2}(?:-\d{2})?|ver(?:sion)?-?\d+)$",
    re.I,
)
_PARAMETER = re.compile(r"^(?:/api)?/:(?:(?:api_?)?version|v)\b(?=.*/)", re.I)
_ASIDE = re.compile(r"/(?:webhooks?|health\w*|(?:api-?)?docs?|swagger|static)(?:/|$)", re.I)
_MOUNTS = {"use", "register", "route", "setGlobalPrefix"}
_ROUTES = {"get", "post", "put", "patch", "delete", "head", "all", "route"}
_HEADER = re.compile(r"(?:accept-version|(?:x-)?api-version|x-version)$", re.I)
_HEADER_READERS = {"get", "header"}
_ROUTERS_BY_HEADER = {"express-routes-versioning", "express-version-route", "express-version-request"}


@derives(ApiVersion)
def api_versions(db: Database, package: str) -> tuple[ApiVersion, ...]:
    """Of the versions in paths one is enough, at the mount that brings it."""
    used = modules_used(db, package)
    found = [*_in_paths(db, package)][:1]
    for path in request_path_files(db, package):
        found += _in_headers(db, path)
        if "@nestjs/common" in used:
            found += [ApiVersion(one.place, "enableVersioning") for one in settings_in(db, path) if one.kind == "versioning"]
        if "fastify" in used:
            found += _constraints_in(db, path)
    return tuple(sorted(found, key=lambda one: one.place))


def version_in(path: str) -> str:
    """The segment of a path that is a version, or ""."""
    if _ASIDE.search(path):
        return ""
    segment = next((one for one in path.split("/") if _SEGMENT.match(one)), "")
    return segment or (":version" if _PARAMETER.match(path) else "")


def _in_paths(db: Database, package: str) -> Iterator[ApiVersion]:
    """The mount that most of the routes with a version are under, else the first of these routes."""
    paths = [(one.path, one.place) for one in endpoints(db, package) if not one.is_not_found and version_in(one.path)]
    if paths:
        mounts = list(in_each_file(db, package, _mounts_in))
        under = [(sum(text.strip("/") in path for path, _ in paths), place, text) for place, text in mounts]
        most = max((count for count, _, _ in under), default=0)
        yield from (ApiVersion(place, version_in(f"/{text}")) for count, place, text in under if count == most > 0)
        yield ApiVersion(paths[0][1], version_in(paths[0][0]))


@query
def _mounts_in(db: Database, path: str) -> tuple[tuple[Place, str], ...]:
    """The calls of a file that mount something under a version, with the path as they write it."""
    index, evaluator = index_of(db, path), Evaluator(db)
    found: list[tuple[Place, str]] = []
    for call in index.module.calls if index else ():
        if isinstance(call.callee, Member) and call.callee.name in _MOUNTS and call.arguments:
            values = [evaluator.argument(path, call, 0), option(db, evaluator.argument(path, call, 1), "prefix")]
            texts = (text_of(evaluator, one) or "" for one in values if one != UNKNOWN)
            found += [(Place(path, call.line, call.column), one) for one in texts if version_in(f"/{one}")]
    return tuple(found)


@query
def _in_headers(db: Database, path: str) -> tuple[ApiVersion, ...]:
    """Where a header that names a version is read, or a router by header is made."""
    index = index_of(db, path)
    if index is None:
        return ()
    found = [ApiVersion(Place(path, one.line, one.column), one.chain) for one in index.module.reads if _is_header(one.chain)]
    for call in index.module.calls:
        if _reads_header(index, call):
            found.append(ApiVersion(Place(path, call.line, call.column), texts_of(call)[0]))
    if any(one.module in _ROUTERS_BY_HEADER for one in index.module.imports):
        found += _routers(db, path, index)
    return tuple(found)


def _is_header(chain: str) -> bool:
    return ".headers." in chain and bool(_HEADER.search(chain))


def _reads_header(index: ModuleIndex, call: Call) -> bool:
    """`req.get('Accept-Version')`, `req.header('X-API-Version')`."""
    texts = texts_of(call)
    method = dotted(index, call.callee).rpartition(".")[2]
    return method in _HEADER_READERS and len(call.arguments) == 1 and bool(texts) and bool(_HEADER.fullmatch(texts[0]))


def _routers(db: Database, path: str, index: ModuleIndex) -> Iterator[ApiVersion]:
    for call in index.module.calls:
        external = external_of(Evaluator(db).callee(path, call))
        if external is not None and external.module in _ROUTERS_BY_HEADER:
            yield ApiVersion(Place(path, call.line, call.column), external.module)


@query
def _constraints_in(db: Database, path: str) -> tuple[ApiVersion, ...]:
    """Routes of Fastify that are chosen by `Accept-Version`."""
    index, evaluator = index_of(db, path), Evaluator(db)
    calls = index.module.calls if index else ()
    declared = [one for one in calls if isinstance(one.callee, Member) and one.callee.name in _ROUTES]
    return tuple(
        ApiVersion(Place(path, call.line, call.column), "constraints.version")
        for call in declared
        if any(_is_constrained(db, evaluator.argument(path, call, at)) for at in (0, 1))
    )


def _is_constrained(db: Database, options: Value) -> bool:
    """`{ constraints: { version: '1.2.0' } }`; before Fastify 4 also `{ url: '/', version: '1.2.0' }`."""
    if entry(db, option(db, options, "constraints"), "version") is not None:
        return True
    return entry(db, options, "version") is not None and entry(db, options, "url") is not None
