from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from syrupy.assertion import SnapshotAssertion
from syrupy.extensions.single_file import SingleFileSnapshotExtension, WriteMode

from healthtui.config import Config
from healthtui.tui.app import HealthApp
from screenshots.acme import AcmeSource, acme
from tests.tui.shown import Open, Shown


@pytest.fixture
def opened() -> Open:
    @asynccontextmanager
    async def opened(
        width: int = 36,
        height: int = 50,
        source: AcmeSource | None = None,
        theme: str = "pulse",
        keymap: dict[str, str] | None = None,
        config: Config = Config(),  # noqa: B008 - it is frozen
    ) -> AsyncIterator[Shown]:
        source = source or AcmeSource(acme())
        app = HealthApp(source, theme, keymap, config)
        async with app.run_test(size=(width, height), notifications=True) as pilot:
            screen = Shown(app, source, pilot)
            await screen.settle()
            yield screen

    return opened


@pytest.fixture(autouse=True)
def plain_surroundings(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing of the developer's own terminal reaches a test."""
    for name in (
        "NVIM",
        "TMUX",
        "TERM_PROGRAM",
        "ZED_TERM",
        "TERMINAL_EMULATOR",
        "VISUAL",
        "EDITOR",
        "HEALTHTUI_ASCII",
        "NO_COLOR",
    ):
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
