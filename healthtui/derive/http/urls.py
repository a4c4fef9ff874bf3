"""URLs of production that are plain HTTP on purpose: under a key named production, or in a constant named so."""

from __future__ import annotations

from collections.abc import Iterator

from healthtui.derive.batches import in_each_file
from healthtui.derive.database import Database, query
from healthtui.derive.inputs import derives, index_of
from healthtui.derive.libraries.https import PRODUCTION_KEY, PRODUCTION_VARIABLE, PUBLIC_HTTP
from healthtui.facts.base import Place
from healthtui.facts.https import PlainUrl
from healthtui.facts.source import Expression, Literal, Module, Object


@derives(PlainUrl)
def plain_urls(db: Database, package: str) -> tuple[PlainUrl, ...]:
    return tuple(in_each_file(db, package, _plain_urls_in))


@query
def _plain_urls_in(db: Database, path: str) -> tuple[PlainUrl, ...]:
    index = index_of(db, path)
    found: list[PlainUrl] = []
    for name, value, line in _named(index.module) if index else ():
        called = [value] if PRODUCTION_VARIABLE.match(name) else []
        for one in (*called, *_of_production(value)):
            if isinstance(one, Literal) and isinstance(one.value, str) and PUBLIC_HTTP.match(one.value):
                found.append(PlainUrl(Place(path, line, 1), one.value))
    return tuple(found)


def _named(module: Module) -> Iterator[tuple[str, Expression, int]]:
    """What a file binds and exports, by its name."""
    yield from ((one.name, one.value, one.line) for one in module.bindings)
    yield from ((one.name, one.value, one.line) for one in module.exports if isinstance(one.value, Object | Literal))


def _of_production(value: Expression) -> Iterator[Expression]:
    """What stands under a key named production, one object deep."""
    for key, inner in value.entries if isinstance(value, Object) else ():
        if PRODUCTION_KEY.fullmatch(key):
            yield inner
            yield from (one for _, one in inner.entries) if isinstance(inner, Object) else ()
