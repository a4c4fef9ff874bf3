"""Who comes first: Python runs one thread at a time, so the queries of a scan wait while the screen answers a key."""

from __future__ import annotations

import time

_ANSWER = 0.1  # seconds that an answer is given
_WORK = 0.02  # seconds of work between two waits, however fast the keys come


class Turns:
    """One for the process, as its interpreter is."""

    def __init__(self) -> None:
        self._answered = 0.0  # when the screen has had its time
        self._next = 0.0  # when the work may be asked to wait again

    def ask(self) -> None:
        """Called by the screen when a key comes."""
        self._answered = time.monotonic() + _ANSWER

    def wait(self) -> None:
        """Called by whatever works long, often."""
        now = time.monotonic()
        if self._next <= now < self._answered:
            time.sleep(self._answered - now)
            self._next = time.monotonic() + _WORK


turns = Turns()
