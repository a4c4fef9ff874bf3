"""Which databases a package uses, by the libraries that it names."""

from __future__ import annotations

from collections.abc import Iterator

from healthtui.derive.batches import in_each_file
from healthtui.derive.database import Database, query
from healthtui.derive.inputs import modules_in
from healthtui.derive.libraries.data import LIBRARIES
from healthtui.derive.libraries.generated import generated_from
from healthtui.derive.repository.graph import package_of
from healthtui.derive.repository.packages import dependencies_of


@query
def libraries_used(db: Database, package: str) -> tuple[str, ...]:
    """The names of the libraries that a package depends on or imports, in the order of the table."""
    named = imports_by_package(db, package).keys() | dependencies_of(db, package)
    return tuple(one.name for one in LIBRARIES if one.packages & named)


@query
def _first_imports(db: Database, package: str) -> tuple[tuple[str, str], ...]:
    """The modules that the request-path code of a package names, each with the first file that does."""
    found: dict[str, str] = {}
    for module, path in in_each_file(db, package, _modules_with_path):
        found.setdefault(module, path)
    return tuple(found.items())


def _modules_with_path(db: Database, path: str) -> Iterator[tuple[str, str]]:
    return ((module, path) for module in modules_in(db, path))


@query
def imports_any(db: Database, package: str, names: frozenset[str]) -> bool:
    """Whether a package imports one of these."""
    return not names.isdisjoint(imports_by_package(db, package))


def imports_by_package(db: Database, package: str) -> dict[str, str]:
    """The external packages that a package imports, each with the first file that does."""
    found: dict[str, str] = {}
    for module, path in _first_imports(db, package):
        if library := generated_from(module) or ("" if module.startswith(".") else package_of(module)):
            found.setdefault(library, path)
    return found
