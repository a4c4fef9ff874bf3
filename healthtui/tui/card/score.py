"""The head of the card: where we are, and how it stands."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from posixpath import basename

from rich.cells import cell_len
from textual.content import Content
from textual.widget import Widget

from healthtui.engine.verdict import Outcome
from healthtui.report.signs import is_ascii
from healthtui.scorecard.model import CheckResult, Scorecard, Standing
from healthtui.tui.card.rows import Show
from healthtui.tui.source import Phase, Status
from healthtui.tui.text import glyphs, printable, spread, whole

COLOURS = {
    Outcome.PASS: "$pass",
    Outcome.WARN: "$warn",
    Outcome.FAIL: "$fail",
    Outcome.UNKNOWN: "$unknown",
    Outcome.NOT_APPLICABLE: "$muted",
    Outcome.WAIVED: "$muted",
}
BAD_FIRST = (Outcome.FAIL, Outcome.WARN, Outcome.UNKNOWN, Outcome.PASS)
_BIG = (  # three rows, three cells a digit
    "╭─╮╶╮ ╶─╮╶─╮╷ ╷╭─╴╭─╴╶─┐╭─╮╭─╮",
    "│ │ │ ┌─┘ ─┤╰─┤╰─╮├─╮  │├─┤╰─┤",
    "╰─╯╶┴╴╰─╴╶─╯  ╵╶─╯╰─╯  ╵╰─╯╶─╯",
)


class TitleLine(Widget):
    """` acme-api · main        ● live`"""

    card: Scorecard | None = None
    status = Status(Phase.SCANNING)
    is_last_run = False

    def update(self, card: Scorecard | None, status: Status, is_last_run: bool) -> None:
        self.card, self.status, self.is_last_run = card, status, is_last_run
        self.refresh()

    def render(self) -> Content:
        state, colour = self._state()
        left, right = spread(self._where(), state, self.content_size.width)
        return Content.assemble((left, "bold $foreground"), (right, colour))

    def _where(self) -> str:
        if self.card is None:
            return "HealthTUI"
        repository = self.card.repository
        parts = [repository.name, repository.branch] if repository.branch else [repository.name]
        return f" {glyphs().dot} ".join(map(printable, parts))

    def _state(self) -> tuple[str, str]:
        signs, status = glyphs(), self.status
        match status.phase:
            case Phase.SCANNING | Phase.LIVE if self.is_last_run:
                share = f" {100 * status.done // status.total} %" if status.total else ""
                return f"{signs.busy} last run{share}", "$warn" if status.note else "$muted"
            case Phase.PAUSED:
                waiting = f"{status.waiting} wait" if status.waiting else "paused"
                return f"{signs.paused} {waiting}", "$warn"
            case Phase.GONE:
                return "folder gone", "$fail"
            case Phase.SCANNING:
                share = f"{100 * status.done // status.total} %" if status.total else "scanning"
                return f"{signs.busy} {share}", "$muted"
            case Phase.LIVE if status.half_written:
                return f"{signs.busy} {self._half_written()}", "$warn"
            case _:
                word = "polling" if status.is_polling else "live"
                return f"{signs.live} {word}", "$warn" if status.note else "$pass"

    def _half_written(self) -> str:
        """With the name of the file where that leaves room for where we are."""
        said = f"{printable(basename(self.status.half_written))} half written"
        return said if cell_len(said) <= self.content_size.width * 2 // 3 else "half written"


class ScoreHead(Widget):
    """The score in large, its grade and what holds it, its range, and how much is known."""

    card: Scorecard | None = None
    gained = 0.0  # points since the session began
    show = Show.TO_MEND
    is_compact = False

    def update(self, card: Scorecard | None, gained: float, show: Show, is_compact: bool) -> None:
        self.card, self.gained, self.show, self.is_compact = card, gained, show, is_compact
        self.display = card is None or bool(card.packages)
        self.refresh(layout=True)

    def render(self) -> Content:
        if self.card is None:
            return Content("" if self.is_compact else "\n\n")
        if self.is_compact:
            return self._line(self.card)
        numeral = _numeral(self.card.score)
        counts = Content("  ").join(counted(self.card.checks, BAD_FIRST))
        beside = [self._grade(self.card), counts, _range(self.card)]
        colour = f"bold {_grade_colour(self.card)}"
        lines = [Content.assemble((big, colour), "  ", text) for big, text in zip(numeral, beside, strict=True)]
        held = [Content.styled(said, "$warn") for said in _held_by(self.card)]
        truth = [Content.styled(said, "$muted") for said in _truths(self.card)[:1]]
        return Content("\n").join([*lines, *truth, *held])

    def _line(self, card: Scorecard) -> Content:
        number = whole(card.score) if card.score is not None else glyphs().dash
        counts = Content(" ").join(counted(card.checks, BAD_FIRST[:-1], ""))
        line = Content.assemble((number, f"bold {_grade_colour(card)}"), " ", self._grade(card), "  ", counts)
        room = self.content_size.width - line.cell_length - 2
        shows = [(str(self.show), "$accent")] if self.show is not Show.TO_MEND else []
        wanted = [*shows, *((said, "$muted") for said in _truths(card))]
        said, colour = next(((said, colour) for said, colour in wanted if cell_len(said) <= room), ("", ""))
        return line + Content.styled(f"  {said}", colour) if said else line

    def _grade(self, card: Scorecard) -> Content:
        parts = [Content.styled(printable(card.grade), f"bold {_grade_colour(card)}")]
        if abs(self.gained) >= 0.05:
            sign, colour = (glyphs().up, "$pass") if self.gained > 0 else (glyphs().down, "$fail")
            said = f"{sign}{abs(self.gained):.0f}" if self.is_compact else f"{sign} {abs(self.gained):.1f}"
            parts.append(Content.styled(said, colour))
        if self.show is not Show.TO_MEND and not self.is_compact:
            parts.append(Content.styled(f"shows {self.show}", "$accent"))
        return Content(" " if self.is_compact else "  ").join(parts)


def _numeral(score: float | None) -> list[str]:
    text = whole(score) if score is not None else glyphs().dash
    if is_ascii() or score is None:
        return [text, " " * len(text), " " * len(text)]
    return ["".join(row[3 * int(digit) : 3 * int(digit) + 3] for digit in text) for row in _BIG]


def _grade_colour(card: Scorecard) -> str:
    return f"$grade-{card.grade.lower()}" if card.grade in tuple("ABCDE") else "$muted"


def counted(checks: Iterable[CheckResult], outcomes: tuple[Outcome, ...], gap: str = " ") -> list[Content]:
    """How many of each verdict there are, as `3 ✗`; of none, nothing."""
    found = Counter(check.outcome for check in checks)
    marks = glyphs().marks
    return [Content.styled(f"{found[outcome]}{gap}{marks[outcome]}", COLOURS[outcome]) for outcome in outcomes if found[outcome]]


def _range(card: Scorecard) -> Content:
    known = f"{int(100 * card.completeness + 1e-9)} % known"
    low, high = map(whole, card.range)
    if low == high:
        return Content.styled(known, "$muted")
    signs = glyphs()
    return Content.styled(f"{low}{signs.dash}{high} {signs.dot} {known}", "$muted")


def _truths(card: Scorecard) -> list[str]:
    """`82 · 79 true · 2 waived`, and shorter; none where nothing is waived."""
    if not (count := len(card.waivers_that(Standing.AT_WORK))):
        return []
    score, true = (whole(one) if one is not None else glyphs().dash for one in (card.score, card.true_score))
    parts = [score, f"{true} true", f"{count} waived"]
    return [f" {glyphs().dot} ".join(parts[first:]) for first in range(len(parts))]


def _held_by(card: Scorecard) -> list[str]:
    """What keeps the letter below the number."""
    titles = {check.id: printable(check.title) for check in card.checks}
    if card.capped_by:
        return [f"{card.grade} at most: {', '.join(titles.get(id, id) for id in card.capped_by)}"]
    if card.score is not None and card.score >= 90 and card.grade != "A":
        return ["no A while a high risk is unknown"]
    return []
