"""Facts by content, and the files as they were last seen: one SQLite file in the user's cache folder.

Safe to delete at any time; a damaged one is begun again. Nothing in it is a secret.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable, Iterable
from hashlib import sha256
from pathlib import Path
from typing import Any, TypeVar

import msgspec
import platformdirs

from healthtui.derive.store import FileFacts
from healthtui.engine.reading import VERSION
from healthtui.facts.history import ScannedHistory, SecretVersion
from healthtui.tree.base import Entry

_SCHEMA = """
PRAGMA journal_mode = WAL;
PRAGMA synchronous = OFF;
CREATE TABLE IF NOT EXISTS facts (content TEXT, name TEXT, written REAL, facts BLOB, UNIQUE (content, name));
CREATE INDEX IF NOT EXISTS by_age ON facts (written);
CREATE TABLE IF NOT EXISTS files (
    root TEXT, name TEXT, mtime INTEGER, size INTEGER, inode INTEGER, content TEXT, PRIMARY KEY (root, name)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS commits (id TEXT PRIMARY KEY, versions BLOB) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS histories (head TEXT, root TEXT, history BLOB, PRIMARY KEY (head, root)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS fresh (root TEXT, path TEXT, content TEXT, covered BLOB, PRIMARY KEY (root, path)) WITHOUT ROWID;
"""
_pack, _unpack = msgspec.msgpack.Encoder().encode, msgspec.msgpack.Decoder(FileFacts).decode
_unpack_covered = msgspec.msgpack.Decoder(dict[str, str]).decode
_unpack_versions = msgspec.msgpack.Decoder(tuple[SecretVersion, ...]).decode
_unpack_history = msgspec.msgpack.Decoder(ScannedHistory).decode
T = TypeVar("T")


def cache_folder() -> Path:
    """The user's cache folder for this tool; it need not exist."""
    return Path(platformdirs.user_cache_dir("healthtui"))


def cache_file(folder: Path) -> Path:
    """The database of this version."""
    return folder / f"facts-{sha256((_SCHEMA + VERSION).encode()).hexdigest()[:12]}.db"


class Cache:
    """Facts of files seen before. Every failure of the database is a miss, never an error of the scan."""

    def __init__(self, root: str, folder: Path | None = None) -> None:
        self._root = root
        self._file = cache_file(folder or cache_folder())
        self._db = self._open()

    def known(self, entries: Iterable[Entry]) -> dict[str, FileFacts]:
        """The facts of the files that have not changed since they were read."""
        rows = self._rows(
            "SELECT files.name, mtime, size, inode, facts FROM files"
            " JOIN facts ON facts.content = files.content AND facts.name = files.name WHERE root = ?",
        )
        seen = {(name, (mtime, size, inode)): facts for name, mtime, size, inode, facts in rows}
        found = {entry.path: seen.get((_name(entry), entry.stamp)) for entry in entries}
        return self._try(lambda: {path: _unpack(facts) for path, facts in found.items() if facts is not None}, {})

    def by_content(self, entries: Iterable[Entry]) -> dict[str, FileFacts]:
        """The facts of files whose content id is known without reading them, as in a commit."""
        query = "SELECT facts FROM facts WHERE content = ? AND name = ?"

        def rows() -> dict[str, FileFacts]:
            found = {one.path: self._db.execute(query, (one.content_id, _name(one))).fetchone() for one in entries}
            return {path: _unpack(row[0]) for path, row in found.items() if row}

        return self._try(rows, {})

    def store(self, read: Iterable[tuple[Entry, FileFacts]], settled_before: int) -> None:
        """Keeps what was read, in one transaction. A file modified after `settled_before` (ns) is not known by its
        stamp: it may be written again with the same one."""
        now = time.time()
        rows = list(read)
        facts = [(facts.content_id, _name(entry), now, _pack(facts)) for entry, facts in rows]
        files = [
            (self._root, _name(entry), *entry.stamp, facts.content_id)
            for entry, facts in rows
            if 0 < entry.stamp[0] < settled_before
        ]
        self._write("INSERT OR REPLACE INTO facts VALUES (?, ?, ?, ?)", facts)
        self._write("INSERT OR REPLACE INTO files VALUES (?, ?, ?, ?, ?, ?)", files)

    def fresh_for(self) -> list[tuple[str, dict[str, str]]]:
        """Of each output of a tool, by its content: the content of the files that it was last fresh for."""
        rows = self._rows("SELECT content, covered FROM fresh WHERE root = ?")
        return self._try(lambda: [(content, _unpack_covered(covered)) for content, covered in rows], [])

    def keep_fresh(self, path: str, content: str, covered: dict[str, str]) -> None:
        """Keeps what an output is fresh for; one at the same path before it is forgotten."""
        row = (self._root, path, content, msgspec.msgpack.encode(covered))
        self._write("INSERT OR REPLACE INTO fresh VALUES (?, ?, ?, ?)", [row])

    def versions(self, commits: Iterable[str]) -> dict[str, tuple[SecretVersion, ...]]:
        """Of each commit that was read before, the versions of files with secrets that it brought."""
        query = "SELECT versions FROM commits WHERE id = ?"

        def rows() -> dict[str, tuple[SecretVersion, ...]]:
            found = {commit: self._db.execute(query, (commit,)).fetchone() for commit in commits}
            return {commit: _unpack_versions(row[0]) for commit, row in found.items() if row}

        return self._try(rows, {})

    def keep_versions(self, found: dict[str, tuple[SecretVersion, ...]]) -> None:
        rows = [(commit, msgspec.msgpack.encode(versions)) for commit, versions in found.items()]
        self._write("INSERT OR REPLACE INTO commits VALUES (?, ?)", rows)

    def history(self, commit: str) -> ScannedHistory | None:
        """The whole history of a commit, where it was read to its end."""
        query = "SELECT history FROM histories WHERE head = ? AND root = ?"

        def row() -> ScannedHistory | None:
            found = self._db.execute(query, (commit, self._root)).fetchone()
            return _unpack_history(found[0]) if found else None

        return self._try(row, None)

    def keep_history(self, history: ScannedHistory) -> None:
        """Keeps a whole history; that of another commit of the repository is forgotten."""
        self._write("DELETE FROM histories WHERE root = ?", [(self._root,)])
        self._write(
            "INSERT OR REPLACE INTO histories VALUES (?, ?, ?)", [(history.commit, self._root, msgspec.msgpack.encode(history))]
        )

    def close(self) -> None:
        self._db.close()

    def _rows(self, query: str) -> list[tuple[Any, ...]]:
        """What a query says of the repository."""
        rows: list[tuple[Any, ...]] = self._try(lambda: self._db.execute(query, (self._root,)).fetchall(), [])
        return rows

    def _write(self, statement: str, rows: list[tuple[Any, ...]]) -> None:
        def write() -> None:
            with self._db:
                self._db.executemany(statement, rows)

        if rows:
            self._try(write, None)

    def _try(self, work: Callable[[], T], otherwise: T) -> T:
        try:
            return work()
        except sqlite3.OperationalError:  # held by another process, a full disk
            return otherwise
        except (sqlite3.DatabaseError, msgspec.MsgspecError):
            self._begin_again()
            return otherwise

    def _open(self) -> sqlite3.Connection:
        try:
            self._file.parent.mkdir(parents=True, exist_ok=True)
            return _connected(str(self._file))
        except sqlite3.OperationalError:
            return _connected(":memory:")
        except (sqlite3.DatabaseError, OSError):
            return self._anew()

    def _begin_again(self) -> None:
        self._db.close()
        self._db = self._anew()

    def _anew(self) -> sqlite3.Connection:
        try:
            for suffix in ("", "-wal", "-shm"):
                self._file.with_name(self._file.name + suffix).unlink(missing_ok=True)
            return _connected(str(self._file))
        except (sqlite3.Error, OSError):
            return _connected(":memory:")


def _connected(file: str) -> sqlite3.Connection:
    db = sqlite3.connect(file, timeout=1, check_same_thread=False)
    try:
        db.executescript(_SCHEMA)
    except sqlite3.Error:
        db.close()
        raise
    return db


def _name(entry: Entry) -> str:
    """Under what a file is kept: of an ignored one fewer facts are read."""
    return f"ignored:{entry.path}" if entry.is_ignored else entry.path
