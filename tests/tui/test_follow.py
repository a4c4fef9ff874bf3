"""Files that really change, watched by the system."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from healthtui.tui.look.follow import Follower


class Heard:
    def __init__(self) -> None:
        self._count = threading.Semaphore(0)

    def __call__(self) -> None:
        self._count.release()

    def once(self, seconds: float = 5.0) -> bool:
        """Waits for a call; all that came with it are one."""
        was_heard = self._count.acquire(timeout=seconds)
        while self._count.acquire(timeout=0.3):
            pass
        return was_heard


@pytest.fixture
def heard(tmp_path: Path) -> Iterator[Heard]:
    heard = Heard()
    follower = Follower([tmp_path / "config", tmp_path / "config" / "themes"], heard)
    follower.start()
    yield heard
    follower.stop()


def test_folders_that_are_made_later_are_followed(tmp_path: Path, heard: Heard) -> None:
    (tmp_path / "config").mkdir()
    assert heard.once()
    (tmp_path / "config" / "config.toml").write_text("a = 1")
    assert heard.once()
    (tmp_path / "config" / "themes").mkdir()
    assert heard.once()
    (tmp_path / "config" / "themes" / "mine.toml").write_text("a = 1")
    assert heard.once()


def test_a_folder_that_was_replaced_is_followed(tmp_path: Path, heard: Heard) -> None:
    (tmp_path / "config").mkdir()
    assert heard.once()
    shutil.rmtree(tmp_path / "config")
    (tmp_path / "config").mkdir()
    assert heard.once()
    (tmp_path / "config" / "config.toml").write_text("a = 1")
    assert heard.once()


def test_a_file_that_is_moved_over_the_old_one_is_a_change(tmp_path: Path, heard: Heard) -> None:
    (tmp_path / "config").mkdir()
    assert heard.once()
    (tmp_path / "new").write_text("a = 1")
    (tmp_path / "new").replace(tmp_path / "config" / "config.toml")
    assert heard.once()


def test_other_files_and_mere_reading_are_none(tmp_path: Path, heard: Heard) -> None:
    (tmp_path / "config").mkdir()
    (tmp_path / "config" / "config.toml").write_text("a = 1")
    assert heard.once()
    (tmp_path / "config" / "config.toml").read_text()
    (tmp_path / "config" / "notes.txt").write_text("a")
    (tmp_path / "beside.toml").write_text("a = 1")
    assert not heard.once(0.4)
