"""How long the screen takes to settle when 70 rows change, beside an empty repaint of the same screen.

    python benchmarks/settle.py [--rounds 20]

Both are measured in one run, alternately, on a made-up card of 70 checks at 36×80. Prints the medians in milliseconds (the
goal is 50 ms) and their ratio.
"""

from __future__ import annotations

import argparse
import asyncio
import time
from statistics import median
from typing import Any

import msgspec
from textual.pilot import Pilot

from healthtui.engine.verdict import Outcome
from healthtui.scorecard.model import CheckResult, Scorecard
from healthtui.tui.app import HealthApp
from screenshots.acme import AcmeSource, acme, scored

ROWS = 70


def card(number: int) -> Scorecard:
    """A card of which every row reads otherwise than in the one before."""
    some = acme().checks

    def row(index: int) -> CheckResult:
        check = some[index % len(some)]
        changed: dict[str, Any] = {"id": f"{check.id}-{index}", "outcome": Outcome.FAIL, "value": 0.0}
        return msgspec.structs.replace(check, short=f"{number}/{index}", **changed)

    return scored([row(index) for index in range(ROWS)])


async def settled(pilot: Pilot[int]) -> None:
    """Until every message is dealt with and every change is drawn; only this function knows Textual's own marks of that."""
    await pilot._wait_for_screen()
    screen = pilot.app.screen
    while screen._layout_required or screen._repaint_required or screen._dirty_widgets:
        await asyncio.sleep(0)


async def measure(rounds: int) -> tuple[list[float], list[float]]:
    """Seconds of empty repaints, and of 70 changed rows."""
    empty, changed = [], []
    app = HealthApp(AcmeSource(card(0)), "pulse")
    async with app.run_test(size=(36, 80)) as pilot:
        await pilot.pause(0.5)
        for number in range(1, rounds + 1):
            new = card(number)
            start = time.perf_counter()
            app.screen.refresh()
            await settled(pilot)
            empty.append(time.perf_counter() - start)
            start = time.perf_counter()
            app.board.show(new)
            await settled(pilot)
            changed.append(time.perf_counter() - start)
            await pilot.pause(0.1)
    return empty, changed


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("repository", nargs="?", help="not looked at: the card is made up")
    parser.add_argument("--rounds", type=int, default=20)
    empty, changed = asyncio.run(measure(parser.parse_args().rounds))
    ratio = median(b / a for a, b in zip(empty, changed, strict=True))
    print(f"empty repaint {1000 * median(empty):.1f} ms · {ROWS} rows {1000 * median(changed):.1f} ms · ratio {ratio:.1f}")
    print("goal: at most 50 ms on an idle machine")


if __name__ == "__main__":
    main()
