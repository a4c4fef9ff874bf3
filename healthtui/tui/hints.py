"""The last line: the keys that matter here, each of them clickable."""

from __future__ import annotations

from rich.cells import cell_len
from textual import events
from textual.content import Content
from textual.widget import Widget

from healthtui.tui.text import is_ascii

Hint = tuple[str, str, str]  # key, word, action
_GAP = 2


class Hints(Widget):
    hints: tuple[Hint, ...] = ()

    def update(self, hints: tuple[Hint, ...]) -> None:
        self.hints = hints
        self.refresh()

    def render(self) -> Content:
        said = [Content.assemble((_key(hint), "bold $accent"), (f" {hint[1]}", "$muted")) for hint in self._shown()]
        return Content(" " * _GAP).join(said)

    def _shown(self) -> list[Hint]:
        """As many as fit; the last one, help, always does."""
        if not self.hints:
            return []
        *others, last = self.hints
        shown, room = [], self.content_size.width - _width(last)
        for hint in others:
            room -= _width(hint) + _GAP
            if room < 0:
                break
            shown.append(hint)
        return [*shown, last]

    async def on_click(self, event: events.Click) -> None:
        left = event.x - self.gutter.left
        for hint in self._shown():
            if 0 <= left < _width(hint):
                await self.screen.run_action(hint[2])
                return
            left -= _width(hint) + _GAP


def _key(hint: Hint) -> str:
    return "enter" if hint[0] == "↵" and is_ascii() else hint[0]


def _width(hint: Hint) -> int:
    return cell_len(f"{_key(hint)} {hint[1]}")
