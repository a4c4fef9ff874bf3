"""The card of the run before: there at once where it fits, and never in the way where it does not."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec
import pytest

from healthtui.live import last_card
from healthtui.live.last_card import keep_card, recall_card
from healthtui.live.late import LateSession
from healthtui.live.status import Phase, Status
from screenshots.acme import acme

ROOT = Path("/srv/acme-api")
CARD = acme()


@pytest.fixture
def cards(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where cards are kept."""
    monkeypatch.setattr(last_card, "user_cache_path", lambda _name: tmp_path)
    return tmp_path / "cards"


def _only(cards: Path) -> Path:
    (file,) = cards.iterdir()
    return file


def test_it_comes_back_as_it_was(cards: Path) -> None:
    keep_card(ROOT, CARD)
    assert recall_card(ROOT) == CARD
    assert recall_card(ROOT / "packages") is None


@pytest.mark.usefixtures("cards")
def test_without_one_there_is_none() -> None:
    assert recall_card(ROOT) is None


@pytest.mark.parametrize("data", [b"", b"\xc1", b"\x93" * 100_000, b"not a card", msgspec.msgpack.encode({"root": 1})])
def test_anything_else_that_is_there_is_ignored(cards: Path, data: bytes) -> None:
    keep_card(ROOT, CARD)
    _only(cards).write_bytes(data)
    assert recall_card(ROOT) is None


def test_a_card_that_is_cut_short_is_ignored(cards: Path) -> None:
    keep_card(ROOT, CARD)
    file = _only(cards)
    file.write_bytes(file.read_bytes()[:-100])
    assert recall_card(ROOT) is None


def test_the_card_of_another_folder_or_version_is_ignored(cards: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    keep_card(ROOT, CARD)
    file = _only(cards)
    keep_card(Path("/srv/other"), CARD)
    (other,) = set(cards.iterdir()) - {file}
    other.replace(file)
    assert recall_card(ROOT) is None
    keep_card(ROOT, CARD)
    monkeypatch.setattr(last_card, "__version__", "9.9.9")
    assert recall_card(ROOT) is None


def test_there_are_never_many(cards: Path) -> None:
    for number in range(last_card._MOST_FILES + 3):
        keep_card(Path(f"/srv/{number}"), CARD)
    assert len(list(cards.iterdir())) == last_card._MOST_FILES


def test_where_nothing_can_be_kept_nothing_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setattr(last_card, "user_cache_path", lambda _name: tmp_path / "file")
    keep_card(ROOT, CARD)
    assert recall_card(ROOT) is None


@pytest.mark.usefixtures("cards")
def test_a_session_keeps_its_card_for_the_next(watched: Any) -> None:
    watched.write("src/app.ts", "import express from 'express';\n")
    watched.until(lambda: "src/app.ts" in watched.cards[-1][1].paths if watched.cards else False)
    watched.quiet()
    late = LateSession(watched.root)
    assert late.last_card == watched.card


@pytest.mark.usefixtures("cards")
def test_what_is_asked_before_the_session_is_open_is_done_then(watched_bare: Any) -> None:
    watched_bare.write("package.json", '{"name": "acme"}')
    watched_bare.session = LateSession(watched_bare.root)
    watched_bare.session.pause()
    assert watched_bare.session.excerpt("package.json", 1, 1) == []
    watched_bare.start()
    watched_bare.until(lambda: Status(Phase.PAUSED) in watched_bare.statuses)
    assert watched_bare.session.excerpt("package.json", 1, 1) != []


@pytest.mark.usefixtures("cards")
def test_a_folder_that_cannot_be_opened_is_said(tmp_path: Path, watched_bare: Any) -> None:
    watched_bare.session = LateSession(tmp_path / "nowhere")
    watched_bare.start()
    watched_bare.until(lambda: bool(watched_bare.statuses))
    assert "nowhere" in watched_bare.status.note


def test_a_folder_that_no_backend_is_as_large_as_is_said_and_not_watched(
    watched_bare: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("healthtui.tree.walk.MOST_NAMES", 3)
    home = tmp_path / "home"
    home.mkdir()
    for name in ("package.json", "a.js", "b.js", "c.js"):
        (home / name).write_text("{}")
    watched_bare.session = LateSession(home)
    watched_bare.start()
    watched_bare.until(lambda: bool(watched_bare.statuses))
    assert watched_bare.status.note.startswith(f"{home} holds more than 100,000 files and folders and is in no git repository")
    watched_bare.quiet()
    assert watched_bare.cards == [] and len(watched_bare.statuses) == 1
