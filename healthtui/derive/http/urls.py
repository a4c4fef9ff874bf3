"""URLs of production that are plain HTTP on purpose: under a key named production, or in a constant named so."""

from __future__ import annotations

from collections.abc import Iterator

from healthtui.derive.database import Database, query
from healthtui.derive.inputs import derives, index_of
from healthtui.derive.libraries.https import PRODUCTION_KEY, PRODUCTION_VARIABLE, PUBLIC_HTTP
from healthtui.derive.packages import request_path_files
from healthtui.facts.base import Place
from healthtui.facts.https import PlainUrl
from healthtui.facts.source import Expression, Literal, Object


@derives(PlainUrl)
def plain_urls(db: Database, package: str) -> tuple[PlainUrl, ...]:
    return tuple(one for path in request_path_files(db, package) for one in _plain_urls_in(db, path))


@query
def _plain_urls_in(db: Database, path: str) -> tuple[PlainUrl, ...]:
    index = index_of(db, path)
    found: list[PlainUrl] = []
    for one in index.module.bindings if index else ():
        named = [one.value] if PRODUCTION_VARIABLE.match(one.name) else []
        for value in (*named, *_of_production(one.value)):
            if isinstance(value, Literal) and isinstance(value.value, str) and PUBLIC_HTTP.match(value.value):
                found.append(PlainUrl(Place(path, one.line, 1), value.value))
    return tuple(found)


def _of_production(value: Expression) -> Iterator[Expression]:
    """What stands under a key named production, one object deep."""
    for key, inner in value.entries if isinstance(value, Object) else ():
        if PRODUCTION_KEY.fullmatch(key):
            yield inner
            yield from (one for _, one in inner.entries) if isinstance(inner, Object) else ()
