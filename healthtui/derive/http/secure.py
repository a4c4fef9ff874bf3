"""Whether the options of a cookie make it secure: as written, behind a condition, or by what the configuration declares."""

from __future__ import annotations

import re
from collections.abc import Iterable

from healthtui.derive.database import Database, query
from healthtui.derive.evaluation.evaluate import Evaluator
from healthtui.derive.evaluation.pieces import scopes_of
from healthtui.derive.evaluation.values import (
    UNKNOWN,
    Attribute,
    Constant,
    Environment,
    Literally,
    ParameterValue,
    Value,
    options_of,
)
from healthtui.derive.evaluation.written import dotted
from healthtui.derive.http.fastify.options import entry, literals
from healthtui.derive.http.nest.configuration import configured
from healthtui.derive.http.paths import example_value
from healthtui.derive.inputs import ModuleIndex, index_of
from healthtui.derive.libraries.https import PRODUCTION_NAME, SECURE_VARIABLE
from healthtui.derive.repository.packages import home_of, request_path_files
from healthtui.facts.source import CallRef, Choice, Expression, Literal, Member, Name, Object, Other

ON, OFF, MISSING, NOT_KNOWN = "on", "off", "missing", "unknown"
MAX_STEPS = 8
_VARIABLE = re.compile(r"[A-Z][A-Z0-9_]+")
_CONNECTION = re.compile(r"\.(?:secure|encrypted|protocol)$")


def worst(found: Iterable[str], otherwise: str) -> str:
    """Of several options that one cookie may have."""
    known = set(found)
    return next((one for one in (OFF, MISSING, NOT_KNOWN, ON) if one in known), otherwise)


def secure_in(db: Database, options: Value, default: str = MISSING) -> str:
    """What some options of a cookie say; `default` where they say nothing."""
    known = [one for value in options_of(options) for one in literals(db, value)]
    known = known or [one for value in options_of(options) for one in literals(db, _default_of(db, value))]
    return worst((_secure_of(db, one, default) for one in known), NOT_KNOWN)


def _default_of(db: Database, value: Value) -> Value:
    """What a parameter stands for that no caller gives."""
    index = index_of(db, value.path) if isinstance(value, ParameterValue) else None
    if index is None or not isinstance(value, ParameterValue) or value.key:
        return UNKNOWN
    default = index.module.functions[value.function].parameters[value.position].default
    return Evaluator(db).of(value.path, default, value.function) if default is not None else UNKNOWN


def _secure_of(db: Database, literal: Literally, default: str) -> str:
    assert isinstance(literal.expression, Object)
    for key, expression in reversed(literal.expression.entries):
        if key == "secure":
            return _said(db, literal.path, expression, literal.function, literal.owner)
        if key == "...":
            found = secure_in(db, Evaluator(db).within(literal, expression), default)
            if found != default:
                return found
    return default


def _said(db: Database, path: str, expression: Expression, function: int, owner: int = -1, steps: int = 0) -> str:
    index = index_of(db, path)
    if index is None or steps > MAX_STEPS:
        return NOT_KNOWN
    match expression:
        case Literal(value):
            return ON if value in (True, "auto") else OFF
        case Choice(options):
            return _likely(_said(db, path, one, function, owner, steps + 1) for one in options)
        case Other():
            return _behind_condition(db, index, function)
        case Name(name):
            for scope in scopes_of(db, path, function) or ():
                if bindings := index.bindings.get((scope, name)):
                    given = [(one.value, scope) for one in bindings] + [(one.value, one.function) for one in index.assigned(name)]
                    return _likely(_said(db, path, one, inside, owner, steps + 1) for one, inside in given)
        case Member(of, name):
            held = [entry(db, one, name) for one in options_of(Evaluator(db).of(path, of, function, owner))]
            if known := [one for one in held if one is not None]:
                return _likely(_said(db, one.path, inner, one.function, one.owner, steps + 1) for one, inner in known)
    found = configured(db, Evaluator(db).of(path, expression, function, owner))
    said = {_of_value(db, one, path) for one in options_of(found)}
    return _by_name(index, expression) if said == {NOT_KNOWN} else _likely(said)


def _likely(found: Iterable[str]) -> str:
    """Of several values that one option may have: on at least in production, where one of them is."""
    said = set(found)
    return next((one for one in (ON, NOT_KNOWN, OFF) if one in said), NOT_KNOWN)


def _behind_condition(db: Database, index: ModuleIndex, function: int) -> str:
    """A comparison or a negation: with production, or with a variable of the environment that decides it."""
    names = [one.chain.rpartition(".")[2] for one in index.module.reads if one.function == function and _is_variable(one.chain)]
    return _of_environment(db, names[0]) if names else ON


def _is_variable(chain: str) -> bool:
    return chain.startswith("process.env.") and bool(SECURE_VARIABLE.search(chain))


def _of_value(db: Database, value: Value, path: str) -> str:
    match value:
        case Constant(one):
            return ON if one in (True, "auto", "true") else OFF
        case Environment(name):
            return _of_environment(db, name)
        case Attribute(_, "secure" | "encrypted"):
            return ON  # of the connection
        case Attribute(_, name) if _VARIABLE.fullmatch(name):
            return _of_declared(db, name, home_of(db, path))
    return NOT_KNOWN


def _of_environment(db: Database, name: str) -> str:
    """Only an example that says yes tells what production has."""
    value = (example_value(db, name) or "").strip("\"'").lower()
    return ON if value in ("true", "1", "yes") else NOT_KNOWN


def _by_name(index: ModuleIndex, expression: Expression) -> str:
    """`isProduction`, `env.isProd()`, `request.secure`."""
    written = dotted(index, expression)
    return ON if _CONNECTION.search(written) or PRODUCTION_NAME.search(written.rpartition(".")[2]) else NOT_KNOWN


def _of_declared(db: Database, name: str, package: str) -> str:
    """The default that a schema of the environment declares for a variable."""
    found = [value for path in request_path_files(db, package) for key, value in _declared_in(db, path) if key == name]
    return ON if True in found else _of_environment(db, name)


@query
def _declared_in(db: Database, path: str) -> tuple[tuple[str, bool], ...]:
    """(variable, default) of `{ X: { type: 'boolean', default: true } }` and of `{ X: z.boolean().default(true) }`."""
    index = index_of(db, path)
    module = index.module if index else None
    found: list[tuple[str, bool]] = []
    todo: list[Expression] = [one.value for one in module.bindings] if module else []
    todo += [one for call in module.calls for one in call.arguments] if module else []
    while todo:
        one = todo.pop()
        if not isinstance(one, Object):
            continue
        todo += [value for _, value in one.entries if isinstance(value, Object)]
        for key, value in one.entries:
            match value:
                case Object(entries) if (Literal(True) == (said := dict(entries).get("default"))) or said == Literal(False):
                    found.append((key, said == Literal(True)))
                case CallRef(number) if index is not None:
                    call = index.module.calls[number]
                    if isinstance(call.callee, Member) and call.callee.name == "default" and call.arguments:
                        found.append((key, call.arguments[0] in (Literal(True), Literal("true"))))
    return tuple((key, value) for key, value in found if _VARIABLE.fullmatch(key))
