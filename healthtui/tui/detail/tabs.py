"""Evidence or guidance, where the height is too short for both."""

from __future__ import annotations

from enum import StrEnum

from textual import events
from textual.content import Content
from textual.message import Message
from textual.widget import Widget

from healthtui.tui.text import glyphs

_GAP = 3


class Tab(StrEnum):
    EVIDENCE = "Evidence"
    GUIDANCE = "Guidance"


class Tabs(Widget):
    tab = Tab.EVIDENCE
    count = 0

    class Chosen(Message):
        """A tab is to be shown."""

    def show(self, count: int) -> None:
        """`count` places; with none there is nothing to choose, and the guidance is shown."""
        self.count = count
        self.set_class(count > 0, "-filled")
        self.refresh()

    def choose(self, tab: Tab) -> None:
        self.tab = tab
        self.refresh()
        self.post_message(self.Chosen())

    def turn(self) -> None:
        self.choose(Tab.GUIDANCE if self.tab is Tab.EVIDENCE else Tab.EVIDENCE)

    def on_click(self, event: events.Click) -> None:
        self.choose(Tab.EVIDENCE if event.x < len(self._words()[0]) + _GAP else Tab.GUIDANCE)

    def _words(self) -> tuple[str, str]:
        return f"{Tab.EVIDENCE} {glyphs().dot} {self.count}", Tab.GUIDANCE

    def render(self) -> Content:
        words = zip(Tab, self._words(), strict=True)
        said = [Content.styled(word, "bold underline $foreground" if tab is self.tab else "$muted") for tab, word in words]
        return Content(" " * _GAP).join(said)
