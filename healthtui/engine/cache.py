"""Facts by content, and the files as they were last seen: one SQLite file in the user's cache folder.

Safe to delete at any time; a damaged or newer one is put aside and begun again. Nothing in it is a secret.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterable
from pathlib import Path

import msgspec
import platformdirs

from healthtui.derive.store import FileFacts
from healthtui.engine.reading import VERSION
from healthtui.tree.base import Entry

_RACY = 2_000_000_000  # ns: a file written so shortly before it was read may be written again with the same stamp
_SCHEMA = """
PRAGMA journal_mode = WAL;
PRAGMA synchronous = OFF;
CREATE TABLE IF NOT EXISTS facts (content TEXT, path TEXT, facts BLOB, used REAL, PRIMARY KEY (content, path)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS files (
    root TEXT, path TEXT, mtime INTEGER, size INTEGER, inode INTEGER, content TEXT, PRIMARY KEY (root, path)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS fresh (root TEXT, path TEXT, content TEXT, covered BLOB, PRIMARY KEY (root, path)) WITHOUT ROWID;
"""
_pack, _unpack = msgspec.msgpack.Encoder().encode, msgspec.msgpack.Decoder(FileFacts).decode


def cache_folder() -> Path:
    """The user's cache folder for this tool, made when it is not there."""
    folder = Path(platformdirs.user_cache_dir("healthtui"))
    folder.mkdir(parents=True, exist_ok=True)
    return folder


class Cache:
    """Facts of files seen before. Every failure of the database is a miss, never an error of the scan."""

    def __init__(self, root: str, folder: Path | None = None) -> None:
        self._root = root
        self._file = (folder or cache_folder()) / f"facts-{_short(VERSION)}.db"
        self._db = self._open()

    def _open(self) -> sqlite3.Connection:
        for file in (str(self._file), ":memory:"):
            try:
                db = sqlite3.connect(file, timeout=1, check_same_thread=False)
                db.executescript(_SCHEMA)
                return db
            except sqlite3.Error:
                self._file.unlink(missing_ok=True)
        raise AssertionError("an in-memory database always opens")

    def known(self, entries: Iterable[Entry]) -> dict[str, FileFacts]:
        """The facts of the files that have not changed since they were read."""
        try:
            rows = self._db.execute(
                "SELECT f.path, f.mtime, f.size, f.inode, facts.facts FROM files f"
                " JOIN facts ON facts.content = f.content AND facts.path = f.path WHERE f.root = ?",
                (self._root,),
            ).fetchall()
        except sqlite3.Error:
            return {}
        seen = {path: ((mtime, size, inode), facts) for path, mtime, size, inode, facts in rows}
        return {
            entry.path: _unpack(seen[entry.path][1])
            for entry in entries
            if entry.path in seen and seen[entry.path][0] == entry.stamp
        }

    def by_content(self, entries: Iterable[Entry]) -> dict[str, FileFacts]:
        """The facts of files whose content id is known without reading them, as in a commit."""
        found = {}
        try:
            for entry in entries:
                row = self._db.execute(
                    "SELECT facts FROM facts WHERE content = ? AND path = ?", (entry.content_id, entry.path)
                ).fetchone()
                if row:
                    found[entry.path] = _unpack(row[0])
        except (sqlite3.Error, msgspec.DecodeError):
            return {}
        return found

    def store(self, read: Iterable[tuple[Entry, FileFacts]]) -> None:
        """Keeps what was read, in one transaction."""
        now = time.time_ns()
        rows = list(read)
        try:
            with self._db:
                self._db.executemany(
                    "INSERT OR REPLACE INTO facts VALUES (?, ?, ?, ?)",
                    [(facts.content_id, entry.path, _pack(facts), now / 1e9) for entry, facts in rows],
                )
                self._db.executemany(
                    "INSERT OR REPLACE INTO files VALUES (?, ?, ?, ?, ?, ?)",
                    [
                        (self._root, entry.path, *entry.stamp, facts.content_id)
                        for entry, facts in rows
                        if 0 < entry.stamp[0] < now - _RACY
                    ],
                )
        except sqlite3.Error:
            return

    def fresh_for(self) -> list[tuple[str, dict[str, str]]]:
        """Of each output of a tool, by its content: the content of the files that it was last fresh for."""
        try:
            rows = self._db.execute("SELECT content, covered FROM fresh WHERE root = ?", (self._root,)).fetchall()
            return [(content, msgspec.msgpack.decode(covered, type=dict[str, str])) for content, covered in rows]
        except (sqlite3.Error, msgspec.DecodeError):
            return []

    def keep_fresh(self, path: str, content: str, covered: dict[str, str]) -> None:
        """Keeps what an output is fresh for; one at the same path before it is forgotten."""
        row = (self._root, path, content, msgspec.msgpack.encode(covered))
        try:
            with self._db:
                self._db.execute("INSERT OR REPLACE INTO fresh VALUES (?, ?, ?, ?)", row)
        except sqlite3.Error:
            return

    def close(self) -> None:
        self._db.close()


def _short(text: str) -> str:
    from hashlib import sha256

    return sha256(text.encode()).hexdigest()[:12]
