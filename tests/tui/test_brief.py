"""The fix brief."""

from __future__ import annotations

import json

from msgspec.structs import replace

from healthtui.guidance.link import GuidanceLink
from healthtui.report.markdown import to_markdown
from healthtui.scorecard.model import EvidenceEntry
from healthtui.tui.fixing.brief import fix_brief
from screenshots.acme import acme
from tests.tui.shown import Open

CARD = acme()
CORS = next(check for check in CARD.checks if check.id == "security.cors")


async def test_y_copies_a_brief_that_stands_alone(opened: Open) -> None:
    async with opened() as shown:
        await shown.press("y")
        brief = shown.app.clipboard
        assert brief.startswith("# Rate limiting\n\n`security.rate-limiting` fails · high risk · mending it adds ")
        assert "- `src/app.ts:18:1` app.use(cors())" in brief
        assert "## Do\n\nLimit every route gently" in brief
        assert "## Done when\n\n`express-rate-limit`" in brief
        assert '"verdict": "pass"` for `"id": "security.rate-limiting"` (now `"fail"`)' in brief


def test_the_guideline_is_quoted_with_its_place() -> None:
    link = GuidanceLink("backend", "Security", 32, "CORS names the origins", "security-guidelines")
    brief = fix_brief(replace(CORS, guidance=link), None, CARD)
    assert "> CORS names the origins\n\nbackend, Security, line 32; guide `security-guidelines`" in brief


def test_a_package_is_named() -> None:
    brief = fix_brief(replace(CORS, package="apps/admin"), None, CARD)
    assert "package `apps/admin`" in brief
    assert '`"id": "security.cors"` of package "apps/admin"' in brief


def test_an_unknown_brings_its_command() -> None:
    coverage = CARD.checks[-1]
    assert "```sh\nnpx jest --coverage\n```" in fix_brief(coverage, None, CARD)


def test_a_long_list_of_places_is_cut() -> None:
    places = tuple(EvidenceEntry("src/a.ts", line, 1, "x") for line in range(1, 61))
    brief = fix_brief(replace(CORS, evidence=places), None, CARD)
    assert brief.count("- `src/a.ts") == 40
    assert "- and 20 more" in brief


async def test_all_that_is_to_be_fixed_first_is_copied_at_once(opened: Open) -> None:
    async with opened() as shown:
        await shown.press("colon", *"fixed first", "enter")
        brief = shown.app.clipboard
        assert brief.count("## Done when") == 10
        assert brief.startswith("# Rate limiting")
        assert "\n---\n\n# CORS origins" in brief


async def test_the_scorecard_is_shared_as_the_report_is(opened: Open) -> None:
    async with opened() as shown:
        await shown.press("s", "enter")
        assert shown.app.clipboard == to_markdown(acme())
        assert "Copied as Markdown" in shown.frame
        await shown.press("s", "j", "enter")
        assert json.loads(shown.app.clipboard)["schema"] == "healthtui.report/1"
        await shown.press("s", "escape")
        assert json.loads(shown.app.clipboard)["schema"] == "healthtui.report/1", "left, and nothing copied"


async def test_the_briefs_of_all_that_is_to_be_fixed_first_are_copied_at_once(opened: Open) -> None:
    async with opened() as shown:
        await shown.press("ctrl+y")
        told = shown.app.clipboard
        assert told.index("# Rate limiting\n") < told.index("# CORS origins\n") < told.index("# No N+1 queries\n")
        assert "fix briefs" in shown.frame
