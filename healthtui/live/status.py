"""What a session says of itself, beside its scorecards."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

import msgspec


class Change(msgspec.Struct, frozen=True):
    """What led to a scorecard: the paths that changed, if they are known, and how long it took. What a scan of the files or
    of the history finds out by itself is no news."""

    paths: tuple[str, ...] = ()
    seconds: float = 0.0
    is_news: bool = False


class Phase(StrEnum):
    SCANNING = "scanning"
    LIVE = "live"
    PAUSED = "paused"
    GONE = "gone"  # the root folder is no longer there


class Status(msgspec.Struct, frozen=True):
    """How the watching goes. `waiting` counts changes while paused; `note` says what is degraded, fit to be shown; `half_written`
    names the file that is judged as it was before, since what is there now cannot be read; `unfollowed` says what of the settings
    is not followed."""

    phase: Phase
    waiting: int = 0
    done: int = 0  # files read of `total`, while scanning
    total: int = 0
    is_polling: bool = False
    note: str = ""
    half_written: str = ""
    unfollowed: str = ""


def named(held: Mapping[str, int]) -> str:
    """The one file of some, with its line where it is known (not 0), or how many there are; "" for none."""
    if len(held) > 1:
        return f"{len(held)} files"
    return next((f"{path}:{line}" if line else path for path, line in held.items()), "")
