"""What stands before all operations: a middleware before `/graphql`, a plugin, a context that refuses strangers."""

from __future__ import annotations

from collections.abc import Iterator

from healthtui.derive.database import Database, query
from healthtui.derive.evaluation.evaluate import Evaluator
from healthtui.derive.evaluation.expressions import expressions_of, objects_in
from healthtui.derive.evaluation.values import FunctionValue, external_of, options_of
from healthtui.derive.graphql.asking import asks
from healthtui.derive.graphql.plugins import plugin_gates
from healthtui.derive.http.controls import controls_of
from healthtui.derive.http.endpoints import applied
from healthtui.derive.http.model import Applied
from healthtui.derive.inputs import index_of
from healthtui.derive.libraries.graphql import SERVERS
from healthtui.derive.repository.graph import package_of, packages_named
from healthtui.derive.repository.packages import request_path_files

_POSITION = (0,)  # of the request, in a function that makes the context


@query
def gate_of(db: Database, package: str) -> str:
    """What asks everybody who they are, or ""."""
    return next((one for one in _gates(db, package)), "")


def _gates(db: Database, package: str) -> Iterator[str]:
    everything = applied(db, package)
    served = [one.order for one in everything if one.framework == "express" and _is_server(one)]
    for one in everything:
        is_on_path = one.scope == "global" or "graphql" in one.prefix.lower()
        is_before = one.framework != "express" or one.order < min(served, default=one.order + 1)
        if is_on_path and is_before and one.framework != "nestjs" and one.role in ("middleware", "hook", "plugin"):
            yield from (
                control.by or f"a {one.role} before it"
                for control in sorted(controls_of(db, one.handler))
                if control.kind == "auth"
            )
    for path in request_path_files(db, package):
        yield from (*_contexts(db, path), *plugin_gates(db, path))


def _is_server(one: Applied) -> bool:
    """A handler that answers GraphQL."""
    return any(
        external is not None and package_of(external.module) in SERVERS
        for external in map(external_of, options_of(one.handler.value))
    )


@query
def _contexts(db: Database, path: str) -> tuple[str, ...]:
    """The functions that make the context and refuse those who are not known."""
    index = index_of(db, path) if packages_named(db, path) & SERVERS else None
    evaluator, found = Evaluator(db), list[str]()
    for one in objects_in(expressions_of(index)) if index else ():
        for key, expression in one.entries:
            for value in options_of(evaluator.of(path, expression)) if key == "context" else ():
                if isinstance(value, FunctionValue) and asks(db, value.path, value.index, _POSITION):
                    found.append("the context, which refuses strangers")
    return tuple(found)
