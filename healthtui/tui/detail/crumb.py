"""Where the detail is: the check's id, and which it is of those to mend."""

from __future__ import annotations

from textual.content import Content
from textual.widget import Widget

from healthtui.scorecard.model import Scorecard
from healthtui.tui.card.rows import CheckRow, Row, Show, key_of
from healthtui.tui.text import fit_path, glyphs, printable, spread

_WORDS = 60  # cells from which the count is said in words


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
        right = self._count(self.row, self.card, width)
        left = fit_path(trail, width - len(right) - 3)
        return Content.styled("".join(spread(f"{signs.back} {left}", right, width)), "$muted")

    def _count(self, row: CheckRow, card: Scorecard, width: int) -> str:
        to_mend = [key_of(check) for check in card.checks if Show.TO_MEND.holds(check.outcome)]
        if row.key not in to_mend:
            return ""
        number = to_mend.index(row.key) + 1
        return f"{number} of {len(to_mend)} to mend" if width >= _WORDS else f"{number}/{len(to_mend)}"
