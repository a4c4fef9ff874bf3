"""Keeps the cache from growing: once a day what is old goes, and the oldest of what is too much. Nobody waits for it."""

from __future__ import annotations

import sqlite3
import threading
import time
from contextlib import closing, suppress
from pathlib import Path

from healthtui.engine.cache import cache_file, cache_folder

MOST_BYTES = 500_000_000
KEPT_DAYS = 30
_DAY = 24 * 3600
_STAMP = "pruned"  # an empty file, as old as the last look
_AN_EIGHTH = "SELECT written FROM facts ORDER BY written LIMIT 1 OFFSET (SELECT count(*) / 8 FROM facts)"
_PARTS = ("", "-wal", "-shm")


def prune_beside(*, daemon: bool = False) -> threading.Thread | None:
    """Begins to prune on a thread of its own, where nobody has on this day; a `daemon` ends with the process."""
    folder = cache_folder()
    stamp = folder / _STAMP
    try:
        if stamp.exists() and time.time() - stamp.stat().st_mtime < _DAY:
            return None
        folder.mkdir(parents=True, exist_ok=True)
        stamp.touch()
    except OSError:
        return None
    thread = threading.Thread(target=prune, args=(folder,), name="healthtui-pruning", daemon=daemon)
    thread.start()
    return thread


def prune(folder: Path) -> None:
    """Of our own database the entries go, of other versions the files: what is in use there is read and written anew."""
    own = cache_file(folder)
    if own.exists():
        with suppress(sqlite3.Error), closing(sqlite3.connect(own, timeout=1, isolation_level=None)) as db:
            _shrink(db)
    left = MOST_BYTES - _size(own)
    for file in sorted(set(folder.glob("facts-*.db")) - {own}, key=_age):
        left -= _size(file)
        if left < 0 or _age(file) > KEPT_DAYS * _DAY:
            for part in _PARTS:
                with suppress(OSError):  # on Windows: it is in use
                    file.with_name(file.name + part).unlink(missing_ok=True)


def _shrink(db: sqlite3.Connection) -> None:
    """In short steps: another process that writes meanwhile waits for one of them."""
    db.execute("DELETE FROM facts WHERE written < ?", (time.time() - KEPT_DAYS * _DAY,))
    while _used(db) > MOST_BYTES and (oldest := db.execute(_AN_EIGHTH).fetchone()):
        db.execute("DELETE FROM facts WHERE written <= ?", oldest)
    if db.total_changes:
        db.execute("DELETE FROM files WHERE NOT EXISTS (SELECT 1 FROM facts WHERE content = files.content AND name = files.name)")
    if _number(db, "freelist_count") > _number(db, "page_count") / 4:
        db.execute("VACUUM")
    db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()


def _used(db: sqlite3.Connection) -> int:
    return (_number(db, "page_count") - _number(db, "freelist_count")) * _number(db, "page_size")


def _number(db: sqlite3.Connection, pragma: str) -> int:
    (found,) = db.execute(f"PRAGMA {pragma}").fetchone()
    return int(found)


def _size(file: Path) -> int:
    return sum(part.stat().st_size for name in _PARTS if (part := file.with_name(file.name + name)).is_file())


def _age(file: Path) -> float:
    """Seconds since it was written; what is not yet in the file itself stands beside it."""
    parts = [part for name in _PARTS if (part := file.with_name(file.name + name)).is_file()]
    return time.time() - max((part.stat().st_mtime for part in parts), default=0)
