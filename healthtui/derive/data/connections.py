"""Where clients, pools and connections of databases are made: once, or anew for each request or call."""

from __future__ import annotations

from collections.abc import Iterator

from healthtui.derive.data.calls import callers_by_function
from healthtui.derive.data.chains import Chains, calls_within
from healthtui.derive.data.layers import libraries_used
from healthtui.derive.data.served import is_served
from healthtui.derive.data.trails import Tracer
from healthtui.derive.database import Database, query
from healthtui.derive.evaluation.evaluate import Evaluator
from healthtui.derive.evaluation.values import Constant, Environment, External, FunctionValue, options_of
from healthtui.derive.evaluation.written import dotted, method_of, root_of
from healthtui.derive.inputs import ModuleIndex, index_of, modules_in
from healthtui.derive.libraries.connections import KEEPS, MAKERS, MAKING, PARTS, Maker
from healthtui.derive.libraries.databases import PLUGINS
from healthtui.derive.repository.graph import package_of
from healthtui.derive.repository.packages import home_of
from healthtui.facts.base import Place
from healthtui.facts.data import Connection
from healthtui.facts.source import Array, Call, CallRef, Expression, Name, Object

MAX_LEVELS = 4  # of functions that hand a connection on


@query
def connections_in(db: Database, path: str) -> tuple[Connection, ...]:
    """What a file makes, in the order of place."""
    index = index_of(db, path)
    libraries = libraries_used(db, home_of(db, path))
    if index is None or not libraries:
        return ()
    found = [*_extended(db, path, index), *_made(db, path, index, libraries), *_registered(db, path, index)]
    return tuple(sorted(found, key=lambda one: one.place))


def _made(db: Database, path: str, index: ModuleIndex, libraries: tuple[str, ...]) -> Iterator[Connection]:
    tracer = Tracer(db, path, index)
    makers = [one for one in MAKERS if one.library.name in libraries]
    for number, call in enumerate(index.module.calls):
        if MAKING.fullmatch(method_of(call)) and (maker := _maker_of(tracer, call, makers)):
            if maker.of_address and not _is_address(db, path, call):
                continue
            is_per_call = not maker.is_shared and is_made_anew(db, path, number)
            place = Place(path, call.line, call.column)
            written = f"{'new ' if call.is_new else ''}{dotted(index, call.callee) or maker.library.name}"
            yield Connection(place, maker.library.name, written[-60:], maker.kind, is_per_call)


def _is_address(db: Database, path: str, call: Call) -> bool:
    """Whether a client is made from an address: a text, or a setting of the environment; databases in files pool nothing."""
    if any(part in module for module in modules_in(db, path) for part in ("sqlite", "libsql", "d1", "neon-http")):
        return False
    values = options_of(Evaluator(db).argument(path, call, 0))
    return bool(values) and all(isinstance(one, Constant | Environment) for one in values)


def _maker_of(tracer: Tracer, call: Call, makers: list[Maker]) -> Maker | None:
    for trail in tracer.of(call):
        for maker in makers:
            is_its = trail.package in (maker.packages or maker.library.packages) if trail.package else maker.written
            if is_its and maker.trail.fullmatch(trail.text):
                return maker
    return None


def _extended(db: Database, path: str, index: ModuleIndex) -> Iterator[Connection]:
    """A class that is a client, as an injector makes it once: `class PrismaService extends PrismaClient`."""
    for number, declared in enumerate(index.module.classes):
        if declared.extends is None:
            continue
        for value in options_of(Evaluator(db).of(path, declared.extends, -1, number)):
            if _is_prisma(value) or dotted(index, declared.extends) == "PrismaClient":
                place = Place(path, declared.line, declared.column)
                yield Connection(place, "prisma", declared.name[-60:] or "PrismaClient", "pool", False)
                break


def _is_prisma(value: object) -> bool:
    return isinstance(value, External) and value.name == "PrismaClient"


def _registered(db: Database, path: str, index: ModuleIndex) -> Iterator[Connection]:
    for call in index.module.calls:
        if method_of(call) != "register" or not call.arguments:
            continue
        for value in options_of(Evaluator(db).argument(path, call, 0)):
            plugin = PLUGINS.get(package_of(value.module)) if isinstance(value, External) else None
            if plugin is not None and isinstance(value, External):
                yield Connection(Place(path, call.line, call.column), plugin.library.name, value.module, "pool", False)


def is_made_anew(db: Database, path: str, number: int) -> bool:
    """Whether what a call makes lives no longer than a request: it is made in code that serves one, and not kept."""
    todo = [(path, number, 0)]
    seen = {(path, number)}
    for where, at, level in todo:
        index = index_of(db, where)
        assert index is not None
        chains = Chains(index)
        call, last = index.module.calls[at], chains.last(at)
        if call.function < 0 or _is_kept(index, last, call.function):
            continue
        if not _is_handed_on(index, last, call.function):
            if is_served(db, where, call.function):
                return True
            continue
        callers = callers_by_function(db, home_of(db, where)).get(FunctionValue(where, call.function), [])
        fresh = [(*one, level + 1) for one in callers if level < MAX_LEVELS and one not in seen]
        seen |= {(one, two) for one, two, _ in fresh}
        todo += fresh
    return False


def _names_of(index: ModuleIndex, number: int, function: int) -> set[str]:
    """The variables of a function that hold the result of a call."""
    held = {one.name for one in index.module.bindings if one.function == function and number in calls_within(one.value)}
    given = {one.target for one in index.module.assignments if one.function == function and number in calls_within(one.value)}
    return held | {one for one in given if (function, one) in index.bindings}


def _is_kept(index: ModuleIndex, number: int, function: int) -> bool:
    """Whether the result of a call outlives the function: it is assigned to what stands outside it, or given to a container."""
    holders = _names_of(index, number, function)
    for one in index.module.assignments:
        is_outside = "." in one.target or (one.function, one.target) not in index.bindings
        is_it = number in calls_within(one.value) or _mentions(index, one.value, holders)
        if one.function == function and is_outside and is_it:
            return True
    for at in index.calls_in.get(function, ()):
        call = index.module.calls[at]
        is_keeping = at != number and (method_of(call) in KEEPS or call.is_new)
        if is_keeping and any(number in calls_within(one) or _mentions(index, one, holders) for one in call.arguments):
            return True
    return False


def _is_handed_on(index: ModuleIndex, number: int, function: int) -> bool:
    """Whether a function returns what the call made."""
    holders = _names_of(index, number, function)
    returns = index.module.functions[function].returns
    return any(number in calls_within(one) or _mentions(index, one, holders) for one in returns)


def _mentions(index: ModuleIndex, expression: Expression, holders: set[str]) -> bool:
    """Whether a value is one of the variables, what it makes (`client.db()`), or a literal that holds it."""
    match expression:
        case Name(name):
            return name in holders
        case Object(entries):
            return any(isinstance(value, Name) and value.id in holders for _, value in entries)
        case Array(items):
            return any(isinstance(value, Name) and value.id in holders for value in items)
        case CallRef(number):
            call = index.module.calls[number]
            root = root_of(call.callee)
            return method_of(call) in PARTS and isinstance(root, Name) and root.id in holders
    return False
