"""What was done since the session began: what a scan finds out by itself is no gain."""

from __future__ import annotations

from healthtui.scorecard.model import CheckResult, Scorecard
from healthtui.tui.card.rows import Face, Key, changed_keys, face_of, key_of


class Since:
    """`gained` is in points; `changed` are the checks that read otherwise than at first."""

    def __init__(self) -> None:
        self.gained = 0.0
        self.changed: frozenset[Key] = frozenset()
        self._faces: dict[Key, Face] = {}

    def take(self, before: Scorecard | None, after: Scorecard, *, is_news: bool) -> None:
        """`before` is the card before, if the session has had one."""
        if before is None:
            self._faces = {key_of(check): face_of(check) for check in after.checks}
        elif is_news:
            self.gained += (after.score or 0.0) - (before.score or 0.0)
        else:
            found = changed_keys(before, after)
            self._faces |= {key_of(check): face_of(check) for check in after.checks if key_of(check) in found}
        self.changed = frozenset(key_of(check) for check in after.checks if self._is_other(check))

    def _is_other(self, check: CheckResult) -> bool:
        return self._faces.get(key_of(check)) != face_of(check)
