"""The applications of a repository: which files each reaches, and what it says of every route in them."""

from __future__ import annotations

import re
from collections.abc import Iterable

import msgspec

from healthtui.derive.areas import is_request_path
from healthtui.derive.database import Database, query
from healthtui.derive.graph import imports_of
from healthtui.derive.http.nest.decorators import Scope, items_of, texts_of
from healthtui.derive.http.nest.settings import Setting, is_factory, settings_in
from healthtui.derive.http.paths import joined
from healthtui.derive.inputs import facts_in, index_of, paths_with
from healthtui.derive.packages import folder_of
from healthtui.derive.values import Constant, External, Literally, Value, options_of
from healthtui.facts.source import Expression, Member, Object, Outline

NEUTRAL = External("@nestjs/common", "VERSION_NEUTRAL")


class Versioning(msgspec.Struct, frozen=True, gc=False):
    """Versions in the path: what stands before them, and those of a route that names none."""

    prefix: str = "v"
    default: tuple[str, ...] = ("",)


class Prefix(msgspec.Struct, frozen=True, gc=False):
    """The global prefix, and the (method, pattern) of routes that do not have it; the method is "" for any."""

    text: str = ""
    excluded: tuple[tuple[str, str], ...] = ()

    def on(self, method: str, path: str) -> str:
        if any(verb in ("", "ALL", method) and pattern_matches(pattern, path) for verb, pattern in self.excluded):
            return path
        return joined("/" + self.text, path)


@query
def nest_files(db: Database) -> tuple[str, ...]:
    """The request-path files of the repository that import a package of NestJS."""
    return tuple(
        path
        for path in paths_with(db, Outline)
        if is_request_path(path)
        and any(name.startswith(("@nestjs/", "nestjs-", "nest-")) for one in facts_in(db, Outline, path) for name in one.modules)
    )


@query
def _bootstraps(db: Database) -> tuple[str, ...]:
    """The files that create an application."""
    found: list[str] = []
    for path in nest_files(db):
        index = index_of(db, path)
        calls = (
            [one for one in index.module.calls if isinstance(one.callee, Member) and one.callee.name == "create"] if index else []
        )
        callees = (Scope(path, call.function).value(db, call.callee) for call in calls)
        found += [path for callee in callees if any(is_factory(one) for one in options_of(callee))]
    return tuple(dict.fromkeys(found))


@query
def _reach(db: Database, bootstrap: str) -> frozenset[str]:
    """The files that a bootstrap imports, directly or not."""
    todo, seen = [bootstrap], {bootstrap}
    while todo:
        for path in imports_of(db, todo.pop()):
            if path not in seen:
                seen.add(path)
                todo.append(path)
    return frozenset(seen)


@query
def applications_of(db: Database, path: str) -> frozenset[str]:
    """The bootstraps that reach a file."""
    return frozenset(one for one in _bootstraps(db) if path in _reach(db, one))


def holds_for(db: Database, setting: str, path: str) -> bool:
    """Whether what one file sets up holds for the routes of another: an application reaches both.

    Where none reaches one of them (loaded by name, or no bootstrap is seen) it holds within the package.
    """
    above, below = applications_of(db, setting), applications_of(db, path)
    return bool(above & below) if above and below else folder_of(db, setting) == folder_of(db, path)


@query
def settings_for(db: Database, path: str) -> tuple[Setting, ...]:
    """All that is set up for the application of a file."""
    return tuple(one for file in nest_files(db) for one in settings_in(db, file) if holds_for(db, file, path))


def prefix_of(db: Database, settings: Iterable[Setting]) -> Prefix:
    """The global prefix."""
    for one in settings:
        if one.kind == "prefix" and one.arguments:
            texts = texts_of(db, one.scope, one.arguments[0])
            options = _options(db, one.scope, one.arguments[1]) if len(one.arguments) > 1 else {}
            excluded = [_excluded(db, value) for item in options.get("exclude", []) for value in [item]]
            return Prefix(texts[0].strip("/"), tuple(pair for pair in excluded if pair))
    return Prefix()


def versioning_of(db: Database, settings: Iterable[Setting]) -> Versioning | None:
    """How versions stand in the path; None where they do not."""
    for one in settings:
        if one.kind != "versioning":
            continue
        options = _options(db, one.scope, one.arguments[0]) if one.arguments else {}
        kinds = options.get("type", [])
        if kinds and not any((isinstance(v, External) and v.name.endswith(".URI")) or v == Constant(0) for v in kinds):
            return None
        prefix = next((v.value for v in options.get("prefix", []) if isinstance(v, Constant)), "v")
        default = tuple(version_text(v) for v in options.get("defaultVersion", []))
        return Versioning(prefix if isinstance(prefix, str) else "", default or ("",))
    return None


def version_text(value: Value) -> str:
    """A version as text; "" for the neutral one."""
    for one in options_of(value):
        if isinstance(one, Constant):
            return f"{one.value:g}" if isinstance(one.value, float) else str(one.value)
    return "" if value == NEUTRAL else "{?}"


def pattern_matches(pattern: str, path: str) -> bool:
    """Whether a Nest route pattern (`cats/*path`, `auth/(.*)`, `:id`) covers a path."""
    text = re.escape("/" + pattern.strip("/"))
    text = re.sub(r"\\/\\\{\\\*\w+\\\}$|\\\{\\/\\\*\w+\\\}$", "(?:/.*)?", text)
    text = re.sub(r"\\\(\\\.\\\*\\\)|\\\*\w*", ".*", text)
    text = re.sub(r":\w+", "[^/]+", text)
    return re.fullmatch(text, path) is not None


def _options(db: Database, scope: Scope, expression: Expression) -> dict[str, list[Value]]:
    """The entries of an options object, each as its values (several for an array)."""
    found: dict[str, list[Value]] = {}
    for value in options_of(scope.value(db, expression)):
        if isinstance(value, Literally) and isinstance(value.expression, Object):
            inner = Scope(value.path, value.function, value.owner)
            found |= {key: items_of(db, inner, one) for key, one in value.expression.entries}
    return found


def _excluded(db: Database, value: Value) -> tuple[str, str] | None:
    if isinstance(value, Constant) and isinstance(value.value, str):
        return "", value.value
    if isinstance(value, Literally) and isinstance(value.expression, Object):
        return route_info(db, value)
    return None


def route_info(db: Database, value: Literally) -> tuple[str, str] | None:
    """(method, path) of a `{ path, method }`."""
    assert isinstance(value.expression, Object)
    entries, scope = dict(value.expression.entries), Scope(value.path, value.function, value.owner)
    if "path" not in entries:
        return None
    method = scope.value(db, entries["method"]) if "method" in entries else None
    verb = method.name.rpartition(".")[2] if isinstance(method, External) else ""
    return verb, texts_of(db, scope, entries["path"])[0]
