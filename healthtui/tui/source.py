"""What the screen is given. It reads no file itself: a source brings scorecards, excerpts and pages."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from typing import Protocol

import msgspec

from healthtui.guidance.page import Page
from healthtui.scorecard.model import Scorecard


class Change(msgspec.Struct, frozen=True):
    """What led to a scorecard: the paths that changed, none for the first one, and how long it took."""

    paths: tuple[str, ...] = ()
    seconds: float = 0.0


class Phase(StrEnum):
    SCANNING = "scanning"
    LIVE = "live"
    PAUSED = "paused"
    GONE = "gone"  # the root folder is no longer there


class Status(msgspec.Struct, frozen=True):
    """How the watching goes. `waiting` counts changes while paused; `note` says what is degraded, fit to be shown."""

    phase: Phase
    waiting: int = 0
    done: int = 0  # files read of `total`, while scanning
    total: int = 0
    is_polling: bool = False
    note: str = ""


class CardSource(Protocol):
    """The live engine. Both callbacks may be called from any thread, and also within `start`."""

    def start(self, on_card: Callable[[Scorecard, Change], None], on_status: Callable[[Status], None]) -> None: ...

    def stop(self) -> None: ...

    def pause(self) -> None: ...

    def resume(self) -> None: ...

    def rerun(self) -> None:
        """Judges everything again, without the cache."""

    def excerpt(self, path: str, line: int, around: int) -> list[tuple[int, str]]:
        """The numbered lines about `line`, known secrets masked; empty when the file is gone or no text."""

    def page(self, check_id: str) -> Page:
        """The guidance of a check. Raises `PageError` when there is none."""
