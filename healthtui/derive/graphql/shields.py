"""graphql-shield: which operations a tree of rules lets only those pass who are known."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec
from msgspec.structs import replace

from healthtui.derive.database import Database, query
from healthtui.derive.evaluation.evaluate import Evaluator
from healthtui.derive.evaluation.values import (
    Called,
    External,
    FunctionValue,
    Literally,
    Value,
    external_of,
    is_object,
    options_of,
)
from healthtui.derive.graphql.asking import looks_at_caller, looks_at_role
from healthtui.derive.inputs import index_of
from healthtui.derive.libraries.graphql import SHIELD, SHIELD_APPLIERS
from healthtui.derive.repository.graph import packages_named
from healthtui.derive.repository.packages import modules_used, request_path_files
from healthtui.facts.source import Object

ASKS, OPEN, SILENT = "asks", "open", ""  # a rule looks at who asks, lets everybody pass, or looks at something else
_DEPTH = 6
_ANY = "*"


class Shield(msgspec.Struct, frozen=True, gc=False):
    """What is said of (type, field); `*` stands for all that are not named, `fallback` for what nothing is said of."""

    rules: dict[tuple[str, str], str]
    fallback: str
    looks_at_role: bool = False

    def of(self, type_: str, field: str) -> str:
        for key in ((type_, field), (type_, _ANY), (_ANY, _ANY)):
            if key in self.rules:
                return self.rules[key]
        return self.fallback

    def opens(self, type_: str, field: str) -> bool:
        """Whether a rule of its own lets everybody ask for a field: marked public on purpose."""
        return self.rules.get((type_, field)) == OPEN


@query
def shield_of(db: Database, package: str) -> Shield | None:
    """The shield of a package, where one is applied to its schema."""
    if SHIELD not in (used := modules_used(db, package)) or used.isdisjoint(SHIELD_APPLIERS):
        return None
    files = request_path_files(db, package)
    found = next((one for path in files for one in _shields_in(db, path)), None)
    return replace(found, looks_at_role=any(_reads_role(db, path) for path in files)) if found else None


@query
def _reads_role(db: Database, path: str) -> bool:
    """Whether a rule of a file looks at a role."""
    index = index_of(db, path) if SHIELD in packages_named(db, path) else None
    evaluator = Evaluator(db)
    for call in index.module.calls if index else ():
        if external_of(evaluator.callee(path, call)) == External(SHIELD, "rule"):
            given = [evaluator.argument(path, call, at) for at in range(len(call.arguments))]
            if any(isinstance(one, FunctionValue) and looks_at_role(db, one.path, one.index) for one in given):
                return True
    return False


@query
def _shields_in(db: Database, path: str) -> tuple[Shield, ...]:
    index = index_of(db, path) if SHIELD in packages_named(db, path) else None
    evaluator, found = Evaluator(db), list[Shield]()
    for call in index.module.calls if index else ():
        if External(SHIELD, "shield") in options_of(evaluator.callee(path, call)):
            tree, options = (evaluator.argument(path, call, at) for at in (0, 1))
            fallback = evaluator.member(options, "fallbackRule")
            found.append(Shield(dict(_rules(db, tree)), _rule(db, fallback)))
    return tuple(found)


def _rules(db: Database, tree: Value) -> Iterator[tuple[tuple[str, str], str]]:
    """A rule for everything, rules by type, or by type and field."""
    if not is_object(tree):
        yield (_ANY, _ANY), _rule(db, tree)
    for type_, of_type in _entries(db, tree):
        if not is_object(of_type):
            yield (type_, _ANY), _rule(db, of_type)
        yield from (((type_, field), _rule(db, rule)) for field, rule in _entries(db, of_type))


def _entries(db: Database, value: Value, depth: int = 0) -> Iterator[tuple[str, Value]]:
    """The entries of an object and of those that are spread into it; the last of a name holds."""
    if not isinstance(value, Literally) or not isinstance(value.expression, Object) or depth > _DEPTH:
        return
    plain = Evaluator(db, follow_calls=False)
    for key, expression in value.expression.entries:
        inner = plain.within(value, expression)
        if key == "...":
            yield from _entries(db, inner, depth + 1)
        else:
            yield key, inner


def _rule(db: Database, value: Value, depth: int = 0) -> str:
    found = {_one_rule(db, one, depth) for one in options_of(value)} if depth < _DEPTH else {SILENT}
    return found.pop() if len(found) == 1 else SILENT


def _one_rule(db: Database, value: Value, depth: int) -> str:
    external = external_of(value)
    if external is None or external.module != SHIELD:
        return SILENT
    if external.name in ("allow", "deny"):
        return OPEN if external.name == "allow" else ASKS
    index = index_of(db, value.path) if isinstance(value, Called) else None
    if index is None or not isinstance(value, Called):
        return SILENT
    call, plain = index.module.calls[value.index], Evaluator(db, follow_calls=False)
    given = [plain.of(value.path, one, call.function, call.owner) for one in call.arguments]
    if external.name == "rule":
        rules = [option for one in given for option in options_of(one) if isinstance(option, FunctionValue)]
        return ASKS if any(looks_at_caller(db, one.path, one.index) for one in rules) else SILENT
    inner = [_rule(db, one, depth + 1) for one in given]
    joins = {"and": any, "chain": any, "or": all, "race": all}.get(external.name)
    return ASKS if joins is not None and inner and joins(one == ASKS for one in inner) else SILENT
