"""The guidance of a check: why, what to do, and what counts as done."""

from __future__ import annotations

from textual.widgets import Markdown

from healthtui.guidance.page import Page


class Guide(Markdown):
    def __init__(self) -> None:
        super().__init__(open_links=False)
        self.page: Page | None = None

    def show(self, page: Page | None) -> None:
        if page == self.page:
            return
        self.page = page
        parts = [f"## {heading.upper()}\n\n{body}" for heading, body in page.sections.items()] if page else []
        self.update("\n\n".join(parts))

    def on_markdown_link_clicked(self, event: Markdown.LinkClicked) -> None:
        """The browser is the user's to open: the address is copied."""
        event.stop()
        self.app.copy_to_clipboard(event.href)
        self.app.notify(event.href, title="Copied", markup=False)
