"""Every action with its keys, grouped, in one column, and found by typing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from textwrap import wrap
from typing import ClassVar

from rich.cells import cell_len
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from healthtui.engine.verdict import Outcome
from healthtui.tui.actions import ACTIONS, BY_ID, SECTIONS, Action
from healthtui.tui.score import COLOURS
from healthtui.tui.text import WORDS, fit, glyphs, is_ascii

_SECTION = replace(BY_ID["section-1"], says="to a section; again folds it")  # one line for ten keys
_LISTED = tuple(_SECTION if one.id == _SECTION.id else one for one in ACTIONS if one.id not in SECTIONS[1:])


class HelpScreen(ModalScreen[None]):
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,question_mark", "dismiss", "Close", show=False),
        Binding("down", "scroll(1)", show=False),
        Binding("up", "scroll(-1)", show=False),
        Binding("pagedown", "scroll(10)", show=False),
        Binding("pageup", "scroll(-10)", show=False),
    ]

    def __init__(self, keymap: Mapping[str, str]) -> None:
        super().__init__()
        self.keymap = keymap

    def compose(self) -> ComposeResult:
        with Vertical(id="help"):
            yield Input(id="help-find", placeholder="type to find a key", compact=True)
            with VerticalScroll(can_focus=False):
                yield Static(markup=False)

    def on_mount(self) -> None:
        self.query_one(Input).cursor_blink = False
        self.call_after_refresh(self._draw)

    def on_resize(self) -> None:
        self.call_after_refresh(self._draw)

    def on_input_changed(self) -> None:
        self._draw()

    def _draw(self) -> None:
        wanted, width = self.query_one(Input).value, self.query_one(Static).content_size.width
        self.query_one(Static).update(self._text(wanted.lower(), width - 1))

    def action_scroll(self, lines: int) -> None:
        self.query_one(VerticalScroll).scroll_relative(y=lines, animate=False)

    def _text(self, wanted: str, width: int) -> Content:
        """The keys stand in a column as wide as the longest of them."""
        column = max(cell_len(self._keys(action)) for action in _LISTED) + 2
        lines: list[Content] = []
        group = ""
        for action in _LISTED:
            keys = self._keys(action)
            if wanted not in f"{action.word} {action.says} {action.group} {keys}".lower():
                continue
            if action.group != group:
                group = action.group
                lines += [Content(""), Content.styled(group.upper(), "bold $muted")]
            says = f"\n{' ' * column}".join(wrap(action.says, max(width - column, 12)))
            lines.append(Content.assemble((fit(keys, column), "$accent"), says))
        if not lines:
            return Content.styled("No key does that", "$muted")
        return Content("\n").join([*lines[1:], Content(""), *_legend(column)])

    def _keys(self, action: Action) -> str:
        if action is _SECTION:
            return "1 .. 0" if is_ascii() else "1 … 0"
        shown = action.shown(self.keymap)
        return shown if shown.isascii() or not is_ascii() else " ".join(_SPELLED.get(key, key) for key in shown.split())


_SPELLED = {"↵": "enter", "↓": "down", "↑": "up", "⌘c": "cmd+c"}


def _legend(column: int) -> list[Content]:
    signs = glyphs().marks
    marks = [Content.assemble((f"{signs[outcome]:<{column}}", COLOURS[outcome]), WORDS[outcome]) for outcome in Outcome]
    return [Content.styled("MARKS", "bold $muted"), *marks]
