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
    """How the watching goes. `waiting` counts changes while paused; `note` says what is degraded, fit to be shown."""

    phase: Phase
    waiting: int = 0
    done: int = 0  # files read of `total`, while scanning
    total: int = 0
    is_polling: bool = False
    note: str = ""


def half_written(held: Mapping[str, int]) -> str:
    """What is said of files that are judged as they were before, each with the line of its mistake (0 if not known)."""
    if not held:
        return ""
    (path, line), *others = held.items()
    if others:
        return f"{len(held)} files are half written: judged as they were before"
    return f"{path}{f':{line}' if line else ''} is half written: judged as it was before"
