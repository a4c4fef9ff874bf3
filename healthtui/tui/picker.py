"""The choice of a theme: each is seen on the card as the cursor comes to it."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from healthtui.tui.text import fit, printable

_NAME = 20  # cells


class ThemePicker(ModalScreen[str | None]):
    """Gives the name that was chosen; None where it was left, with the theme as it was before."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,t,q", "leave", "Leave", show=False),
        Binding("j", "move(1)", "Down", show=False),
        Binding("k", "move(-1)", "Up", show=False),
    ]
    CSS = """
    ThemePicker { align: right bottom; background: transparent; }
    ThemePicker > OptionList {
        width: 36; max-width: 100%; height: auto; max-height: 12; margin: 0 0 1 0; padding: 0 1;
        background: $panel; border: round $line; border-title-color: $muted; border-subtitle-color: $muted;
        scrollbar-size-vertical: 1; scrollbar-background: $panel;
    }
    ThemePicker > OptionList:focus { border: round $line; background-tint: transparent 0%; }
    ThemePicker > OptionList > .option-list--option-highlighted { background: $cursor; color: $foreground; text-style: bold; }
    ThemePicker.-ascii > OptionList, ThemePicker.-ascii > OptionList:focus { border: ascii $line; }
    """

    def __init__(self, names: list[str]) -> None:
        super().__init__()
        self.names = names
        self.before = ""

    def compose(self) -> ComposeResult:
        self.before = self.app.theme
        listed = OptionList(*(Option(self._line(name), id=name) for name in self.names))
        listed.border_title, listed.border_subtitle = "Theme", "enter keeps · esc leaves"
        listed.highlighted = self.names.index(self.before) if self.before in self.names else 0
        yield listed

    def on_mount(self) -> None:
        self.set_class(self.app.screen_stack[0].has_class("-ascii"), "-ascii")

    def _line(self, name: str) -> Content:
        theme = self.app.get_theme(name)
        kind = "" if theme is None else "dark" if theme.dark else "light"
        return Content.assemble(fit(printable(name), _NAME), (f"  {kind}", "$muted"))

    def action_move(self, by: int) -> None:
        listed = self.query_one(OptionList)
        listed.action_cursor_down() if by > 0 else listed.action_cursor_up()

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        event.stop()
        self.app.theme = self.names[event.option_index]

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.dismiss(self.names[event.option_index])

    def action_leave(self) -> None:
        if self.before in self.app.available_themes:
            self.app.theme = self.before
        self.dismiss(None)
