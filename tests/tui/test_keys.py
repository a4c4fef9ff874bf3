"""What each key does."""

from __future__ import annotations

from pathlib import Path

import pytest

from docs.keys import PAGE, page
from healthtui.engine.verdict import Outcome
from healthtui.tui.actions import ACTIONS
from healthtui.tui.card.card import CardList
from healthtui.tui.keymap import wrong_keys
from screenshots.acme import AcmeSource, acme
from tests.tui.shown import Open


async def test_it_starts_at_what_adds_the_most(opened: Open) -> None:
    async with opened() as shown:
        assert shown.at == "security.rate-limiting"


async def test_moving_by_letter_arrow_and_end(opened: Open) -> None:
    async with opened() as shown:
        await shown.press("g")
        assert shown.at == "structure"
        await shown.press("k")
        assert shown.at == "structure", "it wraps nowhere"
        await shown.press("j", "down")
        assert shown.at == "structure.config"
        await shown.press("G")
        assert shown.at == "testing.coverage"
        await shown.press("home")
        assert shown.at == "structure"


async def test_n_goes_from_problem_to_problem(opened: Open) -> None:
    async with opened() as shown:
        await shown.press("n")
        assert shown.at == "security.cors"
        await shown.press("n", "n", "n")
        assert shown.at == "errors.structured-logging", "past the section's own row"
        await shown.press("N")
        assert shown.at == "security.audit"


async def test_a_digit_jumps_to_its_section_and_folds_it_the_second_time(opened: Open) -> None:
    async with opened() as shown:
        await shown.press("3")
        assert shown.at == "security"
        await shown.press("3")
        assert "Rate limiting           none" not in shown.frame
        await shown.press("space")
        assert "Rate limiting           none" in shown.frame


async def test_f_goes_through_what_is_listed(opened: Open) -> None:
    async with opened() as shown:
        assert "Standard layout" not in shown.frame
        await shown.press("f")
        assert "shows failing" in shown.frame
        assert "Thin controllers" not in shown.frame
        await shown.press("f")
        assert "shows fail or ?" in shown.frame
        assert "? Coverage" in shown.frame
        await shown.press("f", "f")
        assert "shows all" in shown.frame
        assert "Standard layout" in shown.frame
        await shown.press("f")
        assert "shows" not in shown.frame


async def test_the_lists_have_the_same_names_everywhere(opened: Open) -> None:
    async with opened(120, 40) as shown:
        for name in ("failing", "fail or ?", "changed", "all"):
            await shown.press("f")
            assert f"shows {name}" in shown.frame
        named = "the next list: to mend, failing, fail or ?, changed, all"
        await shown.press("question_mark", *"next list")
        assert "the next list: to mend, failing, " in shown.frame and "fail or ?, changed, all" in shown.frame
        await shown.press("escape", "colon", *"next list")
        assert named in shown.frame


async def test_finding_by_title_by_file_and_inverted(opened: Open) -> None:
    async with opened(36, 60) as shown:
        await shown.press("slash", *"helmet")
        assert "Security headers" not in shown.frame.split("FIX FIRST")[0]
        await shown.press(*["backspace"] * 6, *"headers")
        assert "✓ Security headers" in shown.frame
        await shown.press(*["backspace"] * 7, *"invoice.job")
        assert "Config in one place" in shown.frame
        assert "Pagination" not in shown.frame
        await shown.press("home", "!", "enter")
        assert "▲ Config in one place" not in shown.frame
        assert "Pagination" in shown.frame
        await shown.press("escape")
        assert "▲ Config in one place" in shown.frame


async def test_enter_opens_in_the_cards_place_and_esc_comes_back(opened: Open) -> None:
    async with opened() as shown:
        await shown.press("enter")
        assert shown.frame.startswith(" ‹ security.rate-limiting")
        assert "▸ 18 │ app.use(cors());" in shown.frame
        await shown.press("escape")
        assert "FIX FIRST" in shown.frame
        await shown.press("escape", "escape")
        assert shown.app.is_running, "esc never quits"


async def test_on_a_wide_screen_enter_moves_into_the_evidence(opened: Open) -> None:
    async with opened(120, 40) as shown:
        assert "EVIDENCE · 3" in shown.frame
        await shown.press("enter", "j")
        assert "FIX FIRST" in shown.frame
        await shown.press("Y")
        assert shown.app.clipboard == "src/routes/auth.ts:9:1"


async def test_p_and_r_ask_the_engine(opened: Open) -> None:
    async with opened() as shown:
        await shown.press("p")
        assert "3 wait" in shown.frame
        await shown.press("p", "r", "R")
        assert "live" in shown.frame
        assert shown.source.asked == ["pause", "resume", "look again", "rerun"]


async def test_z_shows_the_pane_alone(opened: Open) -> None:
    async with opened(120, 40) as shown:
        await shown.press("z")
        assert "EVIDENCE" not in shown.frame
        await shown.press("escape", "enter", "z")
        assert "FIX FIRST" not in shown.frame
        assert "EVIDENCE" in shown.frame


async def test_q_stops_the_source(opened: Open) -> None:
    async with opened() as shown:
        await shown.press("q")
        assert shown.app.return_code == 0
    assert shown.source.asked == ["stop"]


async def test_the_mouse_chooses_rows_fixes_and_hints(opened: Open) -> None:
    async with opened() as shown:
        lines = shown.frame.splitlines()
        row = next(index for index, line in enumerate(lines) if "Pagination" in line)
        await shown.pilot.click(offset=(10, row))
        assert shown.at == "database.pagination"
        await shown.pilot.click(offset=(10, next(i for i, line in enumerate(lines) if "CORS" in line)))
        assert shown.at == "security.cors"
        await shown.pilot.click(offset=(lines[-1].index("Open"), len(lines) - 1))
        await shown.settle()
        assert "‹ security.cors" in shown.frame


async def test_sizes_change_while_it_runs(opened: Open) -> None:
    async with opened(36, 50) as shown:
        await shown.pilot.resize_terminal(120, 40)
        await shown.settle()
        assert "FIX FIRST" in shown.frame and "EVIDENCE · 3" in shown.frame
        await shown.pilot.resize_terminal(36, 20)
        await shown.settle()
        assert " 75 B  3✗ 7▲ 3?" in shown.frame
        assert "FIX FIRST" not in shown.frame


async def test_section_shows_what_passes_too(opened: Open) -> None:
    async with opened(120, 40) as shown:
        await shown.press("1")
        assert "✓ Standard layout      7 of the 8 roles have a home" in shown.frame


async def test_a_found_check_is_reached_from_fix_first_though_it_is_folded(opened: Open) -> None:
    async with opened(source=None) as shown:
        await shown.press("3", "3")
        await shown.pilot.click(offset=(10, 7))
        await shown.settle()
        assert shown.at == "security.rate-limiting"
        assert acme().count(Outcome.FAIL) == 3


async def test_a_detail_opened_in_the_sidebar_hides_no_card_on_a_wide_screen(opened: Open) -> None:
    async with opened(36, 50) as shown:
        await shown.press("enter")
        await shown.pilot.resize_terminal(120, 40)
        await shown.settle()
        assert "FIX FIRST" in shown.frame
        assert "EVIDENCE" in shown.frame


async def test_z_in_the_sidebar_hides_nothing(opened: Open) -> None:
    async with opened(36, 50) as shown:
        await shown.press("z", "enter")
        assert "EVIDENCE" in shown.frame


async def test_only_the_frameworks_in_use_are_shown(opened: Open) -> None:
    source = AcmeSource(acme())
    source.sections = {"Do": "```ts\n// Express\nexpress();\n```\n\n```ts\n// NestJS\nnest();\n```\n\n```ts\nany();\n```\n"}
    async with opened(120, 40, source) as shown:
        assert "express();" in shown.frame
        assert "any();" in shown.frame
        assert "nest();" not in shown.frame


async def test_a_search_puts_the_cursor_on_its_first_find(opened: Open) -> None:
    async with opened() as shown:
        await shown.press("slash", *"services tes")
        assert shown.at == "testing.unit"
        assert "Keep" in shown.frame


async def test_help_is_found_by_typing(opened: Open) -> None:
    async with opened() as shown:
        await shown.press("question_mark", *"brief")
        assert "copy the fix brief" in shown.frame
        assert "one down" not in shown.frame
        await shown.press(*"zzz")
        assert "No key does that" in shown.frame
        await shown.press("escape")
        assert "FIX FIRST" in shown.frame


async def test_the_palette_finds_every_action(opened: Open) -> None:
    async with opened() as shown:
        await shown.press("colon")
        assert "Theme" in shown.frame
        await shown.press(*"copy pl", "enter")
        assert shown.app.clipboard == "src/app.ts:18:1"


async def test_a_keymap_replaces_keys_everywhere(opened: Open) -> None:
    async with opened(120, 40, keymap={"copy-place": "c,ctrl+y", "pause": "P"}) as shown:
        assert "P Pause" in shown.frame
        await shown.press("Y")
        assert shown.app.clipboard == ""
        await shown.press("c")
        assert shown.app.clipboard == "src/app.ts:18:1"
        await shown.press("question_mark", *"file:line")
        assert "c ^y" in shown.frame or "c ctrl+y" in shown.frame


def test_ids_and_keys_are_each_of_one_action() -> None:
    assert len({action.id for action in ACTIONS}) == len(ACTIONS)
    assert wrong_keys({action.id: action.keys for action in ACTIONS}) == {}


async def test_a_folded_section_tells_what_it_hides(opened: Open) -> None:
    async with opened() as shown:
        await shown.press("F")
        assert "▌3 ▸ Security  2✗ 2▲ ━━━" in shown.frame


async def test_a_resize_behind_another_screen_is_no_matter(opened: Open) -> None:
    async with opened(120, 40) as shown:
        await shown.press("v")
        await shown.pilot.resize_terminal(36, 50)
        await shown.press("escape")
        assert "EVIDENCE" not in shown.frame
        await shown.press("enter")
        await shown.pilot.resize_terminal(160, 50)
        await shown.settle()
        assert "FIX FIRST" in shown.frame
        assert "EVIDENCE" in shown.frame


def test_the_page_of_keys_is_current() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "python -m docs.keys writes it"


async def test_what_changed_since_the_start_is_a_view(opened: Open) -> None:
    async with opened() as shown:
        await shown.press("f", "f", "f")
        assert "shows changed" in shown.frame
        assert "Nothing changed since the start" in shown.frame
        assert " 1 ▾ Structure" not in shown.frame
        await shown.press("j", "G", "n", "space", "1", "enter", "x", "o", "escape")
        await shown.receive(acme(security_cors=(Outcome.PASS, 1.0, "named")))
        assert "Nothing changed" not in shown.frame
        assert "✓ CORS origins           named" in shown.frame
        assert "shows changed" in shown.frame


async def test_every_action_runs_from_the_palette(opened: Open) -> None:
    async with opened(80, 24) as shown:
        for action in ACTIONS:
            if action.id != "quit":
                await shown.app.board.run_action(action.run)
                await shown.pilot.pause(0.1)
                while len(shown.app.screen_stack) > 2:
                    await shown.app.pop_screen()
        await shown.pilot.pause()
        assert shown.app.is_running


async def test_copying_reaches_the_tool_as_well(opened: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tool = tmp_path / "wl-copy"
    tool.write_text(f"#!/bin/sh\n/bin/cat > '{tmp_path}/copied'\n")
    tool.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    async with opened() as shown:
        await shown.press("Y")
        assert (tmp_path / "copied").read_text() == "src/app.ts:18:1"


async def test_the_cursor_comes_back_to_its_check_when_that_is_listed_again(opened: Open) -> None:
    async with opened() as shown:
        await shown.press("n", "f", "f", "f")
        assert shown.at == ""
        await shown.press("f", "f")
        assert shown.at == "security.cors"


async def test_below_a_section_is_how_many_of_each_verdict_it_has(opened: Open) -> None:
    async with opened() as shown:
        await shown.press("3")
        assert "Security\n 2 ✗  2 ▲  1 ?  3 ✓\n" in shown.frame


async def test_a_section_that_is_jumped_to_comes_with_its_checks(opened: Open) -> None:
    async with opened(36, 24) as shown:
        assert "Coverage" not in shown.frame
        await shown.press("6")
        assert shown.at == "testing"
        assert "? Coverage" in shown.frame


async def test_what_is_listed_is_told_where_there_are_few_rows(opened: Open) -> None:
    async with opened(36, 20) as shown:
        await shown.press("f")
        assert "3✗ 7▲ 3?  failing" in shown.frame


async def test_keys_move_the_cursor_where_the_list_is_longer_than_the_window(opened: Open) -> None:
    async with opened(36, 24) as shown:
        await shown.press("g", "pagedown")
        assert shown.at != "structure"
        await shown.press("pagedown", "pagedown", "pagedown")
        assert shown.at == "testing.coverage", "it ends at the last row"
        await shown.press("pageup", "pageup", "pageup", "pageup")
        assert shown.at == "structure"
        await shown.press("down", "end", "up", "home", "down")
        assert shown.at == "structure.thin-controllers", "arrows move the cursor too where the list is longer than the window"


async def test_each_digit_goes_to_its_section_and_those_beyond_go_nowhere(opened: Open) -> None:
    async with opened() as shown:
        sections = ["structure", "quality", "security", "errors", "database", "testing"]
        for digit, section in enumerate(sections, 1):
            await shown.press(str(digit))
            assert shown.at == section
        await shown.press("7", "8", "9", "0")
        assert shown.at == sections[-1]


@pytest.mark.parametrize(("typed", "id_"), [("cors", "security.cors"), ("layout", "structure.layout")])
async def test_a_find_that_was_kept_stays_chosen_and_in_view(typed: str, id_: str, opened: Open) -> None:
    async with opened(80, 24) as shown:
        await shown.press("G", "slash", *typed, "enter", "escape")
        listed = shown.app.board.query_one(CardList)
        assert shown.at == id_
        assert 0 <= listed.cursor - listed.scroll_offset.y < listed.size.height


async def test_a_search_without_a_choice_ends_where_it_began_in_view(opened: Open) -> None:
    async with opened(80, 24) as shown:
        await shown.press("G")
        before = shown.at
        await shown.press("slash", *"cors", "escape")
        listed = shown.app.board.query_one(CardList)
        assert shown.at == before
        assert 0 <= listed.cursor - listed.scroll_offset.y < listed.size.height


@pytest.mark.parametrize("key", ["r", "R"])
async def test_while_paused_nothing_is_read_and_it_is_said(key: str, opened: Open) -> None:
    source = AcmeSource(acme())
    async with opened(source=source) as shown:
        await shown.press("g", "p", key)
        assert source.asked == ["pause"]
        assert shown.said == "Watching is paused; p resumes it"
