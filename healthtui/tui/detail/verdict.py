"""What the detail says of a check or a section, in words."""

from __future__ import annotations

from textwrap import wrap

from rich.cells import cell_len
from textual.content import Content

from healthtui.engine.verdict import Outcome, Reason
from healthtui.scorecard.model import CheckResult, Scorecard, SectionScore
from healthtui.tui.card.rows import Row, SectionRow
from healthtui.tui.card.score import COLOURS
from healthtui.tui.detail.evidence import waived_until
from healthtui.tui.measured import Measured
from healthtui.tui.text import WORDS, fit, glyphs, printable, whole

REASONS = {
    Reason.NO_EVIDENCE: "the output that it reads is not there",
    Reason.STALE: "what it reads is older than the code",
    Reason.NO_MATCH: "what it reads speaks of no file that is here",
    Reason.UNREADABLE: "a file that it needs cannot be read",
    Reason.NOT_SUPPORTED: "the code is of a form that is not read",
    Reason.NOT_FOLLOWED: "a value comes from where it cannot be followed",
    Reason.ERROR: "the check itself broke",
}
_BAR = 10  # cells
_GAP, _NARROWEST = 2, 12  # cells between a title and what is said of it, and what that is given at least


class VerdictText(Measured):
    """What is said first of a check or a section."""

    row: Row | None = None
    card: Scorecard | None = None

    def show(self, row: Row | None, card: Scorecard) -> None:
        self.row, self.card = row, card
        self.refresh(layout=True)

    def text(self, width: int) -> Content:
        if self.row is None or self.card is None:
            return Content("")
        if isinstance(self.row, SectionRow):
            return _of_section(self.row.section, self.card, width)
        return _of_check(self.row.check, self.card)


def _of_check(check: CheckResult, card: Scorecard) -> Content:
    mark, colour = glyphs().marks[check.outcome], COLOURS[check.outcome]
    title = Content.assemble((f"{mark} {printable(check.title)}", f"bold {colour}"), (f"  {WORDS[check.outcome]}", colour))
    lines = [title, Content(printable(check.summary))]
    if check.waiver is not None:
        lines.append(Content.styled(waived_until(check.waiver), "$muted"))
    if check.outcome is Outcome.WAIVED:
        lines.append(Content.styled(f"Without a waiver: {WORDS[check.true_outcome]}.", "$muted"))
    if check.reason_code is not None:
        lines.append(Content.styled(f"Unknown: {REASONS[check.reason_code]}.", "$unknown"))
    if check.met is not None and check.of:
        lines.append(_count(check.met, check.of, check.bounds, colour))
    lines.append(Content.styled(_stakes(check, card), "$muted"))
    if check.command:
        lines += [Content.styled("\nMake the evidence", "$muted"), Content.styled(printable(check.command), "$accent")]
    return Content("\n").join(lines)


def _count(met: int, of: int, bounds: tuple[float, float] | None, colour: str) -> Content:
    """How far it is from what passes, where that is a share."""
    signs, full = glyphs(), _BAR * met // of
    bar = (signs.full * full, colour), (signs.empty * (_BAR - full), "$line")
    said = f"{100 * met // of} % {signs.dot} pass at {100 * bounds[0]:g} %" if bounds else f"{met} of {of} in order"
    return Content.assemble(*bar, f"  {said}")


def _stakes(check: CheckResult, card: Scorecard) -> str:
    risk = f"{check.risk.capitalize()} risk ({check.weight:g})."
    if not check.points or card.score is None:
        return risk
    now, after = whole(card.score), whole(min(100.0, card.score + check.points))
    verb = "Mending" if check.outcome is not Outcome.UNKNOWN else "Proving"
    return f"{risk} {verb} it adds {check.points:.1f}{f': {now} to {after}' if now != after else ''}."


def _of_section(section: SectionScore, card: Scorecard, width: int) -> Content:
    """Every check of the section, the passing ones too."""
    score = whole(section.score) if section.score is not None else glyphs().dash
    lines = [Content.assemble((f"{printable(section.title)}  {score}", "bold")), Content("")]
    inside = [check for check in card.checks if check.section == section.id]
    column = max((cell_len(printable(check.title)) for check in inside), default=0) + _GAP
    for check in inside:
        mark = (f"{glyphs().marks[check.outcome]} ", COLOURS[check.outcome])
        said = wrap(printable(check.summary), max(width - column - 2, _NARROWEST))
        summary = f"\n{' ' * (column + 2)}".join(said)
        lines.append(Content.assemble(mark, fit(printable(check.title), column), (summary, "$muted")))
    return Content("\n").join(lines)
