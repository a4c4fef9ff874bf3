"""The guidance of a check: the persona's own line, why, what to do, and what counts as done."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from healthtui.guidance.link import GuidanceLink
from healthtui.guidance.page import Page
from healthtui.scorecard.model import CheckResult, Scorecard
from healthtui.tui.detail.links import SCHEME, also_in_guide, linked
from healthtui.tui.text import glyphs, printable

if TYPE_CHECKING:
    from textual.widgets import Markdown


class Guide(VerticalScroll, can_focus=False):
    class Wanted(Message):
        """Another check is to be shown."""

        def __init__(self, check_id: str) -> None:
            super().__init__()
            self.check_id = check_id

    class Followed(Message):
        """A link to the web was clicked."""

        def __init__(self, address: str) -> None:
            super().__init__()
            self.address = address

    def __init__(self) -> None:
        super().__init__()
        self.page: Page | None = None
        self._text = ""
        self._shown: Markdown | None = None

    def compose(self) -> ComposeResult:
        yield Static(id="guideline", markup=False)

    def show(self, check: CheckResult | None, page: Page | None, card: Scorecard) -> None:
        self.page = page
        guideline = self.query_one("#guideline", Static)
        link = check.guidance if check else None
        guideline.display = link is not None
        guideline.update(_quoted(link) if link else "")
        text = _text_of(page, card)
        if text != self._text:
            self._text = text
            self._markdown.call_later(self._markdown.update, text)  # in turn, after it is mounted

    @property
    def _markdown(self) -> Markdown:
        """Made when it is first wanted: it is a tenth of the start, and the first frame has no guidance."""
        if self._shown is None:
            from textual.widgets import Markdown

            self._shown = Markdown(open_links=False)
            self.mount(self._shown)
        return self._shown

    def on_markdown_link_clicked(self, event: Markdown.LinkClicked) -> None:
        event.stop()
        self.follow(event.href)

    def follow(self, href: str) -> None:
        if href.startswith(SCHEME):
            self.post_message(self.Wanted(href.removeprefix(SCHEME)))
        else:
            self.post_message(self.Followed(href))


def _quoted(link: GuidanceLink) -> Content:
    where = f" {glyphs().dot} ".join((printable(link.section), f"line {link.line}", printable(link.persona)))
    return Content("\n").join(
        [
            Content.styled("GUIDELINE", "bold $muted"),
            Content.styled(f'"{printable(link.text)}"', "italic $foreground"),
            Content.styled(where, "$muted"),
        ]
    )


def _text_of(page: Page | None, card: Scorecard) -> str:
    if page is None:
        return ""
    parts = [f"## {heading.upper()}\n\n{linked(body)}" for heading, body in page.sections.items()]
    return "\n\n".join([*parts, also_in_guide(page.id, card.checks)])
