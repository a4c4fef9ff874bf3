"""Routers that are loaded from a folder: `readdirSync(__dirname).forEach(file => app.use(require('./' + file)))`."""

from __future__ import annotations

from posixpath import basename, dirname, join, normpath

from healthtui.derive.database import Database
from healthtui.derive.evaluate import Evaluator
from healthtui.derive.http.express.events import Event, node_of
from healthtui.derive.http.paths import UNKNOWN_PART
from healthtui.derive.http.written import dotted
from healthtui.derive.inputs import index_of, paths_with
from healthtui.derive.values import UNKNOWN, Called, Value, options_of
from healthtui.facts.source import Literal, Name, Outline, Template

_LISTERS = {"readdirSync", "readdir", "globSync", "sync", "glob", "requireDirectory", "requireDir"}


def routers_loaded_by(db: Database, event: Event, value: Value) -> dict[Value, str]:
    """The routers that the files of a folder export (and which file), when what is used cannot be known, and its file lists
    that folder."""
    index = index_of(db, event.path)
    is_unknown = all(one == UNKNOWN or (isinstance(one, Called) and one.callee == UNKNOWN) for one in options_of(value))
    if (
        index is None
        or not is_unknown
        or not any(dotted(index, call.callee).rpartition(".")[2] in _LISTERS for call in index.module.calls)
    ):
        return {}
    folder = _folder(db, event.path)
    if folder is None:
        return {}
    evaluator = Evaluator(db)
    found: dict[Value, str] = {}
    for path in paths_with(db, Outline):
        if path != event.path and path.startswith(f"{folder}/"):
            exported = [evaluator.export(path, name) for name in ("default", "router")]
            nodes = [node for value in exported for one in options_of(value) if (node := node_of(db, one))]
            found |= dict.fromkeys((one for one in nodes if one not in found), path)
    return found


def named_after(prefix: str, path: str) -> str:
    """A prefix whose last part is not known, `/${basename(file, '.js')}`: the name of the file, of an index its folder's."""
    start, unknown, rest = prefix.rpartition(UNKNOWN_PART)
    if not unknown or rest.strip("/") or UNKNOWN_PART in start:
        return prefix
    name = basename(path).partition(".")[0]
    return start + (basename(dirname(path)) if name == "index" else name)


def _folder(db: Database, path: str) -> str | None:
    """The folder that is listed: named by a constant in the call, or else the file's own."""
    index = index_of(db, path)
    for call in index.module.calls if index else ():
        name = dotted(index, call.callee) if index else ""
        if name.rpartition(".")[2] in ("join", "resolve") and call.arguments:
            parts = [one.value for one in call.arguments if isinstance(one, Literal) and isinstance(one.value, str)]
            if dotted(index, call.arguments[0]) == "__dirname":  # type: ignore[arg-type]
                return normpath(join(dirname(path), *parts))
        elif name.rpartition(".")[2] in _LISTERS and call.arguments:
            match call.arguments[0]:
                case Template((Name("__dirname"), Literal(str(below)))):
                    return normpath(join(dirname(path), below.lstrip("/")))
    return dirname(path) or "."
