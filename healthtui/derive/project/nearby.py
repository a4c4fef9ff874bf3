"""Configuration that holds for a package: its own, and what lies above it, nearest first."""

from __future__ import annotations

from posixpath import dirname

from healthtui.derive.database import Database
from healthtui.derive.inputs import folders_up, paths_with
from healthtui.derive.repository.areas import is_doc, is_example, is_test, is_test_data
from healthtui.derive.repository.folders import folder_of
from healthtui.facts.base import Fact


def folders_for(package: str) -> tuple[str, ...]:
    """The folder of a package and those above it; the root is ""."""
    return ("",) if package == "." else (package, *folders_up(package))


def files_for(db: Database, kind: type[Fact], package: str) -> list[str]:
    """The files with facts of a kind in a package, then those of the packages above it."""
    folders = folders_for(package)
    owned = [(path, folder_of(db, path)) for path in paths_with(db, kind)]
    return [path for folder in folders for path, owner in owned if owner == folder]


def settings_for(db: Database, kind: type[Fact], package: str) -> list[str]:
    """The same for settings of tools: above the package only those that lie right in a folder above count."""
    folders = folders_for(package)
    apart = (is_example, is_doc, is_test, is_test_data)
    found = [path for path in files_for(db, kind, package) if not any(is_one(path) for is_one in apart)]
    return [path for path in found if folder_of(db, path) == folders[0] or dirname(path) in folders]
