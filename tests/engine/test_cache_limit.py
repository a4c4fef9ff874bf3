"""The cache stays small, whoever else is using it, and nobody waits for that."""

from __future__ import annotations

import os
import time
from pathlib import Path

import msgspec
import pytest

from healthtui.derive.store import FileFacts
from healthtui.engine import cache_limit
from healthtui.engine.cache import Cache, cache_file
from healthtui.engine.cache_limit import prune, prune_beside
from healthtui.tree.base import Entry

ENTRY = Entry("package.json", 10, (1_000, 10, 7), "", True, False)
NOW = 10_000
DAY = 24 * 3600


def stored(cache: Cache, names: list[str], size: int = 10) -> list[Entry]:
    """Facts of so many bytes for each name, written one after the other."""
    entries = [msgspec.structs.replace(ENTRY, path=name) for name in names]
    for entry in entries:
        cache.store([(entry, FileFacts(f"content of {entry.path}", {"Manifest": b"x" * size}))], NOW)
    return entries


def other_version(folder: Path, name: str, days: float, size: int = 10) -> Path:
    file = folder / f"facts-{name}.db"
    for part in ("", "-wal", "-shm"):
        beside = folder / f"facts-{name}.db{part}"
        beside.write_bytes(b"x" * size)
        os.utime(beside, (time.time() - days * DAY,) * 2)
    return file


def test_what_was_written_long_ago_is_forgotten(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cache = Cache("/repo", tmp_path)
    entries = stored(cache, ["package.json"])
    prune(tmp_path)
    assert len(cache.known(entries)) == 1
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now + 31 * DAY)
    prune(tmp_path)
    assert cache.known(entries) == {}


def test_the_oldest_goes_where_there_is_too_much(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache_limit, "MOST_BYTES", 1_000_000)
    cache = Cache("/repo", tmp_path)
    entries = stored(cache, [f"{number}.json" for number in range(40)], 50_000)
    prune(tmp_path)  # beside the one that is open
    left = list(cache.known(entries))
    assert 5 < len(left) < 20
    assert left == [entry.path for entry in entries[-len(left) :]]
    assert sum(file.stat().st_size for file in tmp_path.iterdir()) < 1_300_000
    assert len(cache.known(stored(cache, ["new.json"]))) == 1


def test_databases_of_other_versions_go_with_what_is_beside_them(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    Cache("/repo", tmp_path).close()
    old, recent = other_version(tmp_path, "old", 31), other_version(tmp_path, "recent", 1)
    prune(tmp_path)
    assert {file.name for file in tmp_path.iterdir() if "old" in file.name} == set()
    assert recent.exists() and not old.exists()
    monkeypatch.setattr(cache_limit, "MOST_BYTES", 1_000_000)
    older = other_version(tmp_path, "older", 2, 600_000)
    prune(tmp_path)
    assert recent.exists() and not older.exists() and cache_file(tmp_path).exists()


def test_a_database_that_cannot_be_read_is_left_to_the_next_scan(tmp_path: Path) -> None:
    cache_file(tmp_path).write_bytes(b"no database at all" * 1000)
    prune(tmp_path)
    prune(tmp_path / "none")


def test_it_is_looked_at_once_a_day(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache_limit, "cache_folder", lambda: tmp_path)
    old = other_version(tmp_path, "old", 31)
    thread = prune_beside()
    assert thread is not None
    thread.join()
    assert not old.exists()
    assert prune_beside() is None
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now + 1.1 * DAY)
    later = prune_beside(daemon=True)
    assert later is not None and later.daemon
    later.join()
