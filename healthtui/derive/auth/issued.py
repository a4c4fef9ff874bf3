"""The tokens that a package signs: what for and for how long, each as the callers of its maker say."""

from __future__ import annotations

import re

import msgspec

from healthtui.derive.auth.holders import function_around, holder_of, texts_in
from healthtui.derive.auth.lifetimes import UNKNOWN_LIFETIME, Lifetime, lifetime_of
from healthtui.derive.auth.signing import Signing, signings_in
from healthtui.derive.batches import in_each_file
from healthtui.derive.database import Database, query
from healthtui.derive.evaluation.callers import callers, given_in_call
from healthtui.derive.evaluation.evaluate import Evaluator, Given
from healthtui.derive.evaluation.pieces import scopes_of
from healthtui.derive.evaluation.values import Constant, Environment, FunctionValue, Literally, options_of
from healthtui.derive.inputs import ModuleIndex, derives, index_of
from healthtui.derive.libraries.tokens import ACCESS, REFRESH, kind_made, kind_named
from healthtui.facts.auth import IssuedToken
from healthtui.facts.base import Place
from healthtui.facts.source import Call, Expression, Object

MAX_FRAMES, MAX_CONTEXTS = 4, 60
_NAMES_USE = {"type", "tokenType", "token_type", "typ", "purpose", "kind", "use", "scope", "grant"}
_NAMES_SESSION = re.compile(r"jti|(?:session|refresh)_?(?:token)?_?id|sid|session|token_?id|token_?family|family_?id|rtid", re.I)


class Frame(msgspec.Struct, frozen=True, gc=False):
    """A call of a function of the repository on the way to the signing call."""

    path: str
    number: int
    callee: FunctionValue


@derives(IssuedToken)
def issued_tokens(db: Database, package: str) -> tuple[IssuedToken, ...]:
    found = list(in_each_file(db, package, issued_in))
    return tuple(sorted(dict.fromkeys(found), key=lambda one: one.place))


@query
def issued_in(db: Database, path: str) -> tuple[IssuedToken, ...]:
    """The tokens that the signing calls of a file make."""
    return tuple(one for signing in signings_in(db, path) for one in _tokens(db, signing))


def _tokens(db: Database, signing: Signing) -> list[IssuedToken]:
    """Goes out from the signing call to its callers as long as its use or its lifetime is not known."""
    todo: list[tuple[Frame, ...]] = [()]
    found: dict[tuple[str, Lifetime], IssuedToken] = {}
    for frames in todo:
        kind, lifetime, names_session = _in_context(db, signing, frames)
        is_known = bool(kind) and lifetime != UNKNOWN_LIFETIME
        outer = _callers_of(db, signing, frames) if not is_known and len(frames) < MAX_FRAMES else []
        if outer and len(todo) + len(outer) <= MAX_CONTEXTS:
            todo += outer
            continue
        place = _place(db, signing, frames if kind else ())
        token = IssuedToken(
            place, kind or ACCESS, lifetime.expiry, lifetime.seconds, lifetime.said, lifetime.quoted, names_session
        )
        found.setdefault((token.kind, lifetime), token)
    return list(found.values())


def _callers_of(db: Database, signing: Signing, frames: tuple[Frame, ...]) -> list[tuple[Frame, ...]]:
    path, number = (frames[0].path, frames[0].number) if frames else (signing.path, signing.number)
    index = index_of(db, path)
    around = scopes_of(db, path, index.module.calls[number].function) if index else None
    for function in around or ():
        callee = FunctionValue(path, function)
        calls = callers(db, callee) if function >= 0 else []
        known = {(one.path, one.number) for one in frames}
        if found := [(Frame(*one, callee), *frames) for one in calls if one not in known]:
            return found
    return []


def _place(db: Database, signing: Signing, frames: tuple[Frame, ...]) -> Place:
    path, number = (frames[0].path, frames[0].number) if frames else (signing.path, signing.number)
    index = index_of(db, path)
    assert index is not None
    call = index.module.calls[number]
    return Place(path, call.line, call.column)


def _in_context(db: Database, signing: Signing, frames: tuple[Frame, ...]) -> tuple[str, Lifetime, bool]:
    """(kind or "", lifetime, whether the payload names a session) of the token as these calls make it."""
    given: Given = {}
    for frame in frames:
        given = {**given, **given_in_call(Evaluator(db, given=given), frame.callee, frame.path, frame.number)}
    index = index_of(db, signing.path)
    assert index is not None
    call = index.module.calls[signing.number]
    evaluator = Evaluator(db, given=given)
    kind = _kind_here(evaluator, signing, index, call)
    for frame in reversed(frames):
        kind = kind or _kind_there(db, frame)
    keys = _payload_keys(evaluator, signing, call)
    return kind, lifetime_of(db, signing, given), any(_NAMES_SESSION.fullmatch(one) for one in keys)


def _kind_here(evaluator: Evaluator, signing: Signing, index: ModuleIndex, call: Call) -> str:
    held = kind_named(holder_of(index, signing.number))
    told = [list(texts_in(index, argument)) for argument in call.arguments[1:]]
    told += [_known_names(evaluator, signing.path, argument, call) for argument in call.arguments[1:]]
    kinds = [one for texts in told for one in _kinds_of(texts)] + _kinds_of(_payload_uses(evaluator, signing, call))
    return held or _agreed(kinds) or kind_made(function_around(index, call.function))


def _kind_there(db: Database, frame: Frame) -> str:
    index = index_of(db, frame.path)
    if index is None:
        return ""
    call = index.module.calls[frame.number]
    told = [kind_named(one) for argument in call.arguments for one in texts_in(index, argument)]
    return kind_named(holder_of(index, frame.number)) or _agreed(told) or kind_made(function_around(index, call.function))


def _kinds_of(texts: list[str]) -> list[str]:
    """The kind that an argument names; one that names both is chosen by what the callers say (`isAccess ? a : b`)."""
    kinds = [kind_named(one) for one in texts]
    return [] if {ACCESS, REFRESH} <= set(kinds) else kinds


def _agreed(kinds: list[str]) -> str:
    """The kind that names speak of, when they do not speak of several."""
    said = {one for one in kinds if one}
    strong = said - {ACCESS} if len(said) > 1 else said
    return strong.pop() if len(strong) == 1 else ""


def _known_names(evaluator: Evaluator, path: str, argument: Expression, call: Call) -> list[str]:
    """The variables of the environment that an argument, or an option, comes from."""
    value = evaluator.of(path, argument, call.function, call.owner)
    values = [*options_of(value), *options_of(evaluator.member(value, "secret"))]
    return [one.name for one in values if isinstance(one, Environment)]


def _payload_uses(evaluator: Evaluator, signing: Signing, call: Call) -> list[str]:
    """What the payload says that the token is for."""
    if signing.payload is None:
        return []
    payload = evaluator.of(signing.path, signing.payload, call.function, call.owner)
    uses = [one for key in _NAMES_USE for one in options_of(evaluator.member(payload, key))]
    return [str(one.value) for one in uses if isinstance(one, Constant)]


def _payload_keys(evaluator: Evaluator, signing: Signing, call: Call) -> list[str]:
    if signing.payload is None:
        return []
    values = options_of(evaluator.of(signing.path, signing.payload, call.function, call.owner))
    literals = [one.expression for one in values if isinstance(one, Literally)]
    return [key for one in literals if isinstance(one, Object) for key, _ in one.entries]
