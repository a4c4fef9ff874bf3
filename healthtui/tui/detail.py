"""A check in full: the verdict, the places, the code there, the guidance."""

from __future__ import annotations

from rich.cells import cell_len
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from healthtui.engine.verdict import Outcome
from healthtui.scorecard.model import CheckResult, EvidenceEntry, Scorecard, SectionScore
from healthtui.tui.evidence import EvidenceList
from healthtui.tui.excerpt import Excerpt
from healthtui.tui.guide import Guide
from healthtui.tui.pages import page_of
from healthtui.tui.rows import CheckRow, Row, SectionRow
from healthtui.tui.score import COLOURS
from healthtui.tui.source import CardSource
from healthtui.tui.text import WORDS, fit, glyphs, printable, whole

_AROUND = 2
# Where the place itself is a secret, no excerpt is shown; in the excerpts of others its line is hidden.
_SECRET = ("security.secrets", "security.secrets-history", "security.env-files")
_HIDDEN = "(a secret, not shown)"


class Detail(VerticalScroll, can_focus=False):
    def __init__(self, source: CardSource) -> None:
        super().__init__()
        self.source = source
        self.check: CheckResult | None = None
        self.hidden: frozenset[tuple[str, int]] = frozenset()  # paths and lines that hold a secret

    def compose(self) -> ComposeResult:
        with VerticalScroll(id="facts", can_focus=False):
            yield Static(id="crumb", markup=False)
            yield Static(id="verdict", markup=False)
            yield Static(id="places", markup=False)
            yield EvidenceList()
            yield Excerpt()
        yield Guide()

    @property
    def entry(self) -> EvidenceEntry | None:
        return self.query_one(EvidenceList).entry if self.check else None

    def show(self, row: Row | None, card: Scorecard) -> None:
        before, self.check = self.check, row.check if isinstance(row, CheckRow) else None
        if before is None or self.check is None or before.id != self.check.id:
            self.scroll_home(animate=False)
        secrets = (check for check in card.checks if check.id in _SECRET)
        self.hidden = frozenset((entry.path, entry.line) for check in secrets for entry in check.evidence)
        self.query_one("#crumb", Static).update(_crumb(row))
        verdict = self.query_one("#verdict", Static)
        verdict.set_class(isinstance(row, SectionRow), "-table")
        verdict.update(_verdict(row, card))
        entries = self.check.evidence if self.check else ()
        evidence = self.query_one(EvidenceList)
        evidence.show(entries)
        evidence.display = bool(entries)
        places = self.query_one("#places", Static)
        places.display = bool(entries)
        places.update(Content.styled(f"EVIDENCE {glyphs().dot} {len(entries)}", "bold $muted"))
        self.query_one(Guide).show(page_of(self.source, self.check, card) if self.check else None)
        self.show_excerpt()

    def on_evidence_list_moved(self) -> None:
        self.show_excerpt()

    def show_excerpt(self) -> None:
        entry, lines = self.entry, []
        if entry and entry.line and self.check and self.check.id not in _SECRET:
            lines = self.source.excerpt(entry.path, entry.line, _AROUND)
            lines = [(number, _HIDDEN if (entry.path, number) in self.hidden else text) for number, text in lines]
        self.query_one(Excerpt).show(entry.path if entry else "", entry.line if entry else 0, lines)


def _crumb(row: Row | None) -> Content:
    if not isinstance(row, CheckRow):
        return Content.styled(f"{glyphs().back} {printable(row.section.id)}", "$muted") if row else Content("")
    trail = f" {glyphs().dot} ".join(printable(part) for part in (row.check.id, row.package) if part)
    return Content.styled(f"{glyphs().back} {trail}", "$muted")


def _verdict(row: Row | None, card: Scorecard) -> Content:
    if row is None:
        return Content("")
    return _of_check(row.check, card) if isinstance(row, CheckRow) else _of_section(row.section, card)


def _of_check(check: CheckResult, card: Scorecard) -> Content:
    mark, colour = glyphs().marks[check.outcome], COLOURS[check.outcome]
    lines = [
        Content.assemble((f"{mark} {printable(check.title)}", f"bold {colour}"), (f"  {WORDS[check.outcome]}", colour)),
        Content(printable(check.summary)),
        Content.styled(_stakes(check, card), "$muted"),
    ]
    if check.command:
        lines.append(Content.assemble(("\nMake the evidence  ", "$muted"), (printable(check.command), "$accent")))
    return Content("\n").join(lines)


def _stakes(check: CheckResult, card: Scorecard) -> str:
    risk = f"{check.risk.capitalize()} risk ({check.weight:g})."
    if not check.points or card.score is None:
        return risk
    after = whole(min(100.0, card.score + check.points))
    verb = "Mending" if check.outcome is not Outcome.UNKNOWN else "Proving"
    return f"{risk} {verb} it adds {check.points:.1f}: {whole(card.score)} to {after}."


def _of_section(section: SectionScore, card: Scorecard) -> Content:
    """Every check of the section, the passing ones too."""
    score = whole(section.score) if section.score is not None else glyphs().dash
    lines = [Content.assemble((f"{printable(section.title)}  {score}", "bold")), Content("")]
    inside = [check for check in card.checks if check.section == section.id]
    widest = max((cell_len(printable(check.title)) for check in inside), default=0)
    for check in inside:
        title = fit(printable(check.title), widest)
        mark = (f"{glyphs().marks[check.outcome]} ", COLOURS[check.outcome])
        lines.append(Content.assemble(mark, title, (f"  {printable(check.summary)}", "$muted")))
    return Content("\n").join(lines)
