"""Which files lie in the folder of which package, and which files of other packages they load."""

from __future__ import annotations

from posixpath import dirname

from healthtui.derive.database import Database, query
from healthtui.derive.inputs import folders_up, module_of, modules_in, paths_with
from healthtui.derive.libraries.measuring import LOAD_TESTERS
from healthtui.derive.repository.areas import is_request_path
from healthtui.derive.repository.graph import imports_of, package_of, packages_named, resolve_module
from healthtui.facts.project import Manifest
from healthtui.facts.source import Outline


@query
def package_folders(db: Database) -> frozenset[str]:
    """Folders with a manifest, "" for the root."""
    return frozenset(dirname(path) for path in paths_with(db, Manifest))


def folder_of(db: Database, path: str) -> str:
    """The folder of the package that a file belongs to; "" where it belongs to none."""
    return _nearest_package(db, dirname(path))


@query
def _nearest_package(db: Database, folder: str) -> str:
    known = package_folders(db)
    return next((one for one in (folder, *folders_up(folder)) if one in known), "")


@query
def _files_by_package(db: Database) -> tuple[tuple[str, tuple[str, ...]], ...]:
    paths = paths_with(db, Outline)
    package_of_folder = {folder: _nearest_package(db, folder) for folder in dict.fromkeys(map(dirname, paths))}
    found: dict[str, list[str]] = {}
    for path in paths:
        found.setdefault(package_of_folder[dirname(path)], []).append(path)
    return tuple((folder, tuple(paths)) for folder, paths in found.items())


@query
def holders(db: Database) -> tuple[str, ...]:
    """The packages that hold source or test files; "." is the root, and what belongs to none."""
    return tuple(folder or "." for folder, _ in _files_by_package(db))


@query
def own_files(db: Database, package: str) -> tuple[str, ...]:
    """The source and test files in the folder of a package (its path, "." for the root)."""
    return dict(_files_by_package(db)).get("" if package == "." else package, ())


@query
def own_code(db: Database, package: str) -> tuple[str, ...]:
    """The files of request-path code in the folder of a package."""
    return tuple(path for path in own_files(db, package) if is_request_path(path) and not _is_command(db, path))


@query
def packages_loaded(db: Database, package: str) -> tuple[str, ...]:
    """The other packages of the repository that the code of a package loads, in turn."""
    return tuple(sorted({folder_of(db, path) or "." for path in files_loaded(db, package)}))


@query
def files_loaded(db: Database, package: str) -> tuple[str, ...]:
    """The request-path files of other packages that the code of a package loads, in turn."""
    own = own_code(db, package)
    found, todo = {*own}, [*own]
    while todo:
        named = [one for one in files_named(db, todo.pop()) if one not in found and is_request_path(one)]
        found.update(named)
        todo += named
    return tuple(sorted(path for path in found if (folder_of(db, path) or ".") != package))


@query
def files_named(db: Database, path: str) -> tuple[str, ...]:
    """The files of the repository that a file loads: imported or required, for their effects alone too, not for types alone."""
    module = module_of(db, path)
    values = {one.module for one in module.imports if not one.type_only} if module else set()
    types = {one.module for one in module.imports} - values if module else set()
    named = [one for one in modules_in(db, path) if one not in types]
    return tuple(found for one in named if (found := resolve_module(db, dirname(path), one)))


def _is_command(db: Database, path: str) -> bool:
    """A script for load tests, or a command-line tool: in `bin/`, and apart from the rest. `bin/www` starts the application,
    so it imports it."""
    if packages_named(db, path) & LOAD_TESTERS.keys():
        return True
    return "bin" in dirname(path).split("/") and not imports_of(db, path)


@query
def own_modules(db: Database, package: str) -> frozenset[str]:
    """The packages that the request-path code in the folder of a package imports."""
    names: set[str] = set()
    for path in own_code(db, package):
        names.update(package_of(one) for one in modules_in(db, path) if not one.startswith("."))
    return frozenset(names)
