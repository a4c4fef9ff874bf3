"""Which classes a library is given: by themselves, in arrays, or by the folders from which it loads them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from posixpath import dirname, join, normpath

from healthtui.derive.database import Database
from healthtui.derive.evaluation.pieces import call_at
from healthtui.derive.evaluation.values import Called, ClassValue, Constant, Literally, Value, options_of
from healthtui.derive.evaluation.written import dotted
from healthtui.derive.http.classes.decorators import Scope, items_of
from healthtui.derive.inputs import index_of
from healthtui.facts.source import Expression, Literal, Name, Object, Spread, Template

_SOURCE = re.compile(r"\.(?:[cm]?[jt]s|\*|\{[^}]*\}|[@+?]?\([^)]*\))$")
_WILD = re.compile(r"(?P<deep>\*\*/)|(?P<any>\*+)|\{(?P<choice>[^{}]*)\}|[@+?]?\((?P<group>[^()]*)\)")


def classes_listed(
    db: Database, package: str, given: tuple[Scope, Expression] | None, all_of_them: Iterable[ClassValue]
) -> list[ClassValue]:
    """Those of a library's classes that an option lists; all where it is not set, or where it cannot be followed to any."""
    known = list(all_of_them)
    if given is None:
        return known
    chosen: set[ClassValue] = set()
    for value in _listed(db, *given):
        if isinstance(value, ClassValue):
            chosen.add(value)
        elif (pattern := _glob(db, package, value)) is not None:
            chosen |= {one for one in known if pattern.fullmatch(one.path)}
        else:
            return known
    return [one for one in known if one in chosen] or known


def _listed(db: Database, scope: Scope, expression: Expression) -> Iterator[Value]:
    """The values of an array; of an object of classes, as of a barrel that is spread into one, each of its entries."""
    for value in items_of(db, scope, expression):
        if isinstance(value, Literally) and isinstance(value.expression, Object):
            yield from (option for _, one in value.expression.entries for option in options_of(_within(db, value, one)))
        else:
            yield from options_of(value)


def _within(db: Database, value: Literally, expression: Expression) -> Value:
    inner = expression.of if isinstance(expression, Spread) else expression
    return Scope(value.path, value.function, value.owner).value(db, inner)


def _glob(db: Database, package: str, value: Value) -> re.Pattern[str] | None:
    """What a pattern of files matches in the repository: `__dirname + '/*.js'`, `join(__dirname, '…')`, `'src/**/*.ts'`."""
    match value:
        case Constant(str() as text):
            return _pattern(join(package, text))
        case Literally(path, Template(parts)):
            return _pattern(_path_of(path, parts))
        case Called(_, path, number) if (call := call_at(db, path, number)) and (index := index_of(db, path)):
            if dotted(index, call.callee).rpartition(".")[2] in ("join", "resolve"):
                return _pattern(_path_of(path, call.arguments, between="/"))
    return None


def _path_of(path: str, parts: tuple[Expression, ...], between: str = "") -> str | None:
    """A path that begins at the folder of its file."""
    texts = [one.value for one in parts[1:] if isinstance(one, Literal) and isinstance(one.value, str)]
    if not parts or parts[0] != Name("__dirname") or len(texts) < len(parts) - 1:
        return None
    return between.join([dirname(path) or ".", *texts])


def _pattern(glob: str | None) -> re.Pattern[str] | None:
    """A glob as a pattern of paths; what is built of a source is loaded from it, whatever its ending."""
    if glob is None or normpath(glob).startswith(".."):
        return None
    text, position = "", 0
    stem = _SOURCE.sub("", normpath(glob))
    for found in _WILD.finditer(stem):
        text += re.escape(stem[position : found.start()]) + _of_wild(found)
        position = found.end()
    return re.compile(text + re.escape(stem[position:]) + r"(?:/[^/]+)?\.[cm]?[jt]s")


def _of_wild(found: re.Match[str]) -> str:
    if found["deep"]:
        return "(?:.*/)?"
    if found["any"]:
        return ".*" if len(found["any"]) > 1 else "[^/]*"
    options = re.split(r"[,|]", found["choice"] or found["group"] or "")
    return "(?:" + "|".join(re.escape(one).replace(r"\*", "[^/]*") for one in options) + ")"
