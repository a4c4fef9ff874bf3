"""What the outputs of tools were fresh for, by content: kept over sessions, so that a clock that git sets anew is no harm."""

from __future__ import annotations

from contextlib import suppress

from healthtui.derive.database import Database
from healthtui.derive.outputs.bases import fresh_outputs
from healthtui.engine.cache import Cache


def recall(db: Database, cache: Cache | None) -> None:
    """Brings what the cache remembers to the derivations."""
    for content, covered in cache.fresh_for() if cache is not None else ():
        db.set(("fresh-for", content), covered)


def remember(db: Database, packages: tuple[str, ...], cache: Cache | None) -> None:
    """Remembers the outputs that are fresh by the clock now, for this session and in the cache."""
    for package in packages:
        with suppress(Exception):  # the checks that read the same outputs say what broke
            _remember_of(db, package, cache)


def _remember_of(db: Database, package: str, cache: Cache | None) -> None:
    for path, content, covered in fresh_outputs(db, package):
        if db.set(("fresh-for", content), covered) and cache is not None:
            cache.keep_fresh(path, content, covered)
