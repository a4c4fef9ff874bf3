"""Draws every screen over the built-in sample, in every theme: `python -m screenshots.draw`.

The same program that a user runs: the sample is copied to a temporary folder, read, judged and shown. `README.md` in this
folder shows what was drawn.
"""

from __future__ import annotations

import asyncio
import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from enum import StrEnum
from pathlib import Path
from typing import NamedTuple

from textual.app import App
from textual.pilot import Pilot

from healthtui.cli.demo import copy_sample
from healthtui.config import FILE
from healthtui.live.late import LateSession
from healthtui.tui.app import HealthApp
from healthtui.tui.look.theme import load_themes
from healthtui.tui.source import Phase
from screenshots.tour import Step, steps

HERE = Path(__file__).parent
_NAME = "acme-api"
_HISTORY = "security.secrets-history"  # what a session knows last
_SIDEBAR, _FULL, _HUGE = (36, 50), (120, 40), (160, 50)


_WAIVERS = """
[[waivers]]
check = "performance.load-tests"
reason = "comes with the second release"
until = 2099-12-31

[[waivers]]
check = "jobs.separate-workers"
reason = "one machine is enough until there are a hundred orders a day"
until = 2099-12-31
"""


class Stage(StrEnum):
    """What the sample is like."""

    FIRST = "first"
    WAIVED = "waived"
    MENDED = "mended"  # after the tour


class Screen(NamedTuple):
    """How a picture comes about: `keys` are pressed, and where it `is_changing` a step of the tour was saved before."""

    about: str
    size: tuple[int, int]
    keys: tuple[str, ...] = ()
    stage: Stage = Stage.FIRST
    is_changing: bool = False


SCREENS = {
    "card": Screen("The card in a sidebar", _SIDEBAR),
    "detail": Screen("A check, opened", _SIDEBAR, ("enter",)),
    "help": Screen("The keys", _SIDEBAR, ("question_mark",)),
    "routes": Screen("Every route, and what protects it", _FULL, ("v",)),
    "links": Screen("Where a check leads", _SIDEBAR, ("enter", "l")),
    "palette": Screen("Every action by its name", _SIDEBAR, ("colon",)),
    "waivers": Screen("What is waived", _SIDEBAR, ("X",), Stage.WAIVED),
    "themes": Screen("The choice of a theme", _SIDEBAR, ("t",)),
    "mended": Screen("The card at the end of the tour", _SIDEBAR, (), Stage.MENDED),
    "full": Screen("Full screen", _FULL),
    "panes": Screen("On a large screen, with the code beside it", _HUGE),
    "changes": Screen("What the last run changed", _SIDEBAR, ("c",), is_changing=True),
}


def picture(app: App[int]) -> str:
    """The screen as SVG: the same for the same screen, and without the fonts that Textual would fetch."""
    drawn = app.export_screenshot(title="HealthTUI", simplify=True)
    drawn = re.sub(r"\s*@font-face \{.*?\}", "", drawn, flags=re.DOTALL)
    return re.sub(r"terminal-\d+-", "terminal-", drawn)


def theme_names() -> list[str]:
    return sorted(theme.name for theme in load_themes().values())


async def draw(folder: Path, name: str, screen: Screen) -> None:
    """One screen in every theme."""
    for theme in theme_names():
        app = HealthApp(LateSession(folder), theme)
        async with app.run_test(size=screen.size) as pilot:
            await _is_judged(app, pilot)
            with _saved(folder, next(steps())) if screen.is_changing else nullcontext():
                while screen.is_changing and app.board.run_change is None:
                    await pilot.pause(0.1)
                await pilot.press(*screen.keys)
                await pilot.pause(0.4)
                (HERE / f"{name}-{theme}.svg").write_text(picture(app), encoding="utf-8")


async def _is_judged(app: HealthApp, pilot: Pilot[int]) -> None:
    board = app.board
    while board.is_last_run or board.status.phase is not Phase.LIVE or not _knows_history(app):
        await pilot.pause(0.1)
    await pilot.pause(0.4)


@contextmanager
def _saved(folder: Path, step: Step) -> Iterator[None]:
    """A step of the tour, for as long as its picture is drawn."""
    before = {file: (folder / file).read_bytes() for file, _ in step.mends}
    step.take(folder)
    yield
    for file, data in before.items():
        (folder / file).write_bytes(data)


def _knows_history(app: HealthApp) -> bool:
    checks = app.board.card.checks if app.board.card else ()
    return any(check.id == _HISTORY and check.outcome.is_known for check in checks)


def index() -> str:
    """The page that shows what was drawn."""
    names = theme_names()
    lines = ["# Every screen, in every theme", "", "Drawn from `healthtui demo` by `make screenshots`."]
    for name, screen in SCREENS.items():
        links = " · ".join(f"[{theme}]({name}-{theme}.svg)" for theme in names)
        lines += ["", f"## {screen.about}", "", links, "", f"![{screen.about}]({name}-pulse.svg)"]
    return "\n".join(lines) + "\n"


async def draw_all() -> None:
    for old in HERE.glob("*.svg"):
        old.unlink()
    with tempfile.TemporaryDirectory() as temporary:
        folders = {stage: Path(temporary, stage, _NAME) for stage in Stage}
        for folder in folders.values():
            copy_sample(folder)
        (folders[Stage.WAIVED] / FILE).write_text(_WAIVERS, encoding="utf-8")
        for step in steps():
            step.take(folders[Stage.MENDED])
        for name, screen in SCREENS.items():
            await draw(folders[screen.stage], name, screen)
    (HERE / "README.md").write_text(index(), encoding="utf-8")


if __name__ == "__main__":
    asyncio.run(draw_all())
