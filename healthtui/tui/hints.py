"""The last line: the actions that matter here with their keys, each of them clickable; or what has just happened."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import NamedTuple

from rich.cells import cell_len
from textual import events
from textual.content import Content
from textual.geometry import Size
from textual.widget import Widget

from healthtui.report.signs import is_ascii
from healthtui.tui.actions import BY_ID, Action
from healthtui.tui.text import fit, glyphs, wrapped

_GAP = 2


class Said(NamedTuple):
    """What happened, as printable text: in one row where it fits, else in at most `rows`; where there is one, the title alone.
    `colour` is the title's."""

    title: str
    text: str
    colour: str = "$accent"
    rows: int = 3

    def lines(self, width: int) -> list[Content]:
        between = f" {glyphs().dot} " if self.title and self.text else ""
        title, rest = (self.title, f"bold {self.colour}"), self.rows - 1
        if cell_len(f"{self.title}{between}{self.text}") <= width:
            return [Content.assemble(title, between, self.text)]
        if not self.title:
            return [Content(line) for line in wrapped(self.text, width, self.rows)]
        below = wrapped(self.text, width, rest) if rest else []
        return [Content.styled(fit(self.title, width), title[1]), *map(Content, below)]


class Hints(Widget):
    """What is said stands in their place: it hides nothing else."""

    said: Said | None = None

    def __init__(self, keymap: Mapping[str, str]) -> None:
        super().__init__()
        self.keymap = keymap
        self.actions: tuple[Action, ...] = ()

    def update(self, ids: tuple[str, ...], words: Mapping[str, str] | None = None) -> None:
        """`words` are what some are called here."""
        self.actions = tuple(replace(BY_ID[id_], word=(words or {}).get(id_, BY_ID[id_].word)) for id_ in ids)
        self.refresh()

    def say(self, said: Said | None) -> None:
        """None takes back what was said."""
        width, before = self.content_size.width, self.size.height
        self.said = said
        self.set_class(said is not None, "-said")
        self.refresh(layout=before != self.get_content_height(self.size, self.size, width))

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002 - Textual's signature
        return len(self.said.lines(width)) if self.said else 1

    def render(self) -> Content:
        if self.said is not None:
            return Content("\n").join(self.said.lines(self.content_size.width))
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
        if self.said is not None:
            self.say(None)
            return
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
