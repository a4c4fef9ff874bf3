"""The root value of express-graphql and graphql-http: `{ posts: (args, request) => … }`, without a type above."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from healthtui.derive.database import Database, query
from healthtui.derive.evaluation.evaluate import Evaluator
from healthtui.derive.evaluation.values import Called, FunctionValue, Value, external_of, options_of
from healthtui.derive.graphql.maps import fields_of
from healthtui.derive.graphql.model import Field
from healthtui.derive.graphql.sdl import written_in
from healthtui.derive.inputs import index_of
from healthtui.derive.libraries.graphql import ROOT_VALUES
from healthtui.derive.repository.graph import package_of, packages_named


@query
def root_fields(db: Database, path: str) -> tuple[Field, ...]:
    """The operations of the root values that a file gives to a handler."""
    index = index_of(db, path) if packages_named(db, path) & ROOT_VALUES else None
    evaluator, found = Evaluator(db), list[Field]()
    for call in index.module.calls if index else ():
        external = external_of(evaluator.callee(path, call))
        if external is not None and package_of(external.module) in ROOT_VALUES:
            given = evaluator.argument(path, call, 0)
            options = evaluator.returned(given) if isinstance(given, FunctionValue) else given
            kinds = dict(_kinds(db, path, evaluator.member(options, "schema")))
            for one in fields_of(db, "query", evaluator.member(options, "rootValue")):
                found.append(replace(one, kind=kinds.get(one.name, one.kind), takes_first=True))
    return tuple(found)


def _kinds(db: Database, path: str, schema: Value) -> Iterator[tuple[str, str]]:
    """The kind of each operation in the text of a schema, which stands where it is built or beside the handler."""
    paths = [path, *(one.path for one in options_of(schema) if isinstance(one, Called))]
    for one in paths:
        yield from ((written.name, written.kind) for written in written_in(db, one))
