"""Where the detail is: the check's id, and which it is of those to mend."""

from __future__ import annotations

from textual.content import Content
from textual.widget import Widget

from healthtui.report.signs import fit_path
from healthtui.scorecard.model import Scorecard
from healthtui.tui.card.rows import CheckRow, Row, Show, key_of
from healthtui.tui.text import glyphs, printable, spread


class Crumb(Widget):
    row: Row | None = None
    card: Scorecard | None = None

    def show(self, row: Row | None, card: Scorecard) -> None:
        self.row, self.card = row, card
        self.refresh()

    def render(self) -> Content:
        if self.row is None or self.card is None:
            return Content("")
        signs, width = glyphs(), self.content_size.width
        if not isinstance(self.row, CheckRow):
            return Content.styled(f"{signs.back} {printable(self.row.section.id)}", "$muted")
        trail = f" {signs.dot} ".join(printable(part) for part in (self.row.check.id, self.row.package) if part)
        right = self._count(self.row, self.card, width - len(trail) - 3)
        left = fit_path(trail, width - len(right) - 3)
        return Content.styled("".join(spread(f"{signs.back} {left}", right, width)), "$muted")

    def _count(self, row: CheckRow, card: Scorecard, room: int) -> str:
        """The longest that cuts nothing of the trail."""
        to_mend = [key_of(check) for check in card.checks if Show.TO_MEND.holds(check.outcome)]
        if row.key not in to_mend:
            return ""
        number, of = to_mend.index(row.key) + 1, len(to_mend)
        said = (f"{number} of {of} to mend", f"{number}/{of} to mend", f"{number}/{of}")
        return next((one for one in said if len(one) <= room), said[-1])
