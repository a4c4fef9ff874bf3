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
from textual.reactive import reactive
from textual.widgets import Input

from healthtui.engine.verdict import Outcome
from healthtui.report.signs import is_ascii
from healthtui.tui.actions import BY_ID, SECTIONS, Action
from healthtui.tui.card.score import COLOURS
from healthtui.tui.measured import Measured
from healthtui.tui.text import WORDS, fit, glyphs
from healthtui.tui.windows.scrolled import ScrolledWindow

_SECTION = replace(BY_ID["section-1"], says="to a section; again folds it")  # one line for ten keys


class HelpScreen(ScrolledWindow):
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,question_mark", "dismiss", "Close", show=False),
    ]

    def __init__(self, keymap: Mapping[str, str], offered: tuple[Action, ...]) -> None:
        super().__init__()
        self.keymap, self.actions = keymap, offered

    def compose(self) -> ComposeResult:
        find = Input(id="help-find", placeholder="type to find a key", compact=True)
        find.cursor_blink = False
        with Vertical(id="help"):
            yield find
            with VerticalScroll(can_focus=False):
                yield KeyList(self.keymap, self.actions)

    def on_input_changed(self, event: Input.Changed) -> None:
        self.query_one(KeyList).wanted = event.value.lower()


class KeyList(Measured):
    """The keys that are looked for, and what they do."""

    wanted = reactive("", layout=True)

    def __init__(self, keymap: Mapping[str, str], offered: tuple[Action, ...]) -> None:
        super().__init__(markup=False)
        self.keymap = keymap
        self.listed = tuple(_SECTION if one.id == _SECTION.id else one for one in offered if one.id not in SECTIONS[1:])

    def text(self, width: int) -> Content:
        """The keys stand in a column as wide as the longest of them."""
        column = max(cell_len(self._keys(action)) for action in self.listed) + 2
        lines: list[Content] = []
        group = ""
        for action in self.listed:
            keys = self._keys(action)
            if self.wanted not in f"{action.word} {action.says} {action.group} {keys}".lower():
                continue
            if action.group != group:
                group = action.group
                lines += [Content(""), Content.styled(group.upper(), "bold $muted")]
            says = f"\n{' ' * column}".join(wrap(action.says, max(width - 1 - column, 12)))
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
