"""Which arguments of a registration are paths, and which are handlers."""

from __future__ import annotations

import re

from healthtui.derive.database import Database
from healthtui.derive.evaluation.evaluate import Evaluator
from healthtui.derive.evaluation.values import (
    Called,
    ClassValue,
    Constant,
    Environment,
    FunctionValue,
    Instance,
    Literally,
    Value,
    options_of,
)
from healthtui.derive.http.express.nodes import Event
from healthtui.derive.http.paths import PATTERN, text_of
from healthtui.facts.source import Array, Expression, Literal, Member, Name, Template

_PATH_NAME = re.compile(r"^[A-Z][A-Z0-9_]+$|(?:^|[a-z])(?:[pP]ath|[pP]refix|[uU]rl|[eE]ndpoint)$")

_IS_PATTERN = re.compile(r"\^|\\/")


def evaluator_of(db: Database, event: Event) -> Evaluator:
    return Evaluator(db, given=dict(event.given))


def paths_of_use(db: Database, event: Event) -> tuple[list[str], tuple[Expression, ...]]:
    """The paths that a `use` is for ("" when it names none), and its handlers."""
    if len(event.arguments) < 2:
        return [""], event.arguments
    first, evaluator = event.arguments[0], evaluator_of(db, event)
    value = evaluator.of(event.path, first, event.function, event.owner)
    is_text = isinstance(first, Literal | Template) or any(isinstance(one, Constant) for one in options_of(value))
    if is_text or _is_path_list(value):
        return _mounts_of(evaluator, value), event.arguments[1:]
    if _is_handler(value) and not _is_path_by_name(first, value):
        return [""], event.arguments
    return texts_of_paths(evaluator, value), event.arguments[1:]


def _is_path_list(value: Value) -> bool:
    if not isinstance(value, Literally) or not isinstance(value.expression, Array):
        return False
    return all(isinstance(item, Literal | Template) for item in value.expression.items)


def _is_handler(value: Value) -> bool:
    return not any(isinstance(one, Constant | Environment) for one in options_of(value))


def _is_path_by_name(argument: Expression, value: Value) -> bool:
    """What cannot be followed and is called as paths are: `PATHS.ORDERS`, `config.apiPrefix`."""
    name = argument.name if isinstance(argument, Member) else argument.id if isinstance(argument, Name) else ""
    is_made = any(isinstance(one, FunctionValue | Called | ClassValue | Instance) for one in options_of(value))
    return bool(_PATH_NAME.search(name)) and not is_made


def texts_of_paths(evaluator: Evaluator, value: Value) -> list[str]:
    """The paths of a route: several for an array of them."""
    if isinstance(value, Literally) and isinstance(value.expression, Array):
        return [text for item in value.expression.items for text in texts_of_paths(evaluator, evaluator.within(value, item))]
    return [text_of(evaluator, value) or "{?}"]


def _mounts_of(evaluator: Evaluator, value: Value) -> list[str]:
    """The paths that a `use` is for; of `/^\\/api(\\/|$)/` what such a pattern is among paths."""
    texts = texts_of_paths(evaluator, value)
    return [PATTERN + one.replace(r"\/", "/") if _IS_PATTERN.match(one) else one for one in texts]
