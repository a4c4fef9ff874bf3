"""What stands before the path of a route: the global prefix, and versions."""

from __future__ import annotations

import re
from collections.abc import Iterable

import msgspec

from healthtui.derive.database import Database
from healthtui.derive.evaluation.values import Constant, External, Literally, Value, options_of
from healthtui.derive.http.classes.decorators import Scope, items_of, texts_of
from healthtui.derive.http.nest.configuration import configured
from healthtui.derive.http.nest.settings import Setting
from healthtui.derive.http.paths import UNKNOWN_PART, joined, text_of
from healthtui.facts.source import Expression, Object

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


def prefix_of(db: Database, settings: Iterable[Setting]) -> Prefix:
    """The global prefix."""
    for one in settings:
        if one.kind == "prefix" and one.arguments:
            text = text_of(one.scope.evaluator(db), configured(db, one.scope.value(db, one.arguments[0])))
            options = _options(db, one.scope, one.arguments[1]) if len(one.arguments) > 1 else {}
            excluded = [_excluded(db, item) for item in options.get("exclude", [])]
            return Prefix((UNKNOWN_PART if text is None else text).strip("/"), tuple(pair for pair in excluded if pair))
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
