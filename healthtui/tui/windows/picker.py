"""A small window in which one of a few is chosen."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from healthtui.tui.selectable import Options


class Picker(ModalScreen[str | None]):
    """Gives the id of what was chosen; None where the window was left."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q", "leave", "Leave", show=False),
        Binding("j", "move(1)", "Down", show=False),
        Binding("k", "move(-1)", "Up", show=False),
    ]

    def __init__(self, title: str, keys: str, options: dict[str, Content], chosen: str = "") -> None:
        """`options` by their ids; `keys` says what the keys do."""
        super().__init__()
        self.title, self.sub_title = title, keys
        self.options = options
        self.chosen = chosen

    def compose(self) -> ComposeResult:
        listed = Options(*(Option(shown, id=id_) for id_, shown in self.options.items()), markup=False)
        listed.border_title, listed.border_subtitle = self.title, self.sub_title
        listed.highlighted = list(self.options).index(self.chosen) if self.chosen in self.options else 0
        yield listed

    def on_mount(self) -> None:
        self.set_class(self.app.screen_stack[0].has_class("-ascii"), "-ascii")

    def action_move(self, by: int) -> None:
        self.query_one(Options).move(by)

    def action_leave(self) -> None:
        self.dismiss(None)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.dismiss(event.option_id)
