"""The screens as they are drawn: a difference reads like the screen."""

from __future__ import annotations

import pytest
from syrupy.assertion import SnapshotAssertion

from tests.tui.shown import Open

SIZES = [(32, 24), (36, 20), (36, 50), (40, 30), (80, 24), (120, 40), (160, 50)]
SCREENS = {"card": (), "detail": ("enter",), "help": ("question_mark",), "routes": ("v",), "theme": ("t",)}


@pytest.mark.parametrize("screen", SCREENS)
@pytest.mark.parametrize(("width", "height"), SIZES)
async def test_each_screen_at_each_size(opened: Open, frames: SnapshotAssertion, screen: str, width: int, height: int) -> None:
    async with opened(width, height) as shown:
        await shown.press(*SCREENS[screen])
        assert shown.frame == frames


@pytest.mark.parametrize("theme", ["pulse", "paper", "signal", "daylight", "ansi-dark", "ansi-light"])
@pytest.mark.parametrize(("width", "height"), [(36, 50), (120, 40)])
async def test_each_theme(opened: Open, pictures: SnapshotAssertion, theme: str, width: int, height: int) -> None:
    async with opened(width, height, theme=theme) as shown:
        assert shown.picture == pictures


async def test_ascii_draws_no_other_sign(opened: Open, frames: SnapshotAssertion, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HEALTHTUI_ASCII", "1")
    async with opened(36, 50) as shown:
        assert shown.frame == frames
        await shown.press("enter")
        assert shown.frame.isascii(), [line for line in shown.frame.splitlines() if not line.isascii()]


@pytest.mark.parametrize("width", [32, 36, 40, 80, 120])
async def test_no_line_is_wider_than_the_screen(opened: Open, width: int) -> None:
    async with opened(width, 40) as shown:
        for keys in ((), ("enter",), ("escape", "question_mark")):
            await shown.press(*keys)
            assert max(len(line) for line in shown.frame.splitlines()) <= width


@pytest.mark.parametrize(("width", "height"), [(1, 1), (8, 4), (20, 10), (400, 3)])
async def test_absurd_sizes_break_nothing(opened: Open, width: int, height: int) -> None:
    async with opened(width, height) as shown:
        await shown.press("j", "enter", "escape", "question_mark", "escape")
        assert shown.app.is_running
