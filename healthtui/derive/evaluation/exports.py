"""What a file takes from a module: exports, through barrels, of ECMAScript and CommonJS."""

from __future__ import annotations

from functools import partial
from posixpath import dirname
from typing import NamedTuple

from healthtui.derive.database import Database, query
from healthtui.derive.evaluation.pieces import surface_of
from healthtui.derive.evaluation.setting_files import settings_taken
from healthtui.derive.evaluation.shared import MAX_DEPTH, Evaluation
from healthtui.derive.evaluation.values import UNKNOWN, External, Namespace, Value
from healthtui.derive.libraries.generated import generated_from
from healthtui.derive.repository.graph import package_of, resolve_module
from healthtui.facts.source import Export, Name


class Exported(NamedTuple):
    """What a file says of one name that it exports."""

    own: tuple[Export, ...]
    barrels: tuple[str, ...]  # the modules of its `export *` that may give the name
    has_commonjs: bool


@query
def _exported(db: Database, path: str, name: str) -> Exported | None:
    """Asked name by name, so that another export of the same file, or behind the same barrel, is no change."""
    surface = surface_of(db, path)
    if surface is None:
        return None
    barrels = [one for one, names in _barrels(db, path) if names is None or name in names] if "*" in surface.names else []
    return Exported(surface.names.get(name, ()), tuple(barrels), surface.has_commonjs)


@query
def _barrels(db: Database, path: str) -> tuple[tuple[str, frozenset[str] | None], ...]:
    """The modules of the `export *` of a file, each with the names that it has; None where it may have any."""
    surface = surface_of(db, path)
    modules = dict.fromkeys(one.module for one in surface.names.get("*", ())) if surface else ()
    targets = [(one, resolve_module(db, dirname(path), one)) for one in modules]
    return tuple((one, _names_within(db, target) if target is not None else None) for one, target in targets)


@query
def _names_within(db: Database, path: str) -> frozenset[str] | None:
    """The names that a file exports, its `export *` followed; None where one leads out of what can be listed."""
    names: set[str] = set()
    todo = [path]
    for file in todo:
        surface = surface_of(db, file)
        if surface is None or surface.has_commonjs:
            return None
        names |= surface.names.keys()
        for one in surface.names.get("*", ()):
            target = resolve_module(db, dirname(file), one.module)
            if target is None:
                return None
            todo += [target] if target not in todo else []
    return frozenset(names)


class Exports(Evaluation):
    """The part of evaluation that follows imports."""

    def module(self, path: str, specifier: str, name: str, depth: int = 0) -> Value:
        """What a file takes from a module: `name` is an export, `default`, or `*`."""
        if depth > MAX_DEPTH:
            return UNKNOWN
        target = resolve_module(self.db, dirname(path), specifier)
        if specifier.endswith(".json") and (whole := settings_taken(self.db, path, specifier)) is not None:
            return whole if name in ("*", "default") else self.member(whole, name, depth + 1)
        if target is None:
            return self._external(specifier, name)
        if name == "*":
            return self._whole(target, depth)
        return self.once((target, "export", name), partial(self.export, target, name, depth + 1))

    def _external(self, specifier: str, name: str) -> Value:
        if library := generated_from(specifier, name):
            return External(library, "" if name in ("*", "default") else name)
        if specifier.startswith("."):
            return UNKNOWN
        package = package_of(specifier)
        deeper = specifier.removeprefix("node:")[len(package) :].lstrip("/")
        return External(f"{package}/{deeper}" if deeper else package, "" if name in ("*", "default") else name)

    def _whole(self, path: str, depth: int) -> Value:
        """A file as `require` or a namespace import gives it: `module.exports` where it is one value."""
        exported = _exported(self.db, path, "default")
        if exported is not None and exported.own and exported.own[0].commonjs:
            return self.export(path, "default", depth + 1)
        return Namespace(path)

    def export(self, path: str, name: str, depth: int = 0) -> Value:
        """An export of a file, through barrels; a default import of a CommonJS file is the whole of it."""
        if depth > MAX_DEPTH or (exported := _exported(self.db, path, name)) is None:
            return UNKNOWN
        for one in exported.own:
            if one.module:
                inner = one.value.id if isinstance(one.value, Name) else "*"
                return self.module(path, one.module, inner, depth + 1)
            return self.of(path, one.value, -1, -1, depth + 1)
        for specifier in exported.barrels:
            found = self.module(path, specifier, name, depth + 1)
            if found != UNKNOWN and not (isinstance(found, External) and name == "default"):
                return found
        if exported.has_commonjs:
            whole = self.export(path, "default", depth + 1) if name != "default" else Namespace(path)
            return self.member(whole, name, depth + 1) if name != "default" else whole
        return UNKNOWN
