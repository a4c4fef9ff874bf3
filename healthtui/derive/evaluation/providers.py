"""What containers are told: which token stands for which class, value or factory, and which classes are made where.

Read as it is written, by name and without evaluation, so that evaluation itself can ask.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import NamedTuple, TypeVar

from healthtui.derive.batches import in_each_file
from healthtui.derive.database import Database, query
from healthtui.derive.evaluation.pieces import piece, word_of
from healthtui.derive.inputs import ModuleIndex, index_of
from healthtui.derive.libraries import containers
from healthtui.derive.libraries.containers import BINDING, CLASS, INJECTORS, KINDS_BY_KEY, KINDS_BY_MAKER, KINDS_BY_METHOD, VALUE
from healthtui.derive.repository.packages import home_of, modules_used
from healthtui.facts.source import Array, Call, CallRef, ClassRef, Expression, Literal, Member, Object

T = TypeVar("T", bound="Provision | Creation")


class Provision(NamedTuple):
    """A token with what stands for it, as two expressions in one place."""

    path: str
    function: int
    owner: int
    token: Expression
    kind: str  # class, value, factory, existing
    value: Expression


class Creation(NamedTuple):
    """A `new` of a class; its arguments are those of the call."""

    path: str
    number: int


def provisions(db: Database, path: str, word: str) -> tuple[Provision, ...]:
    """What may stand for a token of that word in the package of a file; () where no container is used."""
    package = home_of(db, path)
    return _provided(db, package, word) if has_container(db, package) else ()


def creations(db: Database, path: str, name: str) -> tuple[Creation, ...]:
    """Where an object of a class of that name may be made, in the package of a file."""
    return _created(db, home_of(db, path), name)


@piece
def token_of_slot(index: ModuleIndex, function: int, position: int) -> Expression | None:
    """The token that a decorator of a parameter asks a container for."""
    return _token(index, index.module.functions[function].parameters[position].decorators)


@piece
def named_token(index: ModuleIndex, decorators: tuple[Expression, ...]) -> Expression | None:
    """The token that decorators ask a container for."""
    return _token(index, decorators)


def _token(index: ModuleIndex, decorators: tuple[Expression, ...]) -> Expression | None:
    calls = (index.module.calls[one.index] for one in decorators if isinstance(one, CallRef))
    return next((one.arguments[0] for one in calls if word_of(one.callee) in INJECTORS and one.arguments), None)


@query
def has_container(db: Database, package: str) -> bool:
    return not modules_used(db, package).isdisjoint(containers.MODULES)


@query
def has_cradle(db: Database, path: str) -> bool:
    """Whether the package of a file uses a container that hands out its objects by the names of parameters."""
    return not modules_used(db, home_of(db, path)).isdisjoint(containers.CRADLES)


@query
def _provided(db: Database, package: str, word: str) -> tuple[Provision, ...]:
    return _all_provided(db, package).get(word, ())


@query
def _all_provided(db: Database, package: str) -> dict[str, tuple[Provision, ...]]:
    return _by_word(in_each_file(db, package, _provisions_in))


@query
def _created(db: Database, package: str, name: str) -> tuple[Creation, ...]:
    return _all_created(db, package).get(name, ())


@query
def _all_created(db: Database, package: str) -> dict[str, tuple[Creation, ...]]:
    return _by_word(in_each_file(db, package, _creations_in))


def _by_word(pairs: Iterable[tuple[str, T]]) -> dict[str, tuple[T, ...]]:
    found: defaultdict[str, list[T]] = defaultdict(list)
    for word, one in pairs:
        found[word].append(one)
    return {word: tuple(ones) for word, ones in found.items()}


@query
def _creations_in(db: Database, path: str) -> tuple[tuple[str, Creation], ...]:
    index = index_of(db, path)
    calls = enumerate(index.module.calls) if index else ()
    found = ((word_of(call.callee), Creation(path, number)) for number, call in calls if call.is_new and call.arguments)
    return tuple((name, one) for name, one in found if name)


@query
def _provisions_in(db: Database, path: str) -> tuple[tuple[str, Provision], ...]:
    index = index_of(db, path)
    found: list[Provision] = []
    for function, owner, one in _objects(index) if index else ():
        found += (Provision(path, function, owner, *each) for each in _in_object(one))
    for call in index.module.calls if index else ():
        if index and (call.arguments or isinstance(call.callee, Member)):
            found += (Provision(path, call.function, call.owner, *each) for each in _in_call(index, call))
    return tuple((word, one) for one in found if (word := word_of(one.token)))


Told = tuple[Expression, str, Expression]  # token, kind, value


def _in_object(one: Object) -> Iterator[Told]:
    """`{ provide: TOKEN, useClass: Service }`."""
    entries = dict(one.entries)
    token = next((entries[key] for key in containers.TOKEN_KEYS if key in entries), None)
    for key, kind in KINDS_BY_KEY.items():
        if token is not None and key in entries:
            yield token, kind, entries[key]


def _in_call(index: ModuleIndex, call: Call) -> Iterator[Told]:
    method = word_of(call.callee)
    if method in KINDS_BY_METHOD and isinstance(call.callee, Member):
        token = _bound_token(index, call.callee.of)
        if token is not None and call.arguments:
            yield token, KINDS_BY_METHOD[method], call.arguments[0]
    elif method in containers.REGISTERING and isinstance(call.callee, Member):
        yield from _registered(index, call)
    elif method in containers.SERVICES and call.in_decorator and call.owner >= 0:
        for one in call.arguments[:1]:
            token = dict(one.entries).get("id") or dict(one.entries).get("token") if isinstance(one, Object) else one
            yield from [(token, CLASS, ClassRef(call.owner))] if token is not None else []


def _bound_token(index: ModuleIndex, expression: Expression) -> Expression | None:
    """The token of `bind(token)`."""
    call = index.module.calls[expression.index] if isinstance(expression, CallRef) else None
    return call.arguments[0] if call and word_of(call.callee) in BINDING and call.arguments else None


def _registered(index: ModuleIndex, call: Call) -> Iterator[Told]:
    """`register('users', Users | asClass(Users) | { useClass: Users })`, `register({ users: asClass(Users) })`."""
    match call.arguments:
        case (Object(entries),):
            yield from (told for key, value in entries for told in _made(index, Literal(key), value, ""))
        case (token, value, *_):
            is_value = word_of(call.callee) in ("set", "registerInstance")
            yield from _made(index, token, value, VALUE if is_value else CLASS)


def _made(index: ModuleIndex, token: Expression, value: Expression, otherwise: str) -> Iterator[Told]:
    """A value behind a token: by its maker, `asClass(Users).singleton()`, or of the kind `otherwise` where that is told."""
    if isinstance(value, Object):
        yield from ((token, kind, told) for key, told in value.entries if (kind := KINDS_BY_KEY.get(key)))
        return
    made: Expression = value
    while isinstance(made, CallRef):
        call = index.module.calls[made.index]
        if kind := KINDS_BY_MAKER.get(word_of(call.callee)):
            yield from [(token, kind, call.arguments[0])] if call.arguments else []
            return
        made = call.callee.of if isinstance(call.callee, Member) else call.callee
    if otherwise:
        yield token, otherwise, value


def _objects(index: ModuleIndex) -> Iterator[tuple[int, int, Object]]:
    """The objects that may tell of a token, with the function and class in which they stand."""
    todo: list[tuple[int, int, Expression]] = [
        (call.function, call.owner, one) for call in index.module.calls for one in call.arguments
    ]
    todo += [(one.function, -1, one.value) for one in index.module.bindings]
    todo += [(-1, -1, one.value) for one in index.module.exports if not one.module]
    todo += [(number, -1, one) for number, function in enumerate(index.module.functions) for one in function.returns]
    for function, owner, one in todo:
        if isinstance(one, Object):
            yield function, owner, one
            todo += [(function, owner, value) for _, value in one.entries if isinstance(value, Object | Array)]
        elif isinstance(one, Array):
            todo += [(function, owner, value) for value in one.items if isinstance(value, Object | Array)]
