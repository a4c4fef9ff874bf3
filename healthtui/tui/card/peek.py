"""What is under the cursor in a few lines, for when there is no room for the detail beside the card."""

from __future__ import annotations

from textual.content import Content
from textual.widget import Widget

from healthtui.engine.verdict import Outcome
from healthtui.report.signs import fit_path
from healthtui.scorecard.model import CheckResult, EvidenceEntry, Scorecard, SectionScore
from healthtui.tui.card.rows import CheckRow, Row
from healthtui.tui.card.score import BAD_FIRST, COLOURS, counted
from healthtui.tui.text import WORDS, fit, glyphs, place, printable, wrapped

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
        """The sentence has the rows that the places and the command leave it, and the places those that it leaves."""
        width, height = self.content_size
        entries, rows = check.evidence[:2], 1 if height <= _SHORT else 2
        command = _command(check, width, height - rows * len(entries) - 1)
        spare = height - rows * len(entries) - len(command)
        lines = _verdict(check, width, spare)
        spare = max(spare - len(lines), 0)
        for entry in entries:
            shown = [_short(entry, width)] if height <= _SHORT else _long(entry, width, 1 + spare)
            spare -= len(shown) - rows
            lines += shown
        return Content("\n").join([*lines, *command])


def _verdict(check: CheckResult, width: int, rows: int) -> list[Content]:
    first, *others = wrapped(printable(check.summary) or WORDS[check.outcome], width - 2, rows)
    mark = (f"{glyphs().marks[check.outcome]} ", COLOURS[check.outcome])
    return [Content.assemble(mark, first), *(Content(f"  {line}") for line in others)]


def _command(check: CheckResult, width: int, rows: int) -> list[Content]:
    if not check.command:
        return []
    first, *others = wrapped(f"$ {printable(check.command)}", width - 4, rows)
    return [Content.styled(f"  {first}", "$accent"), *(Content.styled(f"    {line}", "$accent") for line in others)]


def _short(entry: EvidenceEntry, width: int) -> Content:
    path = fit_path(place(entry.path, entry.line), width * 3 // 5)
    message = fit(printable(entry.message), width - len(path) - 4)
    return Content.assemble("  ", (path, "$accent"), "  ", (message, "$muted"))


def _long(entry: EvidenceEntry, width: int, rows: int) -> list[Content]:
    path = fit_path(place(entry.path, entry.line), width - 2)
    message = wrapped(printable(entry.message), width - 4, rows)
    return [Content.styled(f"  {path}", "$accent"), *(Content.styled(f"    {line}", "$muted") for line in message)]


def _section(section: SectionScore, card: Scorecard) -> Content:
    """How many of each verdict are in it, those that the card does not list among them."""
    inside = [check for check in card.checks if check.section == section.id]
    counts = counted(inside, (*BAD_FIRST, Outcome.NOT_APPLICABLE, Outcome.WAIVED))
    return Content("\n").join([Content.styled(printable(section.title), "bold"), Content("  ").join(counts)])
