from __future__ import annotations

import locale
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from syrupy.assertion import SnapshotAssertion
from syrupy.extensions.single_file import SingleFileSnapshotExtension, WriteMode

from healthtui.config import Config
from healthtui.report.signs import choose_glyphs
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
        async with app.run_test(size=(width, height)) as pilot:
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


@pytest.fixture(autouse=True)
def unicode_at_first(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Whatever the machine's locale is, and whatever a test chose."""
    monkeypatch.setattr(locale, "getencoding", lambda: "utf-8")
    yield
    choose_glyphs("auto")


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of the user's own files."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    folder = tmp_path / "config" / "healthtui"
    folder.mkdir(parents=True)
    return folder


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
