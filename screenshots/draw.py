"""Draws the screen over the built-in sample, in every theme and at both sizes: `python -m screenshots.draw`.

The same program that a user runs: the sample is copied to a temporary folder, read, judged and shown.
"""

from __future__ import annotations

import asyncio
import re
import tempfile
from pathlib import Path

from textual.app import App

from healthtui.cli.demo import copy_sample
from healthtui.live.late import LateSession
from healthtui.tui.app import HealthApp

_HERE = Path(__file__).parent
_SIZES = {"sidebar": (36, 50), "full": (120, 40)}
_NAME = "acme-api"
_WAIT = 5.0  # seconds in which the sample is read, on the slowest machine


def picture(app: App[int]) -> str:
    """The screen as SVG: the same for the same screen, and without the fonts that Textual would fetch."""
    drawn = app.export_screenshot(title="HealthTUI", simplify=True)
    drawn = re.sub(r"\s*@font-face \{.*?\}", "", drawn, flags=re.DOTALL)
    return re.sub(r"terminal-\d+-", "terminal-", drawn)


async def draw(folder: Path, name: str, theme: str, size: tuple[int, int], keys: tuple[str, ...] = ()) -> None:
    app = HealthApp(LateSession(folder), theme)
    async with app.run_test(size=size) as pilot:
        await pilot.pause(_WAIT)
        await pilot.press(*keys)
        await pilot.pause(0.5)
        (_HERE / f"{name}-{theme}.svg").write_text(picture(app), encoding="utf-8")


async def draw_all() -> None:
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary) / _NAME
        copy_sample(folder)
        for theme in ("pulse", "paper", "signal"):
            for name, size in _SIZES.items():
                await draw(folder, name, theme, size)
            await draw(folder, "detail", theme, _SIZES["sidebar"], ("enter",))


if __name__ == "__main__":
    asyncio.run(draw_all())
