"""Every key, grouped, in one column: built from the bindings, so that it cannot be wrong."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from healthtui.engine.verdict import Outcome
from healthtui.tui.score import COLOURS
from healthtui.tui.text import WORDS, glyphs


class HelpScreen(ModalScreen[None]):
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,question_mark,q", "dismiss", "Close", show=False),
        Binding("j", "scroll_down", show=False),
        Binding("k", "scroll_up", show=False),
    ]

    def __init__(self, bindings: list[BindingType]) -> None:
        super().__init__()
        self.listed = list(Binding.make_bindings(bindings))

    def compose(self) -> ComposeResult:
        with VerticalScroll(id="help"):
            yield Static(self._text(), markup=False)

    def action_scroll_down(self) -> None:
        self.query_one(VerticalScroll).scroll_down()

    def action_scroll_up(self) -> None:
        self.query_one(VerticalScroll).scroll_up()

    def _text(self) -> Content:
        lines: list[Content] = []
        group = ""
        for binding in self.listed:
            if binding.group is None:
                continue
            if binding.group.description != group:
                group = binding.group.description
                lines += [Content(""), Content.styled(group.upper(), "bold $muted")]
            lines.append(Content.assemble((f"{binding.key_display or binding.key:<11}", "$accent"), binding.description))
        return Content("\n").join([*lines[1:], Content(""), *_legend()])


def _legend() -> list[Content]:
    signs = glyphs().marks
    marks = [Content.assemble((f"{signs[outcome]:<11}", COLOURS[outcome]), WORDS[outcome]) for outcome in Outcome]
    return [Content.styled("MARKS", "bold $muted"), *marks]
