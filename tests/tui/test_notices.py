"""What happened is said on the last line: one thing at a time, until the next key, and it hides nothing but the keys there."""

from __future__ import annotations

import pytest

from healthtui.engine.verdict import Outcome
from healthtui.tui.hints import Said
from screenshots.acme import acme
from tests.tui.shown import Open

SIZES = [(32, 24), (36, 20), (36, 50), (80, 24), (120, 40), (160, 50)]
PASSES, FAILS = (Outcome.PASS, 1.0, "named"), (Outcome.FAIL, 0.0, "none")
LONG = "The editor said much more than there is room for in one row of any sidebar, and it is all worth reading"


@pytest.mark.parametrize(("width", "height"), SIZES)
@pytest.mark.parametrize("keys", [(), ("enter",), ("v",)])
async def test_it_stands_where_the_keys_are_and_hides_nothing_else(
    opened: Open, width: int, height: int, keys: tuple[str, ...]
) -> None:
    async with opened(width, height) as shown:
        await shown.press(*keys)
        before = shown.frame.splitlines()
        shown.app.notify("src/app.ts:18:1", title="Copied")
        await shown.settle()
        after = shown.frame.splitlines()
        assert after[:-1] == before[:-1]
        assert after[-1] == " Copied · src/app.ts:18:1"


async def test_the_next_key_takes_it_back_and_does_what_it_does(opened: Open) -> None:
    async with opened() as shown:
        await shown.press("Y")
        assert shown.said == "Copied: src/app.ts:18:1"
        await shown.press("j")
        assert shown.at == "security.cors"
        assert not shown.said
        assert shown.frame.splitlines()[-1].startswith(" ↵ Open")


async def test_a_new_one_takes_the_place_of_the_old_one(opened: Open) -> None:
    async with opened() as shown:
        await shown.press("y")
        await shown.receive(acme(security_cors=PASSES))
        assert shown.frame.splitlines()[-1] == " CORS origins passes · In order now"
        assert "Copied" not in shown.frame


@pytest.mark.parametrize("key", ["question_mark", "t", "colon", "v", "X", "s"])
async def test_nothing_is_left_of_it_below_a_window(opened: Open, key: str) -> None:
    async with opened() as shown:
        await shown.press("y", key)
        assert "Copied the" not in shown.frame
        await shown.press("escape")
        assert not shown.said


async def test_what_happens_while_a_window_hides_the_line_is_read_after_it(opened: Open) -> None:
    async with opened(36, 24) as shown:
        await shown.press("question_mark")
        await shown.receive(acme(security_cors=PASSES))
        await shown.press("escape")
        assert "CORS origins passes" in shown.frame
        await shown.press("j")
        assert "CORS origins passes" not in shown.frame


@pytest.mark.parametrize(("width", "height"), SIZES)
async def test_an_answer_that_is_long_takes_more_rows_and_the_chosen_row_stays_in_sight(
    opened: Open, width: int, height: int
) -> None:
    async with opened(width, height) as shown:
        await shown.press("G")
        shown.app.notify(LONG, title="The editor did not open")
        await shown.settle()
        assert "The editor did not open" in shown.frame
        assert "The editor said much more" in " ".join(shown.frame.split())
        assert "▌    ? Coverage" in shown.frame or "▌  ? Coverage" in shown.frame
        await shown.press("k")
        assert "The editor" not in shown.frame


async def test_news_never_takes_more_than_a_row(opened: Open) -> None:
    async with opened() as shown:
        before = shown.frame.splitlines()
        shown.app.say(Said("CORS origins passes", LONG, rows=1))
        await shown.settle()
        assert shown.frame.splitlines() == [*before[:-1], " CORS origins passes"]


async def test_a_click_on_it_takes_it_back_and_does_no_more(opened: Open) -> None:
    async with opened() as shown:
        await shown.press("Y")
        await shown.pilot.click(offset=(2, 49))
        await shown.settle()
        assert shown.frame.splitlines()[-1].startswith(" ↵ Open")
        assert "FIX FIRST" in shown.frame


async def test_a_failure_and_a_pass_are_counted_and_the_score_is_told(opened: Open) -> None:
    async with opened(80, 24) as shown:
        await shown.receive(acme(security_cors=PASSES, security_headers=FAILS, structure_config=(Outcome.WARN, 0.8, "10/13")))
        assert shown.frame.splitlines()[-1] == " 1 now fails, 1 now passes · 75 → 78"


async def test_a_burst_says_what_it_has_come_to(opened: Open) -> None:
    async with opened(80, 24) as shown:
        await shown.receive(acme(security_cors=PASSES, security_rate_limiting=PASSES))
        assert shown.said == "2 now pass: 75 → 86"
        await shown.receive(acme(security_rate_limiting=PASSES, security_headers=FAILS))
        assert shown.said == "2 now fail, 1 now passes: 75 → 77"


async def test_text_of_the_repository_is_no_markup_and_no_escape(opened: Open) -> None:
    async with opened(80, 24) as shown:
        shown.app.notify("[red]x[/red]\x1b[31m")
        await shown.settle()
        assert "[red]x[/red]␛[31m" in shown.frame
