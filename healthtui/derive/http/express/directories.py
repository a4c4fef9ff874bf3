"""Routers that are loaded from a folder: `readdirSync(__dirname).forEach(file => app.use(require('./' + file)))`."""

from __future__ import annotations

from posixpath import basename, dirname

from healthtui.derive.database import Database
from healthtui.derive.evaluation.evaluate import Evaluator
from healthtui.derive.evaluation.values import UNKNOWN, Called, Value, options_of
from healthtui.derive.http.express.listing import files_loaded_by
from healthtui.derive.http.express.nodes import Event, node_of
from healthtui.derive.http.paths import UNKNOWN_PART

_SAME_NAMES = {"index", "route", "router", "routes"}


def routers_loaded_by(db: Database, event: Event, value: Value) -> dict[Value, str]:
    """The routers that the files of a folder export (and which file), when what is used cannot be known, and its file lists
    that folder."""
    options = options_of(value)
    if not all(one == UNKNOWN or (isinstance(one, Called) and one.callee == UNKNOWN) for one in options):
        return {}
    evaluator = Evaluator(db)
    found: dict[Value, str] = {}
    for path in files_loaded_by(db, event.path, options[0]):
        exported = [evaluator.export(path, name) for name in ("default", "router")]
        nodes = [node for value in exported for one in options_of(value) if (node := node_of(db, one))]
        found |= dict.fromkeys((one for one in nodes if one not in found), path)
    return found


def named_after(prefix: str, path: str) -> str:
    """A prefix whose last part is not known, `/${basename(file, '.js')}`: the name of the file, or of its folder where all
    files are called so."""
    start, unknown, rest = prefix.rpartition(UNKNOWN_PART)
    if not unknown or rest.strip("/") or UNKNOWN_PART in start:
        return prefix
    name = basename(path).partition(".")[0]
    return start + (basename(dirname(path)) if name in _SAME_NAMES else name)
