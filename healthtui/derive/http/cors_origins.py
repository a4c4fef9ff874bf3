"""Which origins the options of CORS allow."""

from __future__ import annotations

from healthtui.derive.database import Database
from healthtui.derive.evaluation.evaluate import Evaluator
from healthtui.derive.evaluation.pieces import call_at
from healthtui.derive.evaluation.settings import default_of
from healthtui.derive.evaluation.values import (
    Attribute,
    Called,
    Constant,
    Environment,
    FunctionValue,
    Literally,
    Value,
    options_of,
)
from healthtui.derive.evaluation.written import dotted, inner_functions
from healthtui.derive.http.nest.configuration import configured
from healthtui.derive.http.paths import example_value
from healthtui.derive.inputs import index_of
from healthtui.derive.libraries.environment import VARIABLE
from healthtui.derive.libraries.http import matches_all_origins
from healthtui.derive.repository.packages import packages
from healthtui.facts.source import Array, Call, CallRef, Expression, Literal, Member, Name, Object

NAMED, ANY, ECHO, OFF, WILDCARD_DEFAULT, NOT_KNOWN = "named", "any", "echo", "off", "wildcard-default", "unknown"
_MAKES_LIST = {"split", "map", "filter"}
MAX_LINKS = 8  # of the chain that makes a list of a text


def origin_of(db: Database, options: Value) -> str:
    """Which origins some CORS options allow."""
    found = [_origin_in(db, one) for one in options_of(options)]
    return worst(found)


def _origin_in(db: Database, options: Value) -> str:
    match options:
        case Constant(True) | Constant(None):
            return ANY
        case Constant(False):
            return OFF
        case Literally(_, Object(entries)):
            if not any(key in ("origin", "...") for key, _ in entries):
                return ANY
            value = configured(db, Evaluator(db).member(options, "origin"))
            return worst([allowed(db, one) for one in options_of(value)])
        case FunctionValue(path, function):
            return _by_delegate(db, path, function)
    return NOT_KNOWN


def allowed(db: Database, origin: Value) -> str:
    match origin:
        case Constant(False):
            return OFF
        case Constant(True | "*"):
            return ANY
        case Constant(str(text)):
            return ANY if matches_all_origins(text) else NAMED
        case Literally(_, Array(items)):
            values = [Evaluator(db).within(origin, item) for item in items]
            return ANY if any(allowed(db, one) == ANY for one in values if isinstance(one, Constant)) else NAMED
        case Environment(name):
            return _of_variable(db, name)
        case FunctionValue(path, function):
            return _by_function(db, path, function)
        case Called():
            return _of_list(db, origin)
        case Attribute(_, name) if VARIABLE.fullmatch(name):
            return _of_variable(db, name)
    return NOT_KNOWN


def _of_list(db: Database, value: Called) -> str:
    """`process.env.ORIGINS.split(',')`, `(config.ORIGINS ?? '').split(',').map(trim)`: a list that is configured."""
    call = call_at(db, value.path, value.index)
    if call is None or not isinstance(call.callee, Member) or call.callee.name not in _MAKES_LIST:
        return NOT_KNOWN
    text: Expression = call.callee.of
    for _ in range(MAX_LINKS):
        made = call_at(db, value.path, text.index) if isinstance(text, CallRef) else None
        if made is None or not isinstance(made.callee, Member) or made.callee.name not in _MAKES_LIST:
            break
        text = made.callee.of
    texts = options_of(configured(db, Evaluator(db).of(value.path, text, call.function, call.owner)))
    named = (Environment(text.name),) if isinstance(text, Member) and VARIABLE.fullmatch(text.name) else ()
    return WILDCARD_DEFAULT if {ANY, WILDCARD_DEFAULT} & {allowed(db, one) for one in (*texts, *named)} else NAMED


def _of_variable(db: Database, name: str) -> str:
    """A variable of the environment: by its committed example, or else the default of the schema that checks it."""
    if (example := example_value(db, name)) is not None:
        return WILDCARD_DEFAULT if example.strip("\"'") == "*" else NAMED
    for default in (default_of(db, one.path, name) for one in packages(db)):
        if default is not None and default.value is not None:
            given = worst([allowed(db, one) for one in options_of(Evaluator(db).of(default.path, default.value))])
            return WILDCARD_DEFAULT if given == ANY else given
    return NOT_KNOWN


def _by_function(db: Database, path: str, function: int) -> str:
    """A function that looks the origin up in something names them; one that always says yes allows any."""
    index = index_of(db, path)
    if index is None:
        return NOT_KNOWN
    inside = set(inner_functions(index, function))
    parameters = index.module.functions[function].parameters
    if len(parameters) < 2:
        return NOT_KNOWN
    asked, answer = parameters[0].name, parameters[1].name
    answers = [call for call in index.module.calls if call.function in inside and dotted(index, call.callee) == answer]
    given = [call.arguments[1] for call in answers if len(call.arguments) > 1]
    said = [dotted(index, one) or one for one in given]
    has_test = any(branch.function in inside for branch in index.module.branches)
    has_test |= any(isinstance(one, CallRef) or not (dotted(index, one) or isinstance(one, Literal)) for one in given)
    has_test |= len(answers) > 1 and any(_refuses(one) for one in answers)
    if has_test or any(call.is_new for call in index.module.calls if call.function in inside):
        return NAMED
    return ECHO if asked in said else ANY if Literal(True) in said else NOT_KNOWN


def _refuses(answer: Call) -> bool:
    """`callback(null, false)`, `callback('Not allowed')`."""
    first, second = (*answer.arguments, None, None)[:2]
    return second == Literal(False) or first not in (None, Literal(None), Name("undefined"))


def _by_delegate(db: Database, path: str, function: int) -> str:
    """`cors((req, answer) => answer(null, { origin: … }))`: one that decides on something names its origins."""
    index = index_of(db, path)
    parameters = index.module.functions[function].parameters if index else ()
    if index is None or len(parameters) < 2:
        return NOT_KNOWN
    inside = set(inner_functions(index, function))
    if any(branch.function in inside for branch in index.module.branches):
        return NAMED
    answers = [one for one in index.module.calls if one.function in inside and dotted(index, one.callee) == parameters[1].name]
    given = [Evaluator(db).argument(path, one, 1) for one in answers]
    always = [_origin_in(db, one) for one in given if isinstance(one, Literally)]
    return ANY if always and set(always) == {ANY} else NAMED


def worst(found: list[str]) -> str:
    """Of several possible values: a wildcard beside a configured one is its default."""
    if {ANY, OFF} & set(found) and {NAMED, NOT_KNOWN} & set(found):
        return WILDCARD_DEFAULT if ANY in found else NAMED
    for one in (ECHO, ANY, WILDCARD_DEFAULT, NAMED, NOT_KNOWN, OFF):
        if one in found:
            return one
    return NOT_KNOWN
