"""What is under the cursor in a few lines, for when there is no room for the detail beside the card."""

from __future__ import annotations

from textual.content import Content
from textual.widget import Widget

from healthtui.engine.verdict import Outcome
from healthtui.scorecard.model import CheckResult, EvidenceEntry, Scorecard, SectionScore
from healthtui.tui.card.rows import CheckRow, Row
from healthtui.tui.card.score import BAD_FIRST, COLOURS, counted
from healthtui.tui.text import WORDS, fit, fit_path, glyphs, place, printable

_SHORT = 3  # rows: a line for the verdict, a line a place; with more rows a place takes two


class Peek(Widget):
    row: Row | None = None
    card: Scorecard | None = None

    def update(self, row: Row | None, card: Scorecard | None) -> None:
        self.row, self.card = row, card
        self.refresh()

    def render(self) -> Content:
        if self.row is None or self.card is None:
            return Content("")
        return self._check(self.row.check) if isinstance(self.row, CheckRow) else _section(self.row.section, self.card)

    def _check(self, check: CheckResult) -> Content:
        width, height = self.content_size
        lines = [self._verdict(check, width)]
        for entry in check.evidence[:2]:
            lines += [self._short(entry, width)] if height <= _SHORT else self._long(entry, width)
        if check.command:
            lines.append(Content.styled(fit(f"  $ {printable(check.command)}", width), "$accent"))
        return Content("\n").join(lines)

    def _verdict(self, check: CheckResult, width: int) -> Content:
        says = printable(check.summary) or WORDS[check.outcome]
        return Content.assemble((f"{glyphs().marks[check.outcome]} ", COLOURS[check.outcome]), fit(says, width - 2))

    def _short(self, entry: EvidenceEntry, width: int) -> Content:
        path = fit_path(place(entry.path, entry.line), width * 3 // 5)
        message = fit(printable(entry.message), width - len(path) - 4)
        return Content.assemble("  ", (path, "$accent"), "  ", (message, "$muted"))

    def _long(self, entry: EvidenceEntry, width: int) -> list[Content]:
        path = fit_path(place(entry.path, entry.line), width - 2)
        message = fit(printable(entry.message), width - 4)
        return [Content.styled(f"  {path}", "$accent"), Content.styled(f"    {message}", "$muted")]


def _section(section: SectionScore, card: Scorecard) -> Content:
    """How many of each verdict are in it, those that the card does not list among them."""
    inside = [check for check in card.checks if check.section == section.id]
    counts = counted(inside, (*BAD_FIRST, Outcome.NOT_APPLICABLE, Outcome.WAIVED))
    return Content("\n").join([Content.styled(printable(section.title), "bold"), Content("  ").join(counts)])
