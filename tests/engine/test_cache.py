"""The cache never makes a scan fail, nor say of a file what was true of another."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import msgspec
import pytest

from healthtui.derive.store import FileFacts
from healthtui.engine.cache import Cache
from healthtui.tree.base import Entry

FACTS = FileFacts("content", {"Manifest": b"facts"})
ENTRY = Entry("package.json", 10, (1_000, 10, 7), "", True, False)
NOW = 10_000


def database(folder: Path) -> Path:
    (file,) = folder.glob("facts-*.db")
    return file


def test_a_file_is_known_by_its_stamp(tmp_path: Path) -> None:
    Cache("/repo", tmp_path).store([(ENTRY, FACTS)], NOW)
    cache = Cache("/repo", tmp_path)
    assert cache.known([ENTRY]) == {ENTRY.path: FACTS}
    assert cache.known([msgspec.structs.replace(ENTRY, stamp=(1_001, 10, 7))]) == {}
    assert Cache("/other", tmp_path).known([ENTRY]) == {}


def test_a_file_is_known_by_its_content(tmp_path: Path) -> None:
    cache = Cache("/repo", tmp_path)
    cache.store([(ENTRY, FACTS)], NOW)
    committed = Entry(ENTRY.path, 10, (0, 10, 0), "content", True, False)
    assert cache.by_content([committed]) == {ENTRY.path: FACTS}
    assert cache.by_content([msgspec.structs.replace(committed, content_id="other")]) == {}


def test_a_file_that_was_just_modified_is_not_known_by_its_stamp(tmp_path: Path) -> None:
    cache = Cache("/repo", tmp_path)
    cache.store([(ENTRY, FACTS)], ENTRY.stamp[0])
    assert cache.known([ENTRY]) == {}


def test_what_was_read_of_an_ignored_file_is_not_taken_for_the_whole(tmp_path: Path) -> None:
    cache = Cache("/repo", tmp_path)
    cache.store([(msgspec.structs.replace(ENTRY, is_ignored=True), FACTS)], NOW)
    assert cache.known([ENTRY]) == {}


@pytest.mark.parametrize("damage", [b"", b"no database at all" * 1000])
def test_a_damaged_database_is_begun_again(tmp_path: Path, damage: bytes) -> None:
    Cache("/repo", tmp_path).close()
    database(tmp_path).write_bytes(damage)
    cache = Cache("/repo", tmp_path)
    assert cache.known([ENTRY]) == {}
    cache.store([(ENTRY, FACTS)], NOW)
    assert cache.known([ENTRY]) == {ENTRY.path: FACTS}


def test_damaged_facts_are_a_miss(tmp_path: Path) -> None:
    cache = Cache("/repo", tmp_path)
    cache.store([(ENTRY, FACTS)], NOW)
    with sqlite3.connect(database(tmp_path)) as db:
        db.execute("UPDATE facts SET facts = ?", (b"\xc1",))
    db.close()
    assert cache.known([ENTRY]) == {}
    cache.store([(ENTRY, FACTS)], NOW)
    assert cache.known([ENTRY]) == {ENTRY.path: FACTS}


def test_a_folder_that_cannot_be_made_is_no_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    cache = Cache("/repo", tmp_path / "file" / "cache")
    cache.store([(ENTRY, FACTS)], NOW)
    assert cache.known([ENTRY]) == {ENTRY.path: FACTS}


def test_a_database_that_another_process_holds_is_left_alone(tmp_path: Path) -> None:
    cache = Cache("/repo", tmp_path)
    cache.store([(ENTRY, FACTS)], NOW)
    with sqlite3.connect(database(tmp_path), isolation_level=None) as holder:
        holder.execute("BEGIN EXCLUSIVE")
        cache.store([(msgspec.structs.replace(ENTRY, path="other.json"), FACTS)], NOW)
        holder.execute("ROLLBACK")
    holder.close()
    assert cache.known([ENTRY]) == {ENTRY.path: FACTS}
