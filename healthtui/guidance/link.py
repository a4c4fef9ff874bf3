"""What a verdict points to."""

from __future__ import annotations

import msgspec


class GuidanceLink(msgspec.Struct, frozen=True, gc=False):
    """Where the persona says it: `line` counts from 1 in the persona file."""

    persona: str
    section: str
    line: int
    text: str
    guide: str
