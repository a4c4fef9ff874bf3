"""Outputs that are there and cannot be read."""

from __future__ import annotations

from collections.abc import Iterator

from healthtui.derive.database import Database
from healthtui.derive.inputs import facts_in
from healthtui.derive.project.nearby import files_for
from healthtui.facts.base import Place, Unreadable


def unreadable(db: Database, package: str, reader: str) -> Iterator[tuple[Place, str]]:
    """Where a reader of a package's outputs failed, and why."""
    for path in files_for(db, Unreadable, package):
        for one in facts_in(db, Unreadable, path):
            if one.reader == reader:
                yield Place(path, one.line), one.reason
