"""Objects of options: which keys they have, as far as they are written down."""

from __future__ import annotations

from healthtui.derive.evaluation.evaluate import Evaluator
from healthtui.derive.evaluation.values import Literally, Value, options_of
from healthtui.facts.source import Object

NOTHING = Literally("", Object(()), -1, -1)
MAX_SPREADS = 20


def has_key(evaluator: Evaluator, value: Value, key: str) -> bool | None:
    """Whether an object has a key; None where a part of it is not followed."""
    todo, is_open = list(options_of(value)), False
    for one in todo:
        if len(todo) > MAX_SPREADS or not (isinstance(one, Literally) and isinstance(one.expression, Object)):
            is_open = True
            continue
        for name, inner in one.expression.entries:
            if name == key:
                return True
            if name == "...":
                todo += options_of(evaluator.within(one, inner))
    return None if is_open else False
