"""The Markdown report: what it says, and that no text of a repository can act in it."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from healthtui.report.markdown import code, escape, to_markdown
from healthtui.report.text import plain
from healthtui.scorecard.model import Scorecard

READER = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
HOSTILE = [
    "|",
    "`",
    "``",
    "<b>",
    "</td>",
    "\n# x",
    "\r\n",
    "[a](b)",
    "![a](b)",
    "*",
    "_",
    "~~",
    "&lt;",
    "\\",
    "@user",
    "#1",
    "\x1b[31m",
    "\u202e",
]
TEXTS = st.lists(st.sampled_from(HOSTILE) | st.text(max_size=4)).map("".join)


def _tags(markdown: str) -> list[str]:
    return re.findall(r"</?[a-z0-9]+", READER.render(markdown))


@given(text=TEXTS)
@example(text="1. x")
@example(text="- x")
def test_escaped_text_is_text(text: str) -> None:
    (token,) = READER.parseInline(f"a {escape(text)} b")
    assert {child.type for child in token.children or []} <= {"text", "text_special"}
    shown = "".join(child.content for child in token.children or []).replace("\u2060", "")
    assert shown == f"a {plain(text).strip()} b".replace("\u2060", "") or not plain(text).strip()


@given(text=TEXTS.filter(lambda text: plain(text).strip() == plain(text) != ""))
def test_a_code_span_is_one_span(text: str) -> None:
    (token,) = READER.parseInline(f"a {code(text)} b")
    spans = [child.content for child in token.children or [] if child.type == "code_inline"]
    assert spans == [plain(text)]


@given(text=TEXTS.filter(bool))
def test_any_names_give_the_same_page(card_saying: Callable[[str], Scorecard], text: str) -> None:
    assert _tags(to_markdown(card_saying(text))) == _tags(to_markdown(card_saying("a")))


def test_what_it_says(sample_card: Scorecard) -> None:
    page = to_markdown(sample_card)
    assert page.startswith("# Health of src/app.ts\n\n**D** · ")
    assert "| Security | " in page
    assert re.search(r"1\. ✗ fail \*\*CORS origins\*\* \(high risk, \+37\.5 points\)", page)
    assert "- [`src/app.ts:12:5`](src/app.ts#L12) src/app.ts" in page
    assert "- … and 2 more places" in page
    assert "- **npm audit**: src/app.ts; to know it: `npm audit --json`" in page
    assert "- `src/app.ts`: larger than 8 MB" in page


def test_what_is_waived_stands_beside_the_true_score(sample_card: Scorecard) -> None:
    page = to_markdown(sample_card)
    assert "**D** · 52.4 of 100 · 38.1 true · 1 waived · 38–65 possible" in page
    assert "## Waived\n\n- **quality.lint in src/app.ts**: at work, until 2026-11-24: src/app.ts\n  - [`src/app.ts:12:5`]" in page
    assert "- **security.cors**: expired on 2026-11-23: src/app.ts\n" in page
    assert "- **security.cors at 0000000000000000, package src/app.ts**: unused, until 2026-11-24: src/app.ts" in page


@pytest.mark.parametrize("text", ["see http://evil.example", "www.evil.example", "@someone", "me@evil.example"])
def test_nothing_is_linked_by_itself(text: str) -> None:
    assert text not in escape(text)
