"""Draws the screen, in every theme and at both sizes: `python -m screenshots.draw`."""

from __future__ import annotations

import asyncio
import re
from pathlib import Path

from textual.app import App

from healthtui.guidance.page import Page, load_page
from healthtui.tui.app import HealthApp
from screenshots.acme import AcmeSource, acme

_HERE = Path(__file__).parent
_SIZES = {"sidebar": (36, 50), "full": (120, 40)}


class PagedSource(AcmeSource):
    """With the real guidance."""

    def page(self, check_id: str) -> Page:
        return load_page(check_id)


def picture(app: App[int]) -> str:
    """The screen as SVG: the same for the same screen, and without the fonts that Textual would fetch."""
    drawn = app.export_screenshot(title="HealthTUI", simplify=True)
    drawn = re.sub(r"\s*@font-face \{.*?\}", "", drawn, flags=re.DOTALL)
    return re.sub(r"terminal-\d+-", "terminal-", drawn)


async def draw(name: str, theme: str, size: tuple[int, int], keys: tuple[str, ...] = ()) -> None:
    app = HealthApp(PagedSource(acme()), theme)
    async with app.run_test(size=size) as pilot:
        await pilot.pause(0.3)
        await pilot.press(*keys)
        await pilot.pause(0.3)
        (_HERE / f"{name}-{theme}.svg").write_text(picture(app), encoding="utf-8")


async def draw_all() -> None:
    for theme in ("pulse", "paper", "signal"):
        for name, size in _SIZES.items():
            await draw(name, theme, size)
        await draw("detail", theme, _SIZES["sidebar"], ("enter",))


if __name__ == "__main__":
    asyncio.run(draw_all())
