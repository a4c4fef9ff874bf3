"""Which classes a library is given: by themselves, in arrays, or by the folders from which it loads them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from posixpath import dirname, join

from healthtui.derive.database import Database
from healthtui.derive.evaluation.pieces import call_at
from healthtui.derive.evaluation.values import Called, ClassValue, Constant, Literally, Value, options_of
from healthtui.derive.evaluation.written import dotted
from healthtui.derive.http.classes.decorators import Scope, items_of
from healthtui.derive.http.classes.globs import Glob, glob_of, loads
from healthtui.derive.inputs import index_of
from healthtui.facts.source import Expression, Literal, Name, Object, Spread, Template


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
        elif (glob := _glob(db, package, value)) is not None:
            chosen |= {one for one in known if loads(glob, one.path)}
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


def _glob(db: Database, package: str, value: Value) -> Glob | None:
    """What a pattern of files matches in the repository: `__dirname + '/*.js'`, `join(__dirname, '…')`, `'src/**/*.ts'`."""
    match value:
        case Constant(str() as text):
            return glob_of(join(package, text))
        case Literally(path, Template(parts)):
            return glob_of(_path_of(path, parts))
        case Called(_, path, number) if (call := call_at(db, path, number)) and (index := index_of(db, path)):
            if dotted(index, call.callee).rpartition(".")[2] in ("join", "resolve"):
                return glob_of(_path_of(path, call.arguments, between="/"))
    return None


def _path_of(path: str, parts: tuple[Expression, ...], between: str = "") -> str:
    """A path that begins at the folder of its file; "" for any other."""
    texts = [one.value for one in parts[1:] if isinstance(one, Literal) and isinstance(one.value, str)]
    if not parts or parts[0] != Name("__dirname") or len(texts) < len(parts) - 1:
        return ""
    return between.join([dirname(path) or ".", *texts])
