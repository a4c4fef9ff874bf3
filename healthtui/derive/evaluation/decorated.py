"""What Fastify instances are decorated with: `fastify.decorate('mailer', { send })`, and then `fastify.mailer.send(…)` anywhere.

Read as it is written, by name and without evaluation, so that evaluation itself can ask.
"""

from __future__ import annotations

from collections import defaultdict
from typing import NamedTuple

from healthtui.derive.database import Database, query
from healthtui.derive.evaluation.pieces import piece
from healthtui.derive.evaluation.values import Attribute, Called, External, Instance, ParameterValue, Value, external_of
from healthtui.derive.inputs import ModuleIndex, index_of
from healthtui.derive.libraries.fastify import CHAINED, FRAMEWORK, INSTANCE_NAMES, MAKERS, PLUGIN_WRAPPERS, REQUEST_NAMES
from healthtui.derive.repository.packages import home_of, modules_used, request_path_files
from healthtui.facts.source import Expression, Literal, Member


class Decoration(NamedTuple):
    """A value, and where its names are to be looked up."""

    path: str
    function: int
    owner: int
    value: Expression


@query
def _around(db: Database, path: str) -> dict[str, tuple[Decoration, ...]]:
    """What the instances of the package of a file carry, by name."""
    return _all_decorations(db, home_of(db, path))


@query
def _all_decorations(db: Database, package: str) -> dict[str, tuple[Decoration, ...]]:
    if modules_used(db, package).isdisjoint({FRAMEWORK, *PLUGIN_WRAPPERS}):
        return {}
    found: defaultdict[str, list[Decoration]] = defaultdict(list)
    for path in request_path_files(db, package):
        for name, one in _decorations_in(db, path):
            found[name].append(one)
    return {name: tuple(several) for name, several in found.items()}


@query
def _decorations_in(db: Database, path: str) -> tuple[tuple[str, Decoration], ...]:
    index = index_of(db, path)
    found: list[tuple[str, Decoration]] = []
    for call in index.module.calls if index else ():
        match call.callee, call.arguments:
            case Member(_, "decorate"), (Literal(str() as name), value, *_):
                found.append((name, Decoration(path, call.function, call.owner, value)))
    return tuple(found)


@piece
def _first_parameter(index: ModuleIndex, function: int) -> tuple[str, str]:
    """The name and the type of a function's first parameter, each "" where it takes none."""
    return next(((one.name, one.type) for one in index.module.functions[function].parameters[:1]), ("", ""))


def instance_under(value: Value) -> Value:
    """The instance under a chain: `fastify().withTypeProvider()` is the same instance."""
    while isinstance(value, Called) and isinstance(value.callee, Attribute) and value.callee.name in CHAINED:
        value = value.callee.of
    return value


def decorations_of(db: Database, path: str, value: Value, name: str) -> tuple[Decoration, ...]:
    """What a Fastify instance, which a value in a file is, carries under a name; () for any other value."""
    if not _may_be_instance(value) or not (found := _around(db, path).get(name)):
        return ()
    match value:
        case Attribute(ParameterValue(at, function), "server"):
            return found if (_first_parameter(db, at, function) or ("", ""))[0] in REQUEST_NAMES else ()
        case ParameterValue(at, function):
            written, type_ = _first_parameter(db, at, function) or ("", "")
            return found if "FastifyInstance" in type_ or (not type_ and written in INSTANCE_NAMES) else ()
    return found


def _may_be_instance(value: Value) -> bool:
    """By its form alone: made here, given to a plugin first, or the `server` of a request."""
    match value:
        case ParameterValue(position=0, key="") | Attribute(ParameterValue(position=0, key=""), "server"):
            return True
        case Attribute(Instance(External(module)), "server"):
            return module == FRAMEWORK
        case Instance(External(module, name)):
            return module == FRAMEWORK and name == "FastifyInstance"
        case Called():
            external = external_of(instance_under(value))
            return external is not None and external.module == FRAMEWORK and external.name in MAKERS
    return False
