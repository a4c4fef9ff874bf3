"""What to mend first."""

from __future__ import annotations

from textual import events
from textual.content import Content
from textual.message import Message
from textual.widget import Widget

from healthtui.report.summary import points
from healthtui.scorecard.model import CheckResult
from healthtui.tui.card.rows import Key, key_of
from healthtui.tui.card.score import COLOURS
from healthtui.tui.text import glyphs, printable, spread


class FixFirst(Widget):
    """The few checks that add the most points."""

    checks: tuple[CheckResult, ...] = ()

    class Chosen(Message):
        """One of them is to be shown."""

        def __init__(self, key: Key) -> None:
            super().__init__()
            self.key = key

    def update(self, checks: list[CheckResult]) -> None:
        self.checks = tuple(checks)
        self.set_class(bool(checks), "-filled")
        self.refresh()

    def on_click(self, event: events.Click) -> None:
        if 1 <= event.y <= len(self.checks):
            self.post_message(self.Chosen(key_of(self.checks[event.y - 1])))

    def render(self) -> Content:
        width, shown = self.content_size.width, self.checks[: self.content_size.height - 1]
        total = sum(check.points for check in shown)
        left, right = spread("FIX FIRST", f"{points(total)} points", width)
        lines = [Content.assemble((left, "bold $muted"), (right, "$muted"))]
        return Content("\n").join(lines + [self._line(check, width) for check in shown])

    def _line(self, check: CheckResult, width: int) -> Content:
        left, gain = spread(printable(check.title), f"{points(check.points):>5}", width - 5)
        mark = f"{glyphs().marks[check.outcome]} "
        risk = f"{check.risk[:1].upper()}  "
        return Content.assemble((mark, COLOURS[check.outcome]), left, (risk, "$muted"), gain)
