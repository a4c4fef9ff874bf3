"""The service modules of a package."""

from __future__ import annotations

from healthtui.derive.database import Database
from healthtui.derive.inputs import derives
from healthtui.derive.services.naming import service_paths
from healthtui.derive.services.testing import tests_by_module
from healthtui.derive.services.transport import http_places
from healthtui.facts.base import Place
from healthtui.facts.structure import ServiceModule


@derives(ServiceModule)
def service_modules(db: Database, package: str) -> tuple[ServiceModule, ...]:
    tests = tests_by_module(db, package)
    return tuple(
        ServiceModule(Place(path), is_named, http_places(db, path), tests.get(path, ()))
        for path, is_named in service_paths(db, package)
    )
