"""What a file takes from a module: exports, through barrels, of ECMAScript and CommonJS."""

from __future__ import annotations

from collections import defaultdict
from functools import partial
from posixpath import dirname
from typing import NamedTuple

from healthtui.derive.database import Database, query
from healthtui.derive.evaluation import MAX_DEPTH, Evaluation
from healthtui.derive.graph import package_of, resolve_module
from healthtui.derive.pieces import surface_of
from healthtui.derive.setting_files import settings_taken
from healthtui.derive.values import UNKNOWN, External, Namespace, Value
from healthtui.facts.source import Name


class Barrel(NamedTuple):
    """The `export *` of a file: which of their modules may give a name, told once for all names."""

    modules: tuple[str, ...]
    names: dict[str, frozenset[str]]  # exported name → the modules that have it
    open: frozenset[str]  # modules that may have any name

    def modules_for(self, name: str) -> list[str]:
        having = self.names.get(name, frozenset())
        return [one for one in self.modules if one in having or one in self.open] if having or self.open else []


@query
def _barrel(db: Database, path: str) -> Barrel:
    surface = surface_of(db, path)
    modules = tuple(dict.fromkeys(one.module for one in surface.names.get("*", ()))) if surface else ()
    names: defaultdict[str, set[str]] = defaultdict(set)
    unlimited: set[str] = set()
    for module in modules:
        target = resolve_module(db, dirname(path), module)
        within = _names_within(db, target) if target is not None else None
        if within is None:
            unlimited.add(module)
        for name in within or ():
            names[name].add(module)
    return Barrel(modules, {name: frozenset(having) for name, having in names.items()}, frozenset(unlimited))


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
        if specifier.startswith("."):
            return UNKNOWN
        package = package_of(specifier)
        deeper = specifier.removeprefix("node:")[len(package) :].lstrip("/")
        return External(f"{package}/{deeper}" if deeper else package, "" if name in ("*", "default") else name)

    def _whole(self, path: str, depth: int) -> Value:
        """A file as `require` or a namespace import gives it: `module.exports` where it is one value."""
        surface = surface_of(self.db, path)
        exports = surface.names.get("default", ()) if surface else ()
        if exports and exports[0].commonjs:
            return self.export(path, "default", depth + 1)
        return Namespace(path)

    def export(self, path: str, name: str, depth: int = 0) -> Value:
        """An export of a file, through barrels; a default import of a CommonJS file is the whole of it."""
        if depth > MAX_DEPTH or (surface := surface_of(self.db, path)) is None:
            return UNKNOWN
        for one in surface.names.get(name, ()):
            if one.module:
                inner = one.value.id if isinstance(one.value, Name) else "*"
                return self.module(path, one.module, inner, depth + 1)
            return self.of(path, one.value, -1, -1, depth + 1)
        for specifier in _barrel(self.db, path).modules_for(name) if "*" in surface.names else ():
            found = self.module(path, specifier, name, depth + 1)
            if found != UNKNOWN and not (isinstance(found, External) and name == "default"):
                return found
        if surface.has_commonjs:
            whole = self.export(path, "default", depth + 1) if name != "default" else Namespace(path)
            return self.member(whole, name, depth + 1) if name != "default" else whole
        return UNKNOWN
