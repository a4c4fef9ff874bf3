"""Nothing moves while nothing happens, and what happens is drawn once."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from rich.console import RenderableType
from textual.screen import Screen
from textual.timer import Timer

from healthtui.engine.verdict import Outcome
from healthtui.tui.notices import Notices
from screenshots.acme import acme
from tests.tui.shown import Open, Shown

PASSES, FAILS = (Outcome.PASS, 1.0, "named"), (Outcome.FAIL, 0.0, "1 open")


@contextmanager
def _repaints(shown: Shown, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[object]]:
    """What is drawn meanwhile. `_display` is where Textual hands a frame to the terminal."""
    drawn: list[object] = []
    display = shown.app._display

    def noted(screen: Screen[object], frame: RenderableType | None) -> None:
        if frame is not None:
            drawn.append(frame)
        display(screen, frame)

    monkeypatch.setattr(shown.app, "_display", noted)
    yield drawn


def _timers() -> list[Timer]:
    """Those that tick."""
    found = [one for one in gc.get_objects() if isinstance(one, Timer)]
    return [one for one in found if one._task is not None and not one._task.done() and one._active.is_set()]


@pytest.mark.parametrize("keys", [(), ("enter",), ("slash",), ("question_mark",)])
async def test_idle_is_idle(opened: Open, monkeypatch: pytest.MonkeyPatch, keys: tuple[str, ...]) -> None:
    async with opened(120, 40) as shown:
        await shown.press(*keys)
        with _repaints(shown, monkeypatch) as drawn:
            await shown.pilot.pause(1.5)
            assert not drawn
        assert not _timers()


@pytest.mark.parametrize(("width", "height"), [(36, 50), (80, 24), (120, 40), (160, 50)])
async def test_a_settled_change_is_one_frame(opened: Open, monkeypatch: pytest.MonkeyPatch, width: int, height: int) -> None:
    """Also the first, for which the block of the last run makes itself room, though its colours cool later, and with what is
    said of it."""
    async with opened(width, height) as shown:
        with _repaints(shown, monkeypatch) as drawn:
            for said in ("9/13", "10/13"):
                await shown.receive(acme(structure_config=(Outcome.WARN, 0.7, said)))
                assert len(drawn) == 1
                assert said in shown.frame
                drawn.clear()
            await shown.receive(acme(structure_config=PASSES))
            assert len(drawn) == 1
            assert shown.said


async def test_the_tint_and_the_notice_end(opened: Open) -> None:
    async with opened(36, 50) as shown:
        await shown.receive(acme(security_cors=PASSES))
        assert _timers()
        await shown.pilot.pause(6.0)
        assert "CORS origins passes" not in shown.frame
        assert not _timers()


async def test_the_same_card_again_moves_nothing(opened: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    async with opened(36, 50) as shown:
        await shown.press("G", "k", "k")
        at, frame = shown.at, shown.frame
        await shown.receive(acme())
        assert (shown.at, shown.frame) == (at, frame)


async def test_the_detail_keeps_its_scroll_while_its_check_changes(opened: Open) -> None:
    async with opened(36, 24) as shown:
        await shown.press("enter", "pagedown")
        top = shown.frame.splitlines()[0]
        await shown.receive(acme(structure_config=(Outcome.WARN, 0.7, "9/13")))
        assert shown.frame.splitlines()[0] == top


def test_a_pass_is_told_the_first_time_and_a_failure_each_time() -> None:
    notices, good, bad = Notices(), acme(security_cors=PASSES), acme(security_cors=FAILS)
    told = [notices.of(before, after, now) for now, (before, after) in enumerate([(bad, good), (good, bad), (bad, good)], 1)]
    assert [one.title if one else "" for one in told] == ["CORS origins passes", "CORS origins fails", ""]


def test_what_follows_soon_joins_what_was_told() -> None:
    notices, first = Notices(), acme()
    second = acme(security_cors=PASSES)
    third = acme(security_cors=PASSES, security_headers=FAILS)
    assert notices.of(first, second, 10.0)
    joined = notices.of(second, third, 12.0)
    assert joined is not None
    assert (joined.title, joined.text) == ("1 now fails, 1 now passes", "75 → 77")
    alone = notices.of(third, second, 60.0), notices.of(second, third, 60.5)
    assert alone[0] is not None
    assert alone[0].title == "Security headers passes"


def test_what_begins_to_apply_and_passes_is_no_news_of_failure() -> None:
    known, unknown = acme(testing_coverage=PASSES), acme()
    notice = Notices().of(unknown, known, 1.0)
    assert notice is not None
    assert notice.title == "Coverage passes"
    assert Notices().of(known, unknown, 1.0) is None
