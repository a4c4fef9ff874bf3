from __future__ import annotations

import re
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager

import pytest
from syrupy.assertion import SnapshotAssertion
from syrupy.extensions.single_file import SingleFileSnapshotExtension, WriteMode
from textual.pilot import Pilot

from healthtui.scorecard.model import Scorecard
from healthtui.tui.app import HealthApp
from healthtui.tui.card import CardList
from screenshots.acme import AcmeSource, acme


class Screen:
    """The application at work, with a source in the test's hand."""

    def __init__(self, app: HealthApp, source: AcmeSource, pilot: Pilot[int]) -> None:
        self.app, self.source, self.pilot = app, source, pilot

    @property
    def frame(self) -> str:
        """The screen as text. `_compositor` is private to Textual: this is the only place that knows it."""
        return "\n".join(strip.text.rstrip() for strip in self.app.screen._compositor.render_strips()) + "\n"

    @property
    def picture(self) -> str:
        return re.sub(r"terminal-\d+-", "terminal-", self.app.export_screenshot(simplify=True))

    @property
    def at(self) -> str:
        """The id under the cursor."""
        row = self.app.board.query_one(CardList).row
        return row.key[0] if row else ""

    async def press(self, *keys: str) -> None:
        await self.pilot.press(*keys)
        await self.settle()

    async def receive(self, card: Scorecard) -> None:
        from healthtui.tui.source import Change

        self.source.on_card(card, Change(("src/app.ts",), 0.1))
        await self.settle()

    async def settle(self) -> None:
        await self.pilot.pause(0.12)
        await self.app.workers.wait_for_complete()
        await self.pilot.pause()


Open = Callable[..., AbstractAsyncContextManager[Screen]]


@pytest.fixture
def opened() -> Open:
    @asynccontextmanager
    async def opened(
        width: int = 36, height: int = 50, source: AcmeSource | None = None, theme: str = "pulse"
    ) -> AsyncIterator[Screen]:
        source = source or AcmeSource(acme())
        app = HealthApp(source, theme)
        async with app.run_test(size=(width, height), notifications=True) as pilot:
            screen = Screen(app, source, pilot)
            await screen.settle()
            yield screen

    return opened


@pytest.fixture(autouse=True)
def plain_surroundings(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing of the developer's own terminal reaches a test."""
    for name in ("NVIM", "TMUX", "TERM_PROGRAM", "ZED_TERM", "VISUAL", "EDITOR", "HEALTHTUI_ASCII", "NO_COLOR"):
        monkeypatch.delenv(name, raising=False)


class Frame(SingleFileSnapshotExtension):
    file_extension, _write_mode = "txt", WriteMode.TEXT


class Picture(SingleFileSnapshotExtension):
    file_extension, _write_mode = "svg", WriteMode.TEXT


@pytest.fixture
def frames(snapshot: SnapshotAssertion) -> SnapshotAssertion:
    return snapshot.use_extension(Frame)


@pytest.fixture
def pictures(snapshot: SnapshotAssertion) -> SnapshotAssertion:
    return snapshot.use_extension(Picture)
