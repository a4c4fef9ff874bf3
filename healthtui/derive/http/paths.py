"""Route paths as text: constants, templates, values of the committed example environment, and how they join."""

from __future__ import annotations

import re

from healthtui.derive.database import Database
from healthtui.derive.evaluation.callers import arguments_given, default_given
from healthtui.derive.evaluation.evaluate import Evaluator
from healthtui.derive.evaluation.pieces import call_at
from healthtui.derive.evaluation.values import (
    UNKNOWN,
    Called,
    Constant,
    Environment,
    FunctionValue,
    Literally,
    ParameterValue,
    Value,
    options_of,
)
from healthtui.derive.http.patterns import pattern_of
from healthtui.derive.inputs import all_facts
from healthtui.facts.project import EnvFile
from healthtui.facts.source import Literal, Template

UNKNOWN_PART = "{?}"
PATTERN = "~"  # begins a part that is a regular expression over what is left of the path
MAX_CALLERS = 4  # of callers that hand a path on


def text_of(evaluator: Evaluator, value: Value, depth: int = 0) -> str | None:
    """A value as text; None when it is none. A part of a template that cannot be followed is `{?}`.

    A parameter is what its callers give it, or else its default.
    """
    options = [given for one in options_of(value) for given in _given(evaluator, one)]
    for one in options:
        if isinstance(one, Constant) and isinstance(one.value, str):
            return one.value
    for one in options:
        if isinstance(one, Environment) and (found := example_value(evaluator.db, one.name)) is not None:
            return found
        if isinstance(one, Literally) and isinstance(one.expression, Template) and depth < 8:
            parts = [text_of(evaluator, evaluator.within(one, part), depth + 1) for part in one.expression.parts]
            return "".join(UNKNOWN_PART if part is None else part for part in parts)
    return None


def _given(evaluator: Evaluator, value: Value) -> list[Value]:
    for _ in range(MAX_CALLERS):
        if not isinstance(value, ParameterValue):
            break
        given = [one for one in arguments_given(evaluator.db, value) if one != UNKNOWN]
        found = given or default_given(evaluator.db, value)
        if len(found) != 1:
            return found
        value = found[0]
    return [value]


def example_value(db: Database, name: str) -> str | None:
    """The value of a variable in a committed example of the environment."""
    for _, env in all_facts(db, EnvFile):
        if env.is_example:
            for variable in env.variables:
                if variable.name == name and variable.value:
                    return variable.value
    return None


def text_of_reader(db: Database, value: Value) -> str | None:
    """What a function of the repository reads of the environment, by the name that it is given: `getEnv('API_PREFIX')`."""
    called = value if isinstance(value, Called) and isinstance(value.callee, FunctionValue) else None
    call = call_at(db, called.path, called.index) if called else None
    names = [one.value for one in call.arguments[:1] if isinstance(one, Literal)] if call else []
    return next((example_value(db, one) for one in names if isinstance(one, str)), None)


def joined(prefix: str, path: str) -> str:
    """Two parts of a path as routers join them: one slash between, none at the end."""
    whole = re.sub(r"/{2,}", "/", f"{prefix.rstrip('/')}/{path.lstrip('/')}" if path not in ("", "/") else prefix or "/")
    return whole if whole == "/" else whole.rstrip("/") or "/"


def covers(prefix: str, path: str) -> bool:
    """Whether a middleware under a prefix sees a path."""
    above, mark, source = prefix.partition(f"/{PATTERN}")
    if mark:
        pattern = pattern_of(source)
        return pattern is not None and path.startswith(f"{above}/") and bool(pattern.search(path[len(above) :]))
    bare = prefix.rstrip("/*")
    return not bare or path == bare or path.startswith(bare + "/")
