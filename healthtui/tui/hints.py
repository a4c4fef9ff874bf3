"""The last line: the actions that matter here with their keys, each of them clickable."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from rich.cells import cell_len
from textual import events
from textual.content import Content
from textual.widget import Widget

from healthtui.tui.actions import BY_ID, Action
from healthtui.tui.text import is_ascii

_GAP = 2


class Hints(Widget):
    def __init__(self, keymap: Mapping[str, str]) -> None:
        super().__init__()
        self.keymap = keymap
        self.actions: tuple[Action, ...] = ()

    def update(self, ids: tuple[str, ...], words: Mapping[str, str] | None = None) -> None:
        """`words` are what some are called here."""
        self.actions = tuple(replace(BY_ID[id_], word=(words or {}).get(id_, BY_ID[id_].word)) for id_ in ids)
        self.refresh()

    def render(self) -> Content:
        said = [Content.assemble((self._key(one), "bold $accent"), (f" {one.word}", "$muted")) for one in self._shown()]
        return Content(" " * _GAP).join(said)

    def _shown(self) -> list[Action]:
        """As many as fit; the last one, help, always does."""
        if not self.actions:
            return []
        *others, last = self.actions
        shown, room = [], self.content_size.width - self._width(last)
        for action in others:
            room -= self._width(action) + _GAP
            if room < 0:
                break
            shown.append(action)
        return [*shown, last]

    async def on_click(self, event: events.Click) -> None:
        left = event.x - self.gutter.left
        for action in self._shown():
            if 0 <= left < self._width(action):
                await self.screen.run_action(action.run)
                return
            left -= self._width(action) + _GAP

    def _key(self, action: Action) -> str:
        shown = action.shown(self.keymap, at_most=1)
        return "enter" if shown == "↵" and is_ascii() else shown

    def _width(self, action: Action) -> int:
        return cell_len(f"{self._key(action)} {action.word}")
