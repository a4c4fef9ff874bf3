"""The options that a library is given, as far as they are written down."""

from __future__ import annotations

import msgspec

from healthtui.derive.database import Database
from healthtui.derive.evaluation.values import UNKNOWN, Literally, Value, options_of
from healthtui.derive.http.classes.decorators import Scope
from healthtui.facts.source import Expression, Literal, Name, Object

MAX_ENTRIES = 500


class Options(msgspec.Struct, frozen=True, gc=False):
    """Entries by name, each with where it stands. `is_whole` where nothing else can be among them."""

    entries: dict[str, tuple[Scope, Expression]]
    is_whole: bool = True

    def value(self, db: Database, name: str) -> Value:
        """What an option is set to; `UNKNOWN` where it is not set, or cannot be followed."""
        scope, expression = self.entries.get(name, (None, None))
        return scope.value(db, expression) if scope is not None and expression is not None else UNKNOWN

    def is_given(self, name: str) -> bool:
        """Whether an option may be set: it is written down, or hidden in what cannot be followed."""
        if name not in self.entries:
            return not self.is_whole
        return self.entries[name][1] not in (Literal(None), Literal(False), Name("undefined"))


def options_in(db: Database, value: Value) -> Options | None:
    """The options that an object holds, what is spread into it followed; None where it is no object that is written down."""
    written = [one for one in options_of(value) if isinstance(one, Literally) and isinstance(one.expression, Object)]
    if len(written) != 1:
        return None
    found: dict[str, tuple[Scope, Expression]] = {}
    todo, is_whole = [written[0]], True
    while todo and len(found) < MAX_ENTRIES:
        one = todo.pop()
        scope = Scope(one.path, one.function, one.owner)
        assert isinstance(one.expression, Object)
        for key, entry in one.expression.entries:
            if key != "...":
                found.setdefault(key, (scope, entry))
                continue
            spread = [it for it in options_of(scope.value(db, entry)) if isinstance(it, Literally)]
            objects = [it for it in spread if isinstance(it.expression, Object)]
            todo += objects
            is_whole = is_whole and bool(objects)
    return Options(found, is_whole)
