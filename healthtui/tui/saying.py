"""The part of the application that says what happened: on the last line, one thing at a time, until the next key."""

from __future__ import annotations

from textual import events
from textual.notifications import SeverityLevel
from textual.timer import Timer

from healthtui.tui.hints import Hints, Said
from healthtui.tui.look.themed import Look, Themed
from healthtui.tui.text import printable

_SECONDS = 5.0  # that it stands without a key
_COLOURS: dict[SeverityLevel, str] = {"information": "$accent", "warning": "$warn", "error": "$fail"}


class Saying(Themed):
    def __init__(self, asked: str, look: Look) -> None:
        super().__init__(asked, look)
        self._line: Hints | None = None  # where something is said
        self._end: Timer | None = None

    def notify(
        self,
        message: str,
        *,
        title: str = "",
        severity: SeverityLevel = "information",
        timeout: float | None = None,
        markup: bool = False,
    ) -> None:
        """In place of Textual's notices, which lie over what they tell of. Nothing is markup."""
        del markup
        self.say(Said(printable(title), printable(message), _COLOURS[severity]), timeout or _SECONDS)

    def say(self, said: Said, seconds: float = _SECONDS) -> None:
        """On the uppermost screen that has a last line, in place of what was said before."""
        self.hush()
        self._line = next((line for screen in reversed(self.screen_stack) for line in screen.query(Hints)), None)
        if self._line is not None:
            self._line.say(said)
            self._end = self.set_timer(seconds, self.hush)

    def hush(self) -> None:
        if self._line is not None and self._end is not None:
            self._end.stop()
            self._line.say(None)
        self._line = self._end = None

    async def on_event(self, event: events.Event) -> None:
        """What a window hides has not been read yet."""
        if isinstance(event, events.Key) and self._line is not None and self._line.screen is self.screen:
            self.hush()
        await super().on_event(event)
