"""Folders whose files are loaded: `readdirSync(__dirname).forEach((file) => require('./' + file)(app))`."""

from __future__ import annotations

import re
from posixpath import dirname, join, normpath

from healthtui.derive.database import Database
from healthtui.derive.evaluation.evaluate import Evaluator
from healthtui.derive.evaluation.pieces import call_at
from healthtui.derive.evaluation.values import UNKNOWN, Attribute, Called, FunctionValue, Value, options_of
from healthtui.derive.evaluation.written import dotted
from healthtui.derive.inputs import ModuleIndex, index_of, paths_with
from healthtui.facts.source import Call, Literal, Name, Other, Outline, Template

_LISTERS = {"readdirSync", "readdir", "globSync", "sync", "glob", "requireDirectory", "requireDir"}


def files_loaded_by(db: Database, path: str, value: Value) -> list[str]:
    """The files that a value may be loaded of, whose folder its file lists; none where it lists no folder."""
    index = index_of(db, path)
    if index is None or not any(dotted(index, call.callee).rpartition(".")[2] in _LISTERS for call in index.module.calls):
        return []
    loading = call_at(db, path, value.index) if isinstance(value, Called) and value.path == path else None
    loaded = _pattern(path, loading) if loading is not None and _loads(loading) else None
    loaded = loaded or re.compile(re.escape(_folder(index, path)) + "/")
    return [one for one in paths_with(db, Outline) if one != path and loaded.match(one)]


def functions_loaded_by(db: Database, path: str, called: Value) -> list[FunctionValue]:
    """The functions that the files of a folder export, where a call calls what is loaded of one: `require(file)(app)`."""
    loaded = called.of if isinstance(called, Attribute) and called.name == "default" else called
    loading = call_at(db, path, loaded.index) if isinstance(loaded, Called) and loaded.callee == UNKNOWN else None
    if loading is None or not _loads(loading):
        return []
    evaluator = Evaluator(db)
    exported = [evaluator.export(one, "default") for one in files_loaded_by(db, path, loaded)]
    return [one for value in exported for one in options_of(value) if isinstance(one, FunctionValue)]


def _loads(call: Call) -> bool:
    """`require(…)` and `import(…)` of a path that is made."""
    return call.callee in (Name("require"), Other("import")) and bool(call.arguments)


def _pattern(path: str, loading: Call) -> re.Pattern[str] | None:
    """Of `require(`./modules/${name}/routes`)` the files that it may name."""
    match loading.arguments[0]:
        case Template((Literal(str(start)), *rest)) if start.startswith("."):
            folder = normpath(join(dirname(path), start[: start.rfind("/") + 1]))
            below = start[start.rfind("/") + 1 :]
            parts = [
                one.value if isinstance(one, Literal) and isinstance(one.value, str) else None for one in (Literal(below), *rest)
            ]
            named = "".join(".+" if one is None else re.escape(one) for one in parts)
            prefix = "" if folder == "." else re.escape(folder) + "/"
            return re.compile(rf"{prefix}{named}(?:(?:/index)?\.\w+)?$")
    return None


def _folder(index: ModuleIndex, path: str) -> str:
    """The folder that is listed: named by a constant in the call, or else the file's own."""
    for call in index.module.calls:
        name = dotted(index, call.callee)
        if name.rpartition(".")[2] in ("join", "resolve") and call.arguments:
            parts = [one.value for one in call.arguments if isinstance(one, Literal) and isinstance(one.value, str)]
            if dotted(index, call.arguments[0]) == "__dirname":
                return normpath(join(dirname(path), *parts))
        elif name.rpartition(".")[2] in _LISTERS and call.arguments:
            match call.arguments[0]:
                case Template((Name("__dirname"), Literal(str(below)))):
                    return normpath(join(dirname(path), below.lstrip("/")))
    return dirname(path) or "."
