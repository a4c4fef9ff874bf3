"""Which arguments of a registration are paths, and which are handlers."""

from __future__ import annotations

from healthtui.derive.evaluate import Evaluator
from healthtui.derive.http.paths import text_of
from healthtui.derive.values import Constant, Environment, Literally, Value, options_of
from healthtui.facts.source import Array, Literal, Template


def is_path_list(value: Value) -> bool:
    if not isinstance(value, Literally) or not isinstance(value.expression, Array):
        return False
    return all(isinstance(item, Literal | Template) for item in value.expression.items)


def is_handler(value: Value) -> bool:
    return not any(isinstance(one, Constant | Environment) for one in options_of(value))


def texts_of_paths(evaluator: Evaluator, value: Value) -> list[str]:
    """The paths of a route: several for an array of them."""
    if isinstance(value, Literally) and isinstance(value.expression, Array):
        return [text for item in value.expression.items for text in texts_of_paths(evaluator, evaluator.within(value, item))]
    return [text_of(evaluator, value) or "{?}"]
