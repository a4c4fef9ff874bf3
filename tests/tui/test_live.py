"""A card that changes while it is looked at."""

from __future__ import annotations

import pytest
from textual.strip import Strip

from healthtui.engine.verdict import Outcome
from healthtui.tui.card.card import CardList
from healthtui.tui.card.rows import Row
from healthtui.tui.source import Change, Phase, Status
from screenshots.acme import AcmeSource, acme
from tests.tui.shown import Open, Shown

NAMED = (Outcome.PASS, 1.0, "named")


async def test_the_cursor_stays_on_its_check_and_on_its_line(opened: Open) -> None:
    async with opened(36, 24) as shown:
        await shown.press("G", "k", "k", "k", "k")
        before, line = shown.at, _line_of(shown, "Pagination")
        await shown.receive(acme(structure_layout=(Outcome.FAIL, 0.0, "3/8"), structure_repositories=(Outcome.FAIL, 0, "1/22")))
        assert shown.at == before
        assert _line_of(shown, "Pagination") == line


def _line_of(shown: Shown, text: str) -> int:
    return next(index for index, line in enumerate(shown.frame.splitlines()) if text in line)


async def test_what_was_mended_stays_in_sight(opened: Open) -> None:
    async with opened() as shown:
        await shown.receive(acme(security_cors=NAMED))
        assert "✓ CORS origins           named" in shown.frame
        assert "▲ 5.3" in shown.frame
        await shown.press("f", "f", "f", "f", "f")
        assert "✓ CORS origins" not in shown.frame, "until the view changes"


async def test_changed_rows_are_tinted_and_no_others(opened: Open) -> None:
    async with opened() as shown:
        await shown.receive(acme(security_cors=NAMED))
        assert shown.app.board.query_one(CardList).fresh == {("security.cors", ".")}


async def test_nothing_is_tinted_without_animations(opened: Open) -> None:
    async with opened() as shown:
        shown.app.animation_level = "none"
        await shown.receive(acme(security_cors=NAMED))
        assert not shown.app.board.query_one(CardList).fresh


async def test_only_the_changed_rows_are_drawn_again(opened: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    async with opened() as shown:
        listed = shown.app.board.query_one(CardList)
        drawn: list[str] = []
        draw = listed._draw

        def noted(face: tuple[Row, int, str]) -> Strip:
            drawn.append(face[0].key[0])
            return draw(face)

        monkeypatch.setattr(listed, "_draw", noted)
        await shown.receive(acme(structure_config=(Outcome.WARN, 0.7, "9/13")))
        assert sorted(drawn) == ["structure", "structure.config"]


async def test_a_first_pass_is_told(opened: Open) -> None:
    async with opened() as shown:
        await shown.receive(acme(security_cors=NAMED))
        assert "CORS origins passes" in shown.frame


async def test_a_new_failure_is_told_and_a_smaller_change_is_not(opened: Open) -> None:
    async with opened() as shown:
        await shown.receive(acme(structure_config=(Outcome.WARN, 0.6, "7/13")))
        assert not shown.said
        await shown.receive(acme(security_headers=(Outcome.FAIL, 0.0, "none")))
        assert "Security headers fails" in shown.frame


async def test_a_burst_is_one_notice(opened: Open) -> None:
    async with opened() as shown:
        await shown.receive(acme(security_cors=NAMED, security_rate_limiting=NAMED, errors_central_handler=(Outcome.FAIL, 0, "")))
        assert " 1 now fails, 2 now pass" in shown.frame.splitlines()[-1]
        assert shown.said == "1 now fails, 2 now pass: 75 → 81"


async def test_before_the_first_card_there_is_a_skeleton(opened: Open) -> None:
    async with opened(source=AcmeSource(None, Status(Phase.SCANNING, done=40, total=200))) as shown:
        assert "Reading 40 of 200 files" in shown.frame
        assert "╌╌╌╌╌╌╌╌" in shown.frame
        await shown.receive(acme())
        assert "Reading" not in shown.frame
        assert shown.at == "security.rate-limiting"


@pytest.mark.parametrize(
    ("status", "said"),
    [
        (Status(Phase.LIVE, is_polling=True), "● polling"),
        (Status(Phase.LIVE, half_written="src/app.ts:2"), "◌ app.ts:2 half written"),
        (Status(Phase.LIVE, half_written=f"src/{'long-' * 9}name.ts:2"), " ◌ half written"),
        (Status(Phase.LIVE, note="Too few watches: sweeping"), "Too few watches: sweeping"),
        (Status(Phase.LIVE, unfollowed="healthtui.toml cannot be read"), "healthtui.toml cannot be read"),
        (Status(Phase.GONE), "The folder is no longer there"),
        (Status(Phase.PAUSED, waiting=0), "‖ paused"),
        (Status(Phase.SCANNING, done=1, total=4), "◌ 25 %"),
    ],
)
async def test_how_the_watching_goes_is_said(opened: Open, status: Status, said: str) -> None:
    async with opened() as shown:
        shown.source.on_status(status)
        await shown.settle()
        assert said in " ".join(shown.frame.split())
        assert "FIX FIRST" in shown.frame, "the old card stays"


async def test_the_card_of_the_last_run_stands_until_the_first_true_one(opened: Open) -> None:
    source = AcmeSource(None, Status(Phase.SCANNING, done=1, total=4))
    source.last_card = acme()
    async with opened(source=source) as shown:
        assert "last run 25 %" in shown.frame
        assert "✗ CORS origins" in shown.frame
        await shown.receive(acme(security_cors=NAMED))
        source.on_status(Status(Phase.LIVE))
        await shown.settle()
        assert "● live" in shown.frame
        assert "▲ 5.3" not in shown.frame, "counted from this session's first card"
        assert "CORS origins           named" not in shown.frame, "it was mended before"
        assert not shown.said
        await shown.receive(acme())
        assert "▼ 5.3" in shown.frame


async def test_what_a_scan_finds_out_by_itself_is_no_gain(opened: Open) -> None:
    async with opened() as shown:
        shown.source.on_card(acme(security_cors=NAMED), Change(("src/app.ts",), 0.1, is_news=True))
        shown.source.on_card(acme(security_cors=NAMED, testing_results=NAMED), Change())
        await shown.settle()
        assert "▲ 5.3" in shown.frame, "as before the second"
        assert "✓ CORS origins" in shown.frame, "what was mended stays in sight"
        assert "Tests pass" not in shown.frame, "and what was merely not known yet does not"
        await shown.press("f", "f", "f")
        assert "CORS origins" in shown.frame
        assert "Tests pass" not in shown.frame
