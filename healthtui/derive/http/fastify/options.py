"""Options objects: the value of a key, through names, spreads and functions that make options."""

from __future__ import annotations

from collections.abc import Iterator

from healthtui.derive.database import Database
from healthtui.derive.evaluation.callers import arguments_given, default_given
from healthtui.derive.evaluation.evaluate import Evaluator, Given
from healthtui.derive.evaluation.values import UNKNOWN, Constant, FunctionValue, Literally, ParameterValue, Value, options_of
from healthtui.derive.http.paths import UNKNOWN_PART, text_of
from healthtui.derive.inputs import index_of
from healthtui.facts.source import Array, Expression, Object

MAX_STEPS = 200


def literals(db: Database, value: Value) -> Iterator[Literally]:
    """The object literals that a value may be: given by callers, made by a function, or written there."""
    todo, steps = list(options_of(value)), 0
    while todo and steps < MAX_STEPS:
        one, steps = todo.pop(0), steps + 1
        if isinstance(one, Literally) and isinstance(one.expression, Object):
            yield one
        elif isinstance(one, ParameterValue):
            todo += [given for given in (*arguments_given(db, one), *default_given(db, one)) if given != one]
        elif isinstance(one, FunctionValue) and (index := index_of(db, one.path)):
            for returned in index.module.functions[one.index].returns:
                todo += options_of(Evaluator(db).of(one.path, returned, one.index))


def entry(db: Database, value: Value, key: str, given: Given | None = None) -> tuple[Literally, Expression] | None:
    """What an options object has under a key, with the literal in which it stands; the last one wins."""
    todo, steps = list(literals(db, value)), 0
    while todo and steps < MAX_STEPS:
        one, steps = todo.pop(0), steps + 1
        assert isinstance(one.expression, Object)
        for name, expression in reversed(one.expression.entries):
            if name == key:
                return one, expression
            if name == "...":
                todo += literals(db, Evaluator(db, given=given).within(one, expression))
    return None


def option(db: Database, value: Value, key: str, given: Given | None = None) -> Value:
    """The value under a key; `UNKNOWN` when there is none. `given` holds what stands for the variables of a loop."""
    found = entry(db, value, key, given)
    return Evaluator(db, given=given).within(*found) if found else UNKNOWN


def option_is(db: Database, value: Value, key: str, wanted: bool) -> bool:
    """Whether an option is that constant."""
    return Constant(wanted) in options_of(option(db, value, key))


def items_of(db: Database, value: Value, given: Given | None = None) -> list[Value]:
    """A value, or the items of an array."""
    found: list[Value] = []
    for one in options_of(value):
        if isinstance(one, Literally) and isinstance(one.expression, Array):
            found += [Evaluator(db, given=given).within(one, item) for item in one.expression.items]
        else:
            found.append(one)
    return found


def prefix_of(db: Database, value: Value, given: Given | None = None) -> str:
    """The prefix among the options of a plugin; "" without one, `{?}` where it cannot be followed."""
    if entry(db, value, "prefix", given) is None:
        return ""
    return next(iter(texts(db, option(db, value, "prefix", given), given)), UNKNOWN_PART)


def texts(db: Database, value: Value, given: Given | None = None) -> list[str]:
    """The texts of a value that is text or an array of texts."""
    found = (text_of(Evaluator(db, given=given), one) for one in items_of(db, value, given))
    return [one for one in found if one is not None]
