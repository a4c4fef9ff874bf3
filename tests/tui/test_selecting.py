"""Text is selected with the mouse, and copied; the chosen row of a list has a mark."""

from __future__ import annotations

import pytest
from textual.widget import Widget

from healthtui.tui.card.card import CardList
from healthtui.tui.detail.evidence import EvidenceList
from tests.tui.shown import Open, Shown


async def _drag(shown: Shown, kind: type[Widget], start: tuple[int, int], end: tuple[int, int]) -> None:
    await shown.pilot.mouse_down(kind, offset=start)
    await shown.pilot.hover(kind, offset=end)
    await shown.pilot.mouse_up(kind, offset=end)
    await shown.settle()


async def test_rows_of_the_card_are_selected_and_copied(opened: Open) -> None:
    async with opened(36, 50) as shown:
        listed = shown.app.board.query_one(CardList)
        first, second = (shown.app.board.query_one(CardList).render_line(y).text for y in (1, 2))
        at, before = shown.at, shown.frame
        await _drag(shown, CardList, (7, 1), (12, 2))
        assert shown.at == at, "the end of a selection is no click"
        await shown.press("ctrl+c")
        assert shown.app.clipboard == f"{first[7:].rstrip()}\n{second[:13]}"
        assert listed.text_selection
        await shown.pilot.click(CardList, offset=(7, 1))
        assert not listed.text_selection
        assert shown.frame != before, "and a click is a click again"


async def test_places_are_selected_and_copied(opened: Open) -> None:
    async with opened(120, 40) as shown:
        line = shown.app.board.query_one(EvidenceList).render_line(0).text
        await _drag(shown, EvidenceList, (1, 0), (8, 0))
        await shown.press("ctrl+c")
        assert shown.app.clipboard == line[1:9]


@pytest.mark.parametrize("kind", [CardList, EvidenceList])
async def test_a_double_click_opens_and_selects_nothing(opened: Open, kind: type[Widget]) -> None:
    async with opened(120, 40) as shown:
        await shown.pilot.double_click(kind, offset=(8, 0))
        await shown.settle()
        assert not shown.app.board.get_selected_text()


async def test_what_is_selected_is_seen(opened: Open) -> None:
    async with opened(36, 50) as shown:
        before = shown.picture
        await _drag(shown, CardList, (7, 1), (12, 2))
        assert shown.picture != before


async def test_any_text_is_selected_and_copied(opened: Open) -> None:
    async with opened(120, 40) as shown:
        row = next(index for index, line in enumerate(shown.frame.splitlines()) if "No limiter is applied" in line)
        column = shown.frame.splitlines()[row].index("No limiter")
        await shown.pilot.mouse_down(offset=(column, row))
        await shown.pilot.hover(offset=(column + 10, row))
        await shown.pilot.mouse_up(offset=(column + 10, row))
        await shown.press("ctrl+c")
        assert shown.app.clipboard.startswith("No limiter")
        await shown.press("escape")
        assert not shown.app.board.selections, "out of the selection first"


async def test_the_chosen_row_is_told_without_colour(opened: Open) -> None:
    async with opened(36, 50) as shown:
        assert "▌    ✗ Rate limiting" in shown.frame
        await shown.press("enter", "j")
        assert "▌src/routes/auth.ts:9" in shown.frame
        await shown.press("escape", "t", "j")
        assert "▌paper" in shown.frame
