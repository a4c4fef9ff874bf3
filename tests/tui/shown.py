"""The application at work, as the tests see it."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager

from textual.pilot import Pilot
from textual.strip import Strip

from healthtui.scorecard.model import Scorecard
from healthtui.tui.app import HealthApp
from healthtui.tui.card.card import CardList
from healthtui.tui.hints import Hints
from healthtui.tui.source import Change
from screenshots.acme import AcmeSource
from screenshots.draw import picture


class Shown:
    """The application at work, with a source in the test's hand."""

    def __init__(self, app: HealthApp, source: AcmeSource, pilot: Pilot[int]) -> None:
        self.app, self.source, self.pilot = app, source, pilot

    @property
    def frame(self) -> str:
        """The screen as text. `_compositor` is private to Textual: only this class knows it."""
        return "\n".join(strip.text.rstrip() for strip in self.app.screen._compositor.render_strips()) + "\n"

    @property
    def picture(self) -> str:
        return picture(self.app)

    @property
    def at(self) -> str:
        """The id under the cursor."""
        row = self.app.board.query_one(CardList).row
        return row.key[0] if row else ""

    @property
    def said(self) -> str:
        """What is said on the last line, whole."""
        lines = [line.said for screen in reversed(self.app.screen_stack) for line in screen.query(Hints) if line.said]
        return ": ".join(filter(None, lines[0][:2])) if lines else ""

    async def press(self, *keys: str) -> None:
        await self.pilot.press(*keys)
        await self.settle()

    async def receive(self, card: Scorecard) -> None:
        self.source.on_card(card, Change(("src/app.ts",), 0.1, is_news=True))
        await self.settle()

    async def settle(self) -> None:
        """Until the screen stays as it is for longer than the detail waits before it follows the cursor."""
        before: list[Strip] = []
        for _ in range(50):
            await self.pilot.pause(0.1)
            await self.app.workers.wait_for_complete()
            if (now := self.app.screen._compositor.render_strips()) == before:
                return
            before = now


Open = Callable[..., AbstractAsyncContextManager[Shown]]
