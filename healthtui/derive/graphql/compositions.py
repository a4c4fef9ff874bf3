"""`composeResolvers(resolvers, { 'Query.*': [isAuthenticated()] })`: checks that are put before resolvers by their names."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from healthtui.derive.batches import in_each_file
from healthtui.derive.database import Database, query
from healthtui.derive.evaluation.evaluate import Evaluator
from healthtui.derive.evaluation.values import Literally, options_of
from healthtui.derive.graphql.wrappers import asked_by, functions_behind, role_by
from healthtui.derive.http.classes.decorators import Scope, items_of
from healthtui.derive.inputs import index_of
from healthtui.derive.jobs.queues import last_name
from healthtui.derive.libraries.graphql import COMPOSERS
from healthtui.derive.repository.graph import packages_named
from healthtui.derive.repository.packages import modules_used
from healthtui.facts.source import Object


class Composed(msgspec.Struct, frozen=True, gc=False):
    """A pattern of names (`Query.*`, `Query.{a, b}`, `Mutation.!login`, `*.*`), and what asks before them."""

    pattern: str
    asked_by: str
    role_by: str

    def covers(self, type_: str, field: str) -> bool:
        of_type, _, of_field = self.pattern.partition(".")
        return _matches(of_type, type_) and (not of_field or _matches(of_field, field))


def _matches(pattern: str, name: str) -> bool:
    is_negated, names = pattern.startswith("!"), pattern.removeprefix("!").strip("{}")
    return names == "*" or (name in (one.strip() for one in names.split(","))) != is_negated


@query
def compositions(db: Database, package: str) -> tuple[Composed, ...]:
    """The compositions of a package."""
    if modules_used(db, package).isdisjoint(COMPOSERS):
        return ()
    return tuple(in_each_file(db, package, _composed_in))


@query
def _composed_in(db: Database, path: str) -> tuple[Composed, ...]:
    index = index_of(db, path) if packages_named(db, path) & COMPOSERS else None
    given = [call for call in index.module.calls if last_name(call) == "composeResolvers"] if index else []
    values = [value for call in given for value in options_of(Evaluator(db).argument(path, call, 1))]
    return tuple(one for value in values if isinstance(value, Literally) for one in _of_map(db, value))


def _of_map(db: Database, value: Literally) -> Iterator[Composed]:
    scope = Scope(value.path, value.function, value.owner)
    for pattern, expression in value.expression.entries if isinstance(value.expression, Object) else ():
        checks = items_of(db, scope, expression, follow_calls=False)
        functions = [function for one in checks for function in functions_behind(db, one)]
        yield Composed(pattern, asked_by(db, functions), role_by(db, functions))
