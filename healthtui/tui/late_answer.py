"""A slow terminal tells its background after the screen has begun: Textual takes that for typed keys, and they would act."""

from __future__ import annotations

import re
import time

_OWED = 5.0  # seconds that an answer is still looked for
_START = "]11;rgb:"
_ANSWER = re.compile(r"(\]11;rgb:[0-9a-fA-F/]{0,14}[\\\x07]?)?(\[(\?[\d;]*c?)?)?")  # the colour, the attributes, begun or whole
_ENDS = "\\\x07"
_ESCAPES = ("escape", "circumflex_accent")  # how Textual gives an escape that begins nothing that it knows


class LateAnswer:
    """One for the process, as there is one terminal."""

    def __init__(self) -> None:
        self._until = 0.0
        self._seen = ""

    def expect(self) -> None:
        """The terminal was asked and has not answered in time."""
        self._until = time.monotonic() + _OWED

    def takes(self, key: str, character: str | None) -> bool:
        """Whether a key is part of the answer, as Textual names it."""
        if time.monotonic() > self._until:
            return False
        if key in _ESCAPES:
            return key != "escape" or (self._seen != "" and self._seen[-1] not in _ENDS)
        seen = self._seen + (character or key)
        if not (_START.startswith(seen) or _ANSWER.fullmatch(seen)):
            self._seen = ""
            return False
        self._seen = seen
        if "[" in seen and seen.endswith("c"):
            self._until = 0.0
        return True


late_answer = LateAnswer()
