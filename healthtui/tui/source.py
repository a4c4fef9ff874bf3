"""What the screen is given. It reads no file itself: a source brings scorecards, excerpts and pages."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from healthtui.guidance.page import Page
from healthtui.live.status import Change, Phase, Status
from healthtui.scorecard.model import Scorecard


class CardSource(Protocol):
    """The live engine. Both callbacks may be called from any thread, and also within `start`.

    `last_card` is that of the run before, or None; it is shown until the first true one comes.
    """

    last_card: Scorecard | None

    def start(self, on_card: Callable[[Scorecard, Change], None], on_status: Callable[[Status], None]) -> None: ...

    def stop(self) -> None: ...

    def pause(self) -> None: ...

    def resume(self) -> None: ...

    def look_again(self) -> None:
        """Judges what changed without being noticed, the outputs of tools among it."""

    def rerun(self) -> None:
        """Judges everything again, without the cache."""

    def excerpt(self, path: str, line: int, around: int) -> list[tuple[int, str]]:
        """The numbered lines about `line`, known secrets masked; empty when the file is gone or no text."""

    def page(self, check_id: str) -> Page:
        """The guidance of a check. Raises `PageError` when there is none."""


__all__ = ["CardSource", "Change", "Phase", "Status"]
