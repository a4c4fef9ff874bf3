"""The report on a terminal, from 36 columns up. Everything is a `Text`: no text is ever read as markup."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.columns import Columns
from rich.console import Console, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from healthtui.engine.verdict import Outcome
from healthtui.report.signs import InSigns
from healthtui.report.summary import (
    GLYPHS,
    WORDS,
    capped,
    number,
    percent,
    points,
    title,
    truth,
    waived_places,
    waived_what,
    waived_why,
    where,
    with_outcome,
)
from healthtui.report.text import plain
from healthtui.scorecard.model import CheckResult, EvidenceEntry, Scorecard, SectionScore

_STYLES = {
    Outcome.PASS: "green",
    Outcome.WARN: "yellow",
    Outcome.FAIL: "red",
    Outcome.UNKNOWN: "cyan",
    Outcome.NOT_APPLICABLE: "dim",
    Outcome.WAIVED: "dim",
}
_MOST_FIXES, _MOST_PLACES, _MOST_SKIPPED, _BAR = 4, 5, 5, 10


def print_report(card: Scorecard, console: Console) -> None:
    """Prints the whole report, in the signs that are chosen."""
    for part in _parts(card):
        console.print(InSigns(part))


def _parts(card: Scorecard) -> Iterator[RenderableType]:
    yield from _head(card)
    yield from _fixes(card)
    for section in card.sections:
        yield from _section(card, section)
    yield from _inapplicable(card)
    yield from _waivers(card)
    yield from _skipped(card)


def _head(card: Scorecard) -> Iterator[RenderableType]:
    repository = card.repository
    names = [plain(name) for name in (repository.name, repository.branch, repository.commit[:8]) if name]
    yield Text(" · ".join(names) + (" · uncommitted changes" if repository.is_dirty else ""), style="bold")
    yield Text("")
    low, high = (number(bound, 0) for bound in card.range)
    grade = "no grade" if card.grade == "?" else f"grade {card.grade}"
    yield Text.assemble((f"{number(card.score)} of 100", "bold"), " · ", (grade, "bold"))
    if waived := truth(card):
        yield Text(waived)
    if card.capped_by:
        yield Text(plain(capped(card)))
    yield Text(f"{low}–{high} possible · {percent(card.completeness)} known", style="dim")
    counts = [(outcome, card.count(outcome)) for outcome in Outcome]
    yield Columns([Text(f"{GLYPHS[o]} {n} {WORDS[o]}", style=_STYLES[o]) for o, n in counts if n], padding=(0, 2, 0, 0))
    for note in card.notes:
        yield Text(f"Note: {plain(note)}")


def _fixes(card: Scorecard) -> Iterator[RenderableType]:
    fixes = card.offending()[:_MOST_FIXES]
    if not fixes:
        return
    yield _heading("Fix first", f"{points(sum(check.points for check in fixes))} points")
    for check in fixes:
        yield _row(check, title(card, check), f"{check.risk} {points(check.points)}")


def _section(card: Scorecard, section: SectionScore) -> Iterator[RenderableType]:
    checks = [check for check in card.checks if check.section == section.id]
    shown = [check for check in checks if check.outcome is not Outcome.NOT_APPLICABLE]
    if not shown:
        return
    yield _heading(section.title, f"{_bar(section.score)} {number(section.score, 0):>3}")
    for check in shown:
        yield _row(check, title(card, check), check.short)
        if check.outcome is not Outcome.PASS:
            yield from _detail(check)


def _detail(check: CheckResult) -> Iterator[RenderableType]:
    yield _indented(Text(plain(check.summary)))
    yield from _places(check.evidence)
    if check.command:
        yield _indented(Text(f"to know it: {plain(check.command)}", style="cyan"))


def _places(entries: Sequence[EvidenceEntry]) -> Iterator[RenderableType]:
    for entry in entries[:_MOST_PLACES]:
        yield _indented(Text.assemble((plain(where(entry)), "bold"), "  ", plain(entry.message)))
    if len(entries) > _MOST_PLACES:
        yield _indented(Text(f"… and {len(entries) - _MOST_PLACES} more places", style="dim"))


def _inapplicable(card: Scorecard) -> Iterator[RenderableType]:
    if checks := with_outcome(card, Outcome.NOT_APPLICABLE):
        yield _heading("Does not apply", str(len(checks)))
        yield Text(plain(", ".join(title(card, check) for check in checks)), style="dim")


def _waivers(card: Scorecard) -> Iterator[RenderableType]:
    """Seen, never hidden: those that are at work with what they take out, and those that are not."""
    if not card.waivers:
        return
    yield _heading("Waived", str(len(card.waivers)))
    for one in card.waivers:
        yield Text(plain(waived_what(one)), style="bold")
        yield _indented(Text(plain(waived_why(one))))
        yield from _places(waived_places(card, one))


def _skipped(card: Scorecard) -> Iterator[RenderableType]:
    if not card.skipped:
        return
    yield _heading("Not read", str(len(card.skipped)))
    for skipped in card.skipped[:_MOST_SKIPPED]:
        yield Text.assemble((plain(skipped.path), "bold"), "  ", plain(skipped.reason))
    if len(card.skipped) > _MOST_SKIPPED:
        yield Text(f"… and {len(card.skipped) - _MOST_SKIPPED} more files", style="dim")


def _heading(left: str, right: str) -> RenderableType:
    table = Table.grid(expand=True)
    table.add_column(ratio=1, overflow="fold")
    table.add_column(justify="right", no_wrap=True)
    table.add_row(Text(plain(left), style="bold"), Text(right))
    return Padding(table, (1, 0, 0, 0))


def _row(check: CheckResult, name: str, right: str) -> RenderableType:
    table = Table.grid(expand=True, padding=(0, 1, 0, 0))
    table.add_column(width=9, no_wrap=True)
    table.add_column(ratio=1, overflow="fold")
    table.add_column(justify="right", no_wrap=True)
    verdict = Text(f"{GLYPHS[check.outcome]} {WORDS[check.outcome]}", style=_STYLES[check.outcome])
    table.add_row(verdict, Text(plain(name)), Text(plain(right)))
    return table


def _indented(text: Text) -> RenderableType:
    text.overflow = "fold"
    return Padding(text, (0, 0, 0, 4))


def _bar(score: float | None) -> str:
    if score is None:
        return "╌" * _BAR
    filled = round(score / 100 * _BAR)
    return "━" * filled + "╌" * (_BAR - filled)
