"""Literals that stand in for an environment variable named secret, password, token or key."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import chain

import msgspec

from healthtui.derive.database import Database
from healthtui.derive.evaluation.evaluate import Evaluator
from healthtui.derive.evaluation.expressions import parts_of
from healthtui.derive.evaluation.values import Constant, Environment, Value, options_of
from healthtui.derive.schemas.places import keys_within
from healthtui.facts.base import Place
from healthtui.facts.source import (
    Call,
    CallRef,
    Choice,
    Expression,
    Literal,
    Member,
    Module,
    Name,
    Object,
)
from healthtui.readers.secrets.masking import digest, preview
from healthtui.readers.secrets.values import names_no_secret

_SECRET_WORDS = {"SECRET", "SECRETS", "PASSWORD", "PASSWD", "PASSPHRASE", "PASS", "PWD", "TOKEN", "KEY", "APIKEY", "SALT"}
_OTHER_KEYS = {"CACHE", "PRIMARY", "FOREIGN", "PARTITION", "SORT", "ROUTING", "IDEMPOTENCY", "HEADER", "QUEUE"}
_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+")
_VARIABLE = re.compile(r"[A-Z][A-Z0-9_]*")
_ASKING = ("get", "getOrThrow", "env")  # of a configuration: a name, and what to give where it is not set


class LiteralCredential(msgspec.Struct, frozen=True, gc=False):
    """A literal in use as a credential; never its value."""

    place: Place
    title: str
    preview: str
    digest: str
    source: str  # fallback, call


def credential(path: str, at: tuple[int, int], title: str, value: str, source: str) -> LiteralCredential:
    return LiteralCredential(Place(path, *at), title, preview(value), digest(value), source)


def is_secret_variable(name: str) -> bool:
    """`JWT_SECRET`, `apiKey`; not `TOKEN_EXPIRES_IN`, `CACHE_KEY`, `PUBLIC_KEY`."""
    words = {word.upper() for word in _WORD.findall(name)}
    return not words.isdisjoint(_SECRET_WORDS) and words.isdisjoint(_OTHER_KEYS) and not names_no_secret(name)


def texts(value: Value) -> list[str]:
    """The literal texts that a value may be; none where it is a secret variable with its fallback, which has its own place."""
    options = options_of(value)
    if any(isinstance(one, Environment) and is_secret_variable(one.name) for one in options):
        return []
    return [one.value for one in options if isinstance(one, Constant) and isinstance(one.value, str) and one.value]


def fallbacks(db: Database, path: str, module: Module) -> Iterator[LiteralCredential]:
    """`process.env.X || 'literal'`, the default of a schema of variables, and of a configuration that is asked for one."""
    yield from _choices(db, path, module)
    for call in module.calls:
        if (found := _asked(call)) and is_secret_variable(found[0]):
            yield credential(path, (call.line, call.column), f"Fallback of {found[0]}", found[1], "fallback")
    expressions = list(_expressions(module))
    for one in expressions:
        for name, value, at in _defaults(module, one) if isinstance(one, Object) else ():
            yield credential(path, at, f"Fallback of {name}", value, "fallback")
    if any(_setting(one) for one in expressions):
        yield from _settings(db, path, module)


def _choices(db: Database, path: str, module: Module) -> Iterator[LiteralCredential]:
    places: dict[str, list[tuple[int, int]]] = {}
    for read in module.reads:
        if read.chain.startswith("process.env."):
            places.setdefault(read.chain.split(".")[2], []).append((read.line, read.column))
    if not any(is_secret_variable(name) for name in places):
        return
    evaluator, found = Evaluator(db), dict[LiteralCredential, None]()  # `module.exports = …` is an assignment and an export
    for top, line in _roots(module):
        left = {name: [at for at in reads if at[0] >= line] or reads for name, reads in places.items()}
        for choice in _within(top):
            name = next(map(_variable, choice.options), "") if isinstance(choice, Choice) else ""
            if not isinstance(choice, Choice) or name not in places or not is_secret_variable(name):
                continue
            at = left[name].pop(0) if len(left[name]) > 1 else left[name][0]
            for value in texts(evaluator.of(path, choice.options[-1])):
                found[credential(path, at, f"Fallback of {name}", value, "fallback")] = None
    yield from found


def _variable(expression: Expression) -> str:
    match expression:
        case Member(Member(Name("process"), "env"), name):
            return name
    return ""


def _asked(call: Call) -> tuple[str, str] | None:
    """(variable, literal) of `config.get('X', 'literal')`."""
    match call:
        case Call(Member(_, method) | Name(method), (Literal(str(name)), Literal(str(value)), *_)) if method in _ASKING:
            return (name, value) if value and _VARIABLE.fullmatch(name) else None
    return None


def _settings(db: Database, path: str, module: Module) -> Iterator[LiteralCredential]:
    """The defaults of an object of settings, wherever it holds them."""
    seen: set[Place] = set()
    for top, line in _roots(module):
        for holder, key, _, place in keys_within(db, path, top, line):
            if key == "default" and (found := _setting(holder)) and place not in seen:
                seen.add(place)
                yield credential(path, (place.line, place.column), f"Fallback of {found[0]}", found[1], "fallback")


def _setting(expression: Expression) -> tuple[str, str] | None:
    """(variable, literal) of `{ env: 'X', default: 'literal' }`."""
    match dict(expression.entries) if isinstance(expression, Object) else {}:
        case {"env": Literal(str(name)), "default": Literal(str(value))} if value and is_secret_variable(name):
            return name, value
    return None


def _defaults(module: Module, schema: Object) -> Iterator[tuple[str, str, tuple[int, int]]]:
    """(variable, literal, place) of `X: z.string().default('literal')`."""
    for key, entry in schema.entries:
        if isinstance(entry, CallRef) and _VARIABLE.fullmatch(key) and is_secret_variable(key):
            call = module.calls[entry.index]
            match call:
                case Call(Member(_, "default"), (Literal(str(value)),)) if value:
                    yield key, value, (call.line, call.column)


def _expressions(module: Module) -> Iterator[Expression]:
    """Every expression of the file."""
    for top, _ in _roots(module):
        yield from _within(top)


def _within(top: Expression) -> Iterator[Expression]:
    """An expression and all in it, as they are written."""
    todo = [top]
    while todo:
        one = todo.pop()
        yield one
        todo.extend(reversed(parts_of(one)))


def _roots(module: Module) -> Iterable[tuple[Expression, int]]:
    """The outermost expressions, with the line of the statement, call or member that holds each."""
    members = [member for one in module.classes for member in one.members]
    parameters = [(one, function.line) for function in module.functions for one in function.parameters]
    return chain(
        ((one.value, one.line) for one in module.bindings),
        ((one.value, one.line) for one in module.exports),
        ((one.value, one.line) for one in module.assignments),
        ((argument, call.line) for call in module.calls for argument in call.arguments),
        ((value, function.line) for function in module.functions for value in function.returns),
        ((one.value, one.line) for one in members if one.value is not None),
        ((one.default, line) for one, line in parameters if one.default is not None),
    )
