"""What is cached, and whether every process sees it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from healthtui.derive.database import Database, query
from healthtui.derive.evaluation.evaluate import Evaluator
from healthtui.derive.evaluation.values import External, external_of, options_of
from healthtui.derive.evaluation.written import dotted
from healthtui.derive.inputs import ModuleIndex, derives, facts_in, index_of
from healthtui.derive.libraries.performance import (
    MEMCACHED_CLIENTS,
    MEMORY_CACHES,
    REDIS_CLIENTS,
    REDIS_READS,
    REDIS_WRITES,
    SHARED_CACHES,
)  # fmt: skip
from healthtui.derive.repository.graph import package_of
from healthtui.derive.repository.packages import modules_used, packages_taken, request_path_files
from healthtui.facts.base import Place
from healthtui.facts.performance import CacheUse
from healthtui.facts.source import Call, CallRef, Expression, Literal, Member, Name, Object, Outline, Template

_CLIENTS = REDIS_CLIENTS | MEMCACHED_CLIENTS
_OTHER_USE = re.compile(  # what Redis keeps that is no cache
    r"rate|limit|throttl|lock|mutex|black_?list|block_?list|deny_?list|revo[ck]|otp|one_?time|token|nonce|csrf|verif|reset|queue|pub_?sub"
    r"|presence|socket|attempt|captcha|state",
    re.I,
)
_FASTIFY_REDIS = re.compile(r"(?:^|\.)redis\.(\w+)$")
_CACHE_NAME = re.compile(r"cache|memo(?:$|[A-Z_])", re.I)


@derives(CacheUse)
def cache_uses(db: Database, package: str) -> tuple[CacheUse, ...]:
    used, files = modules_used(db, package), request_path_files(db, package)
    found = [one for path in files for one in _libraries_in(db, path)]
    found += [one for path in files for one in _by_hand_in(db, path)]
    if not used.isdisjoint(_CLIENTS):
        found += _by_client([one for path in files for one in _client_calls_in(db, path)])
    return tuple(sorted(found, key=lambda one: (one.place, one.by)))


@query
def _libraries_in(db: Database, path: str) -> tuple[CacheUse, ...]:
    """The caching libraries of a file, at the first call of each."""
    taken = {name: place for place, name in reversed(tuple(packages_taken(db, path)))}
    shared = [CacheUse(place, name, True) for name, place in taken.items() if name in SHARED_CACHES]
    if (MEMORY_CACHES | {"@nestjs/common"}).isdisjoint(taken) and "typeorm" not in taken and "@nestjs/typeorm" not in taken:
        return tuple(shared)
    evaluator, index, made = Evaluator(db), index_of(db, path), dict[str, CacheUse]()
    for call in index.module.calls if index else ():
        if any(_is_shared_query_cache(argument) for argument in call.arguments):
            made["typeorm"] = CacheUse(Place(path, call.line, call.column), "TypeORM's cache in Redis", True)
        value = external_of(evaluator.callee(path, call)) if isinstance(call.callee, Name | Member) else None
        if value is not None and (name := _memory_cache(value)):
            made.setdefault(name, CacheUse(Place(path, call.line, call.column), name, False))
    return (*shared, *made.values())


def _memory_cache(value: External) -> str:
    """The library that a value is of; "" where it is no cache. NestJS had one of its own up to version 9."""
    if value.module == "@nestjs/common" and value.name.startswith("CacheModule"):
        return "CacheModule"
    return name if (name := package_of(value.module)) in MEMORY_CACHES else ""


def _is_shared_query_cache(argument: Expression) -> bool:
    """`cache: { type: 'ioredis' }` among the options of a TypeORM data source."""
    options = dict(argument.entries).get("cache") if isinstance(argument, Object) else None
    kind = dict(options.entries).get("type") if isinstance(options, Object) else None
    return isinstance(kind, Literal) and str(kind.value).startswith(("redis", "ioredis"))


@query
def _by_hand_in(db: Database, path: str) -> tuple[CacheUse, ...]:
    """Maps that are named a cache, written to and read."""
    index = index_of(db, path)
    if index is None:
        return ()
    module = index.module
    held = [(one.name, one.value, one.line) for one in module.bindings if one.function < 0]
    held += [(f"this.{m.name}", m.value, m.line) for one in module.classes for m in one.members if m.value is not None]
    maps = {name: line for name, value, line in held if _CACHE_NAME.search(name) and _is_map(index, value)}
    called = {dotted(index, call.callee) for call in module.calls} if maps else set()
    kept = [(name, line) for name, line in maps.items() if {f"{name}.get", f"{name}.set"} <= called]
    return tuple(CacheUse(Place(path, line, 1), f"a Map, {name}", False) for name, line in kept)


def _is_map(index: ModuleIndex, value: Expression | None) -> bool:
    return isinstance(value, CallRef) and dotted(index, index.module.calls[value.index].callee) in ("Map", "WeakMap")


@query
def _client_calls_in(db: Database, path: str) -> tuple[tuple[str, str, Place], ...]:
    """(read or write, the client, place) of each call of a client of Redis or Memcached that may keep a cached value."""
    index = index_of(db, path)
    if index is None or not facts_in(db, Outline, path):
        return ()
    return tuple(_client_calls(Evaluator(db), path, index))


def _client_calls(evaluator: Evaluator, path: str, index: ModuleIndex) -> Iterator[tuple[str, str, Place]]:
    for call in index.module.calls:
        for callee in (call.callee, *_promisified(index, call)):
            method = callee.name if isinstance(callee, Member) else ""
            if method not in REDIS_READS | REDIS_WRITES or (by := _client(evaluator, path, index, call, callee)) is None:
                continue
            if method in REDIS_READS:
                yield "read", by, Place(path, call.line, call.column)
            elif not _OTHER_USE.search(_purpose(path, index, call)):
                yield "write", by, Place(path, call.line, call.column)


def _promisified(index: ModuleIndex, call: Call) -> tuple[Expression, ...]:
    """`promisify(client.get)`: what it makes is called under another name."""
    return call.arguments[:1] if dotted(index, call.callee).rpartition(".")[2] == "promisify" else ()


def _client(evaluator: Evaluator, path: str, index: ModuleIndex, call: Call, callee: Expression) -> str | None:
    if _FASTIFY_REDIS.search(dotted(index, callee)) and not dotted(index, callee).startswith("this."):
        return "Redis"
    for value in options_of(evaluator.of(path, callee, call.function, call.owner)):
        if isinstance(one := external_of(value), External) and package_of(one.module) in _CLIENTS:
            return "Memcached" if package_of(one.module) in MEMCACHED_CLIENTS else "Redis"
    return None


def _purpose(path: str, index: ModuleIndex, call: Call) -> str:
    """What names the use of a call: the file, the function, the key."""
    function = index.module.functions[call.function].name if call.function >= 0 else ""
    keys = [part for one in call.arguments[:1] for part in (one.parts if isinstance(one, Template) else (one,))]
    texts = [str(one.value) if isinstance(one, Literal) else dotted(index, one) for one in keys]
    return " ".join((path.rpartition("/")[2], function, *texts))


def _by_client(calls: list[tuple[str, str, Place]]) -> list[CacheUse]:
    """Something is cached where values are written and read back."""
    reads = {by for kind, by, _ in calls if kind == "read"}
    return [CacheUse(place, by, True) for kind, by, place in calls if kind == "write" and by in reads]
