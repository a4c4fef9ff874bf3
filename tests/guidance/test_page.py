from __future__ import annotations

import pytest

from healthtui.guidance.page import HEADINGS, PageError, load_page, page_ids, parse_page

PAGE = "# Title\n\n" + "\n\n".join(f"## {heading}\n\nText of {heading}." for heading in HEADINGS)


def test_a_page_is_found_by_the_id_of_its_check() -> None:
    page = load_page("security.cors")
    assert page.title == "CORS origins"
    assert tuple(page.sections) == HEADINGS
    assert page.sections["Why"].startswith("CORS is the browser's")


def test_every_page_of_the_pack_has_the_fixed_form() -> None:
    assert "security.cors" in page_ids()
    for check_id in page_ids():
        assert load_page(check_id).id == check_id


@pytest.mark.parametrize("check_id", ["", "cors", "security.nope", "../../etc.passwd", "security.cors.x", "a" * 100_000])
def test_an_unknown_id_is_said_to_be_unknown(check_id: str) -> None:
    with pytest.raises(PageError, match=r"no check|no page"):
        load_page(check_id)


def test_a_heading_in_a_code_fence_is_code() -> None:
    text = PAGE.replace("Text of Do.", "```sh\n# a comment\n## another\n```")
    assert parse_page("a.b", text).sections["Do"] == "```sh\n# a comment\n## another\n```"


@pytest.mark.parametrize(
    "broken",
    [
        "",
        "no heading at all",
        PAGE.replace("# Title", ""),
        PAGE.replace("## Do", "### Do"),
        PAGE.replace("## Why", "## Read"),
        PAGE + "\n\n## Why\n\nAgain.",
        PAGE + "\n\n# Second title",
    ],
)
def test_a_page_of_another_form_is_refused(broken: str) -> None:
    with pytest.raises(PageError, match=r"a\.b: a page has a title and the headings"):
        parse_page("a.b", broken)
