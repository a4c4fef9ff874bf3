"""What a file takes from a module: exports, through barrels, of ECMAScript and CommonJS."""

from __future__ import annotations

from functools import partial
from posixpath import dirname

from healthtui.derive.evaluation import MAX_DEPTH, Evaluation
from healthtui.derive.graph import package_of, resolve_module
from healthtui.derive.pieces import surface_of
from healthtui.derive.values import UNKNOWN, External, Namespace, Value
from healthtui.facts.source import Name


class Exports(Evaluation):
    """The part of evaluation that follows imports."""

    def module(self, path: str, specifier: str, name: str, depth: int = 0) -> Value:
        """What a file takes from a module: `name` is an export, `default`, or `*`."""
        if depth > MAX_DEPTH:
            return UNKNOWN
        target = resolve_module(self.db, dirname(path), specifier)
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
        for one in surface.names.get("*", ()):
            found = self.module(path, one.module, name, depth + 1)
            if found != UNKNOWN and not (isinstance(found, External) and name == "default"):
                return found
        if surface.has_commonjs:
            whole = self.export(path, "default", depth + 1) if name != "default" else Namespace(path)
            return self.member(whole, name, depth + 1) if name != "default" else whole
        return UNKNOWN
