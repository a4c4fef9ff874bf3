"""A check in full."""

from __future__ import annotations

from typing import Any

import pytest
from msgspec.structs import replace

from healthtui.engine.verdict import Outcome, Reason
from healthtui.guidance.page import Page, page_ids
from healthtui.scorecard.model import EvidenceEntry, Scorecard
from healthtui.tui.detail.detail import Detail
from healthtui.tui.detail.guide import Guide
from healthtui.tui.detail.links import address_of, linked
from healthtui.tui.detail.verdict import REASONS
from screenshots.acme import AcmeSource, acme
from tests.tui.shown import Open

NAMED = (Outcome.PASS, 1.0, "named")


def _with(id: str, **changes: Any) -> Scorecard:
    card = acme()
    return replace(card, checks=tuple(replace(check, **changes) if check.id == id else check for check in card.checks))


def test_every_reason_has_its_words() -> None:
    assert set(REASONS) == set(Reason)


async def test_an_unknown_says_why_and_what_would_answer_it(opened: Open) -> None:
    async with opened() as shown:
        await shown.press("G", "enter")
        said = " ".join(shown.frame.split())
        assert "Unknown: the output that it reads is not there." in said
        assert "npx jest --coverage" in said


async def test_sites_are_counted(opened: Open) -> None:
    async with opened(120, 40, AcmeSource(_with("security.rate-limiting", met=17, of=23))) as shown:
        assert "17 of 23 in order" in shown.frame


async def test_a_share_is_shown_beside_what_passes(opened: Open) -> None:
    counted = _with("security.rate-limiting", met=17, of=23, bounds=(0.95, 0.5))
    async with opened(120, 40, AcmeSource(counted)) as shown:
        assert "73 % · pass at 95 %" in shown.frame


async def test_a_message_that_has_no_room_beside_its_path_is_told_below_it(opened: Open) -> None:
    entry = EvidenceEntry("src/routes/v1/organisations.ts", 12, 3, f"{'every word of it ' * 5}is there", "f1")
    async with opened(120, 40, AcmeSource(_with("security.rate-limiting", evidence=(entry,)))) as shown:
        said = " ".join(" ".join(line.rpartition("│")[2].strip(" ▌") for line in shown.frame.splitlines()).split())
        assert f"src/routes/v1/organisations.ts:12:3 {'every word of it ' * 5}is there" in said


async def test_the_persona_is_quoted_with_where_it_says_so(opened: Open) -> None:
    async with opened(120, 40) as shown:
        assert '"Rate limiting on all public endpoints"' in shown.frame
        assert "Security · line 31 · senior-backend" in shown.frame


async def test_a_pass_shows_its_proof(opened: Open) -> None:
    async with opened(120, 40) as shown:
        await shown.press("f", "f", "slash", *"security headers", "enter")
        assert "PROOF · 1" in shown.frame
        assert "app.use(helmet())" in shown.frame


async def test_a_place_in_an_old_commit_shows_the_commit_and_no_code_of_today(opened: Open) -> None:
    entry = EvidenceEntry("src/app.ts", 18, 1, "a password", commit="4f1c2ab99d0e")
    async with opened(120, 40, AcmeSource(_with("security.rate-limiting", evidence=(entry,)))) as shown:
        assert "a password (commit 4f1c2ab99)" in shown.frame
        assert "app.use(cors())" not in shown.frame


async def test_tabs_part_evidence_and_guidance_where_the_height_is_short(opened: Open) -> None:
    async with opened(80, 24) as shown:
        assert "Evidence · 3   Guidance" in shown.frame
        assert "WHY" not in shown.frame
        await shown.press("right_square_bracket")
        assert "GUIDELINE" in shown.frame
        assert "src/app.ts:18" not in shown.frame
        await shown.pilot.resize_terminal(80, 40)
        await shown.settle()
        assert "src/app.ts:18" in shown.frame
        assert "Evidence · 3   Guidance" not in shown.frame


async def test_without_a_place_the_guidance_is_shown_at_once(opened: Open) -> None:
    async with opened(80, 24) as shown:
        await shown.press("G")
        assert "Evidence ·" not in shown.frame
        assert "WHY" in shown.frame


async def test_a_link_to_a_check_goes_there(opened: Open) -> None:
    async with opened(120, 40) as shown:
        shown.app.board.query_one(Guide).post_message(Guide.Wanted("database.pagination"))
        await shown.settle()
        assert shown.at == "database.pagination"
        check = shown.app.board.query_one(Detail).check
        assert check is not None and check.id == "database.pagination"


async def test_the_other_checks_of_the_guide_are_named(opened: Open) -> None:
    async with opened(160, 50) as shown:
        assert "ALSO IN SECURITY GUIDELINES" in shown.frame
        assert "✗ CORS origins" in shown.frame


def test_ids_become_links_but_not_in_code_or_in_links() -> None:
    assert "security.cors" in page_ids()
    assert linked("See `security.cors`, or security.headers.") == (
        "See [security.cors](check:security.cors), or [security.headers](check:security.headers)."
    )
    for kept in ("```js\nsecurity.cors\n```", "[security.cors](https://a.example)", "`process.env`", "app.use"):
        assert linked(kept) == kept


def test_the_address_is_the_guidelines_own_before_the_pages() -> None:
    check = next(check for check in acme().checks if check.guidance)
    page = Page("a.b", "T", {"Read": "- [OWASP](https://owasp.example/limits)"})
    assert check.guidance is not None
    assert address_of(check, page) == "https://owasp.example/limits"
    own = replace(check, guidance=replace(check.guidance, text="See https://team.example/limits."))
    assert address_of(own, page) == "https://team.example/limits"
    assert address_of(check, None) == ""


async def test_w_copies_the_address_where_there_is_no_desktop(opened: Open) -> None:
    async with opened(120, 40) as shown:
        await shown.press("w")
        assert shown.app.clipboard.startswith("https://owasp.org/")


async def test_what_the_last_run_changed_stands_below(opened: Open) -> None:
    async with opened(120, 40) as shown:
        assert "THE LAST RUN" not in shown.frame
        await shown.receive(acme(security_cors=NAMED))
        last = shown.frame.partition("THE LAST RUN")[2]
        assert "✓ CORS origins" in last
        assert "was ✗" in last


async def test_c_tells_the_last_run_in_full(opened: Open) -> None:
    async with opened() as shown:
        await shown.press("c")
        assert "Nothing has changed yet" in shown.frame
        await shown.receive(acme(security_cors=NAMED, structure_layout=(Outcome.FAIL, 0.0, "3/8")))
        await shown.press("c")
        assert "Score 75 to 79" in " ".join(shown.frame.split())
        assert "✗ Standard layout" in shown.frame
        assert "src/app.ts" in shown.frame.partition("FILES")[2]
        await shown.press("escape")
        assert "FIX FIRST" in shown.frame


async def test_every_section_is_folded_at_once_and_unfolded_again(opened: Open) -> None:
    async with opened() as shown:
        await shown.press("F")
        assert "Thin controllers" not in shown.frame
        await shown.press("F")
        assert "Thin controllers" in shown.frame


async def test_links_are_followed_by_key(opened: Open) -> None:
    async with opened(36, 50) as shown:
        await shown.press("l")
        assert "Leads to" in shown.frame
        assert "(OWASP)  web" in shown.frame
        await shown.press("j", "j", "j", "enter")
        assert shown.at == "security.cors"


async def test_links_to_the_web_are_copied_where_there_is_no_browser(opened: Open) -> None:
    async with opened(36, 50) as shown:
        await shown.press("enter", "l", "enter")
        assert shown.app.clipboard.startswith("https://owasp.org/")
        await shown.press("l", "escape")
        assert shown.at == "security.rate-limiting"


async def test_a_section_leads_nowhere(opened: Open) -> None:
    async with opened(36, 50) as shown:
        await shown.press("3", "l")
        assert "Nothing leads on from here" in shown.frame


@pytest.mark.parametrize(
    ("width", "height", "said"),
    [(36, 50, "4/13"), (40, 50, "4/13 to mend"), (80, 24, "4/13 to mend"), (120, 40, "4 of 13 to mend")],
)
async def test_which_it_is_of_those_to_mend_is_said_with_its_unit_where_there_is_room(
    opened: Open, width: int, height: int, said: str
) -> None:
    async with opened(width, height) as shown:
        await shown.press("enter")
        assert shown.frame.splitlines()[0].endswith(f" {said}")
        assert "security.rate-limiting " in shown.frame


async def test_a_long_command_has_the_rows_that_are_free_below_the_card(opened: Open) -> None:
    async with opened() as shown:
        await shown.press("G", "k")
        assert "\n   $ npx jest --json\n     --outputFile=test-results.json\n" in shown.frame
    async with opened(36, 40) as shown:
        await shown.press("G", "k")
        assert "\n   $ npx jest --json\n     --outputFile=test-results.json\n" in shown.frame
        await shown.press("G")
        assert "\n   coverage/lcov.info\n   $ npx jest --coverage\n" in shown.frame, "where it is short, the sentence has them"
