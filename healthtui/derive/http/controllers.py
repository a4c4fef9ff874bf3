"""Controller modules: where routes are registered, and where their final handlers are."""

from __future__ import annotations

from healthtui.derive.data.access import data_access_in
from healthtui.derive.database import Database
from healthtui.derive.http.endpoints import registrations
from healthtui.derive.http.functions import functions_of
from healthtui.derive.inputs import derived, derives, is_derived
from healthtui.facts.base import Place
from healthtui.facts.http import ControllerModule, Operation


@derives(ControllerModule)
def controller_modules(db: Database, package: str) -> tuple[ControllerModule, ...]:
    """Where GraphQL operations outnumber routes, resolvers are controller modules too."""
    routes = [one for one in registrations(db, package) if one.method != "OPTIONS"]
    paths = {one.module for one in routes}
    paths |= {path for one in routes if one.handler for path, _ in functions_of(db, one.handler)}
    operations = derived(db, Operation, package) if is_derived(Operation) else ()
    if len(operations) > len(routes):
        paths |= {one.module for one in operations}
    return tuple(_module(db, path) for path in sorted(paths))


def _module(db: Database, path: str) -> ControllerModule:
    return ControllerModule(Place(path), tuple(one.place for one in data_access_in(db, path)))
