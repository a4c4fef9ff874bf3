"""Draws the screen, in both themes and at both sizes: `python -m screenshots.draw`."""

from __future__ import annotations

import asyncio
import re
from pathlib import Path

from healthtui.tui.app import HealthApp
from screenshots.acme import AcmeSource, acme

_HERE = Path(__file__).parent
_SIZES = {"sidebar": (36, 50), "full": (120, 40)}


async def draw(name: str, theme: str, size: tuple[int, int], keys: tuple[str, ...] = ()) -> None:
    app = HealthApp(AcmeSource(acme()), theme)
    async with app.run_test(size=size) as pilot:
        await pilot.pause(0.3)
        await pilot.press(*keys)
        await pilot.pause(0.3)
        picture = re.sub(r"terminal-\d+-", "terminal-", app.export_screenshot(title="HealthTUI", simplify=True))
    (_HERE / f"{name}-{theme}.svg").write_text(picture, encoding="utf-8")


async def draw_all() -> None:
    for theme in ("pulse", "paper", "signal"):
        for name, size in _SIZES.items():
            await draw(name, theme, size)
        await draw("detail", theme, _SIZES["sidebar"], ("enter",))


if __name__ == "__main__":
    asyncio.run(draw_all())
