"""The choice of a theme: each is seen on the card as the cursor comes to it."""

from __future__ import annotations

from typing import ClassVar

from textual.app import App
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import OptionList

from healthtui.tui.text import fit, printable
from healthtui.tui.windows.picker import Picker

_NAME = 20  # cells


class ThemePicker(Picker):
    """Leaves the theme as it was before where none is chosen."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("t", "leave", show=False)]

    def __init__(self, names: list[str], app: App[int]) -> None:
        super().__init__("Theme", "enter keeps · esc leaves", {name: _line(name, app) for name in names}, app.theme)

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        event.stop()
        self.app.theme = event.option_id or self.chosen

    def action_leave(self) -> None:
        if self.chosen in self.app.available_themes:
            self.app.theme = self.chosen
        super().action_leave()


def _line(name: str, app: App[int]) -> Content:
    theme = app.get_theme(name)
    kind = "" if theme is None else "dark" if theme.dark else "light"
    return Content.assemble(fit(printable(name), _NAME), (f"  {kind}", "$muted"))
