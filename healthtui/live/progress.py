"""How far a scan is, told now and then: each telling would be a repaint."""

from __future__ import annotations

import time

from healthtui.engine.pool import OnProgress

SECONDS = 0.1


def now_and_then(tell: OnProgress) -> OnProgress:
    told_at = time.monotonic()

    def say(done: int, total: int) -> None:
        nonlocal told_at
        if time.monotonic() - told_at >= SECONDS:
            told_at = time.monotonic()
            tell(done, total)

    return say
