"""Which method of which library a call is, by its trail."""

from __future__ import annotations

import re
from functools import cache

import msgspec

from healthtui.derive.data.bound import Trail
from healthtui.derive.libraries.data import LIBRARIES, Effect, Library, library_named
from healthtui.facts.source import Call


class Hit(msgspec.Struct, frozen=True, gc=False):
    """A call that asks something of a database; `handle` is what it asks, `model` the entity where the handle names it."""

    library: Library
    effect: Effect
    method: str = ""
    handle: str = ""
    model: str = ""


class _Patterns(msgspec.Struct, frozen=True):
    method: re.Pattern[str]
    handle: re.Pattern[str]


class _Compiled(msgspec.Struct, frozen=True):
    followed: _Patterns
    written: _Patterns
    results: tuple[re.Pattern[str], re.Pattern[str]] | None
    methods: dict[str, Effect]


def match(library: Library, trail: Trail, call: Call) -> Hit | None:
    """The method of a library that a call with this trail is, or None."""
    if trail.package and trail.package not in library.packages:
        return None
    compiled = _compiled(library.name)
    patterns = compiled.followed if trail.package else compiled.written
    if trail.package and trail.text in library.pager.split():
        return Hit(library, Effect.PAGE, trail.text, library.name)
    if hit := _direct(library, trail, call, patterns):
        return hit
    if (found := patterns.method.fullmatch(trail.text)) and (effect := _effect(library, trail, found["method"])):
        return Hit(library, effect, found["method"], found["handle"], found.groupdict().get("model") or "")
    result = compiled.results[not trail.package] if compiled.results else None
    if result and (found := result.fullmatch(trail.text)):
        return Hit(library, Effect.WRITE, found["method"], found["handle"])
    return _saved(library, trail, call)


def _effect(library: Library, trail: Trail, method: str) -> Effect | None:
    is_told = bool(trail.package) or not library.written or method in library.written.split()
    return _compiled(library.name).methods.get(method) if is_told else None


def _direct(library: Library, trail: Trail, call: Call, patterns: _Patterns) -> Hit | None:
    """The handle itself is called: `knex('users')`, or the tag of a template."""
    if not trail.package and library.written:
        return None
    if library.direct is None or not call.arguments or not patterns.handle.fullmatch(trail.text):
        return None
    return Hit(library, library.direct, handle=trail.text)


def _saved(library: Library, trail: Trail, call: Call) -> Hit | None:
    """`user.save()` of a record that comes from where it is not followed."""
    is_save = not trail.package and bool(library.result) and trail.text.endswith(".save") and not call.arguments
    return Hit(library, Effect.WRITE, "save") if is_save and "session" not in trail.text else None


@cache
def methods_known() -> frozenset[str]:
    """Every method that any library calls a query."""
    return frozenset(
        method for library in LIBRARIES for method in [*library.effects(), *library.result.split(), *library.pager.split()]
    )


@cache
def is_association(library: str, method: str) -> bool:
    """Whether a library makes methods of such a name for what belongs to a record: `user.addRole(role)`."""
    pattern = library_named(library).associations
    return bool(pattern) and re.fullmatch(pattern, method) is not None


@cache
def _compiled(name: str) -> _Compiled:
    library = next(one for one in LIBRARIES if one.name == name)
    handles = [library.handle, library.text or "(?!)"]
    followed, written = (_Patterns(_pattern_of(library, one), re.compile(one)) for one in handles)
    return _Compiled(followed, written, _result_patterns_of(library), library.effects())


def _pattern_of(library: Library, handle: str) -> re.Pattern[str]:
    """Matches a call's callee: the handle and a method, with a query builder between where there is one."""
    chain = rf"(?:\.(?:{'|'.join(library.query_builder.split())})\(\)(?:\.\w+\(\))*)?" if library.query_builder else ""
    return re.compile(rf"(?P<handle>{handle}){chain}\.(?P<method>\$?\w+)")


def _result_patterns_of(library: Library) -> tuple[re.Pattern[str], re.Pattern[str]] | None:
    """Match a call on a record, followed and as written: what a query returned, or a new one; one of the rows of a page."""
    if not library.result:
        return None
    methods = "|".join(filter(None, [*library.result.split(), library.associations]))
    ending = rf"(?:\.rows)?(?:\.(?:\d+|\[of\]))?\.(?P<method>{methods})"
    queries = "|".join(f"{method}" for method in (*library.one.split(), *library.many.split(), *library.write.split(), "build"))
    return (
        re.compile(rf"(?P<handle>{library.handle})(?:(?:\.\w+\(\))+|#){ending}"),
        re.compile(rf"(?P<handle>{library.text})\.(?:{queries})\(\)(?:\.\w+\(\))*{ending}"),
    )
