"""Literals that code uses as credentials, however weak: in calls that sign, encrypt or connect, and as the fallback
of an environment variable."""

from __future__ import annotations

from collections.abc import Iterator

from healthtui.derive.database import Database, query
from healthtui.derive.evaluation.evaluate import Evaluator
from healthtui.derive.evaluation.expressions import parts_of
from healthtui.derive.evaluation.values import Attribute, External, FunctionValue, Instance, Literally, Value, options_of
from healthtui.derive.evaluation.written import root_of
from healthtui.derive.inputs import module_of
from healthtui.derive.libraries.credentials import (
    ADDRESSES,
    CREDENTIAL_PACKAGES,
    CREDENTIALS,
    SERVICE_CREDENTIALS,
    SUPER_CREDENTIALS,
    URL_ONLY,
)
from healthtui.derive.repository.graph import package_of, packages_named
from healthtui.derive.secrets.fallbacks import LiteralCredential, credential, fallbacks, texts
from healthtui.facts.source import Call, Member, Module, Name, Require
from healthtui.readers.secrets.values import password_of_url

_SERVICE_METHODS = {method for _, _, method in SERVICE_CREDENTIALS}


@query
def literals_in(db: Database, path: str) -> tuple[LiteralCredential, ...]:
    """The literals of one source file, each value once a line."""
    module = module_of(db, path)
    if module is None:
        return ()
    found = list(fallbacks(db, path, module))
    seen = {one.digest for one in found}
    found += [one for one in _in_calls(db, path, module) if one.digest not in seen]
    return tuple({(one.place.line, one.digest): one for one in found}.values())


def _in_calls(db: Database, path: str, module: Module) -> Iterator[LiteralCredential]:
    if packages_named(db, path).isdisjoint(CREDENTIAL_PACKAGES):
        return
    evaluator, names = Evaluator(db), _library_names(module)
    for call in module.calls:
        if not _may_use(call, names):
            continue
        for shown, places, shift, needs_url in _uses(evaluator, path, call):
            for place in places:
                for value in _at(evaluator, path, call, place, shift):
                    is_address = place in ADDRESSES or (needs_url and place == "0")
                    if not is_address or password_of_url(value):
                        yield credential(path, (call.line, call.column), f"Credential of {shown}", value, "call")


def _library_names(module: Module) -> set[str]:
    """The names by which the file knows the libraries of the table."""
    names = {one.local for one in module.imports if package_of(one.module) in CREDENTIAL_PACKAGES}
    for binding in module.bindings:
        root = root_of(binding.value)
        if isinstance(root, Require) and package_of(root.module) in CREDENTIAL_PACKAGES:
            names.add(binding.name)
    return names


def _may_use(call: Call, names: set[str]) -> bool:
    """Whether a call is worth following: by its first name, or the method of a service or plugin."""
    root = root_of(call.callee)
    if isinstance(root, Require) or (isinstance(root, Name) and root.id in names | {"super"}):
        return True
    return isinstance(call.callee, Member) and call.callee.name in _SERVICE_METHODS | {"register"}


def _uses(evaluator: Evaluator, path: str, call: Call) -> Iterator[tuple[str, tuple[str, ...], int, bool]]:
    """(what is called, where its credentials lie, how many arguments stand before them, is its first one a URL)."""
    if call.callee == Name("super"):
        yield "the strategy", SUPER_CREDENTIALS, 0, False
        return
    for callee in options_of(evaluator.callee(path, call)):
        match callee:
            case External(module, name):
                if places := CREDENTIALS.get((module, name)):
                    yield name or module, places, 0, (module, name) in URL_ONLY
            case Attribute(Instance(External(module, name)), method):
                if places := SERVICE_CREDENTIALS.get((module, name, method)):
                    yield f"{name}.{method}", places, 0, False
    if isinstance(call.callee, Member) and call.callee.name == "register" and len(call.arguments) > 1:
        for plugin in options_of(evaluator.argument(path, call, 0)):
            if isinstance(plugin, External) and (places := CREDENTIALS.get((plugin.module, plugin.name))):
                yield plugin.module, places, 1, False


def _at(evaluator: Evaluator, path: str, call: Call, place: str, shift: int) -> Iterator[str]:
    """The texts at a place of the arguments, such as `0.auth.pass`."""
    position, *keys = place.split(".")
    values = [evaluator.argument(path, call, int(position) + shift)]
    for key in keys:
        values = [found for value in values for one in options_of(value) for found in _below(evaluator, one, key)]
    for value in values:
        yield from texts(value)


def _below(evaluator: Evaluator, value: Value, key: str) -> list[Value]:
    if isinstance(value, FunctionValue):  # a factory: what it returns
        module = module_of(evaluator.db, value.path)
        returns = module.functions[value.index].returns if module else ()
        made = [evaluator.of(value.path, one, value.index) for one in returns]
        return made if key == "()" else [evaluator.member(one, key) for one in made]
    if key == "*" and isinstance(value, Literally):
        return [evaluator.within(value, one) for one in parts_of(value.expression)]
    return [evaluator.member(value, key)]
