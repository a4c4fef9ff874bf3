"""A check in full: the verdict, the places, the code there, the guidance, and what the last run changed."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from healthtui.engine.verdict import Outcome
from healthtui.scorecard.model import CheckResult, EvidenceEntry, Scorecard
from healthtui.tui.card.rows import CheckRow, Row, SectionRow
from healthtui.tui.detail.changes import LastChanges, RunChange
from healthtui.tui.detail.crumb import Crumb
from healthtui.tui.detail.evidence import EvidenceList
from healthtui.tui.detail.excerpt import Excerpt
from healthtui.tui.detail.guide import Guide
from healthtui.tui.detail.pages import page_of
from healthtui.tui.detail.tabs import Tab, Tabs
from healthtui.tui.detail.verdict import VerdictText
from healthtui.tui.source import CardSource
from healthtui.tui.text import glyphs

_AROUND, _AROUND_TALL = 2, 5  # lines of code on each side of the place
_TALL = 34  # rows
# Where the place itself is a secret, no excerpt is shown; in the excerpts of others its line is hidden.
_SECRET = ("security.secrets", "security.secrets-history", "security.env-files")
_HIDDEN = "(a secret, not shown)"


class Detail(Vertical):
    def __init__(self, source: CardSource) -> None:
        super().__init__()
        self.source = source
        self.check: CheckResult | None = None
        self.hidden: frozenset[tuple[str, int]] = frozenset()  # paths and lines that hold a secret

    def compose(self) -> ComposeResult:
        yield Crumb()
        with VerticalScroll(id="body", can_focus=True):
            with VerticalScroll(id="facts", can_focus=False):
                yield VerdictText()
                yield Tabs()
                with Vertical(id="proof"):
                    yield Static(id="places", markup=False)
                    yield EvidenceList()
                    yield Excerpt()
            yield Guide()
        yield LastChanges()

    def focus_inside(self) -> None:
        """The places, or what scrolls where there are none to choose from."""
        evidence = self.query_one(EvidenceList)
        (evidence if self.check and self.check.places else self.query_one("#body")).focus()

    def scroll_lines(self, lines: int) -> None:
        scrolled = self.query_one(Guide) if self.screen.has_class("-huge") else self.query_one("#body")
        scrolled.scroll_relative(y=lines, animate=False)

    @property
    def entry(self) -> EvidenceEntry | None:
        return self.query_one(EvidenceList).entry if self.check else None

    def show(self, row: Row | None, card: Scorecard, run: RunChange | None = None) -> None:
        before, self.check = self.check, row.check if isinstance(row, CheckRow) else None
        if before is None or self.check is None or before.id != self.check.id:
            for scrolled in self.query(VerticalScroll):
                scrolled.scroll_home(animate=False)
        secrets = (check for check in card.checks if check.id in _SECRET)
        self.hidden = frozenset((entry.path, entry.line) for check in secrets for entry in check.places)
        self.query_one(Crumb).show(row, card)
        self.query_one(VerdictText).show(row, card)
        self.set_class(isinstance(row, SectionRow), "-section")
        self._show_places()
        self.query_one(Guide).show(self.check, page_of(self.source, self.check, card) if self.check else None, card)
        self.query_one(LastChanges).show(run)

    def _show_places(self) -> None:
        entries = self.check.places if self.check else ()
        self.query_one(EvidenceList).show(self.check)
        self.set_class(not entries, "-bare")
        self.query_one(Tabs).show(len(entries))
        heading = f"{_heading(self.check)} {glyphs().dot} {len(entries)}"
        self.query_one("#places", Static).update(Content.styled(heading, "bold $muted"))
        self.show_excerpt()

    def on_tabs_chosen(self) -> None:
        self.set_class(self.query_one(Tabs).tab is Tab.GUIDANCE, "-guidance")
        self.query_one("#body", VerticalScroll).scroll_home(animate=False)

    def on_evidence_list_moved(self) -> None:
        self.show_excerpt()

    def on_resize(self) -> None:
        self.show_excerpt()

    def show_excerpt(self) -> None:
        """Of a place in an old commit none: the file is not as it was."""
        entry, lines = self.entry, []
        if entry and entry.line and not entry.commit and self.check and self.check.id not in _SECRET:
            lines = self.source.excerpt(entry.path, entry.line, self._around)
            lines = [(number, _HIDDEN if (entry.path, number) in self.hidden else text) for number, text in lines]
        self.query_one(Excerpt).show(entry.path if entry else "", entry.line if entry else 0, lines)

    @property
    def _around(self) -> int:
        return _AROUND_TALL if self.screen.has_class("-huge") and self.screen.size.height >= _TALL else _AROUND


def _heading(check: CheckResult | None) -> str:
    if check is not None and check.waived and not check.evidence:
        return "WAIVED"
    return "PROOF" if check is not None and check.outcome is Outcome.PASS else "EVIDENCE"
