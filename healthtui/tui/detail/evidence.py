"""The places that prove a verdict, to choose from."""

from __future__ import annotations

from collections.abc import Mapping

from rich.cells import cell_len
from textual.content import Content
from textual.message import Message
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from healthtui.config import Waiver
from healthtui.report.signs import fit_path
from healthtui.scorecard.model import CheckResult, EvidenceEntry
from healthtui.tui.selectable import Options
from healthtui.tui.text import place, printable, wrapped

_COMMIT = 9  # characters of its id: enough for git to know it
_ONE_LINE = 60  # from this width the messages may stand beside the paths
_BESIDE, _BELOW = 2, 4  # rows that a message may take there


class EvidenceList(Options):
    """The paths with their messages beside them where nothing of either is cut, else below them."""

    class Moved(Message):
        """Another place is chosen."""

    def __init__(self) -> None:
        super().__init__(markup=False)
        self.entries: tuple[EvidenceEntry, ...] = ()
        self.waived: Mapping[EvidenceEntry, Waiver] = {}
        self._drawn_for = 0

    @property
    def entry(self) -> EvidenceEntry | None:
        return self.entries[self.highlighted or 0] if self.entries else None

    def show(self, check: CheckResult | None) -> None:
        """Keeps the chosen place where it is still there, by what it is and not by its line. What is waived stands last."""
        entries = check.places if check else ()
        waived = {place.entry: place.waiver for place in check.waived} if check else {}
        if entries == self.entries and waived == self.waived:
            return
        chosen = self.entry
        self.entries, self.waived = entries, waived
        self._fill()
        self.highlighted = next((i for i, entry in enumerate(entries) if _is_same(entry, chosen)), 0) if entries else None

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        event.stop()
        self.post_message(self.Moved())

    def on_resize(self) -> None:
        if self.entries and self._drawn_for != self.content_size.width:
            kept = self.highlighted
            self._fill()
            self.highlighted = kept

    def _fill(self) -> None:
        self._drawn_for = self.content_size.width or 40
        with self.prevent(OptionList.OptionHighlighted):
            self.clear_options()
            self.add_options([Option(line) for line in self._drawn(self._drawn_for)])

    def _drawn(self, width: int) -> list[Content]:
        longest = max((cell_len(place(each.path, each.line, each.column)) for each in self.entries), default=0)
        beside = [wrapped(self._said(entry), width - longest - 5, _BELOW) for entry in self.entries]
        if width >= _ONE_LINE and longest <= width // 2 and max(map(len, beside), default=0) <= _BESIDE:
            return [self._beside(entry, longest, said) for entry, said in zip(self.entries, beside, strict=True)]
        return [self._above(entry, width) for entry in self.entries]

    def _beside(self, entry: EvidenceEntry, column: int, said: list[str]) -> Content:
        path = place(entry.path, entry.line, entry.column)
        indented = f"\n{' ' * (column + 2)}".join(said)
        return Content.assemble((path, self._colour(entry)), " " * (column - cell_len(path) + 2), indented)

    def _above(self, entry: EvidenceEntry, width: int) -> Content:
        path = fit_path(place(entry.path, entry.line, entry.column if width >= _ONE_LINE else 0), width - 3)
        said = "".join(f"\n  {line}" for line in wrapped(self._said(entry), width - 5, _BELOW))
        return Content.assemble((path, self._colour(entry)), said)

    def _colour(self, entry: EvidenceEntry) -> str:
        return "$muted strike" if entry in self.waived else "$accent"

    def _said(self, entry: EvidenceEntry) -> str:
        """What is there, and in which commit where that is not the tree."""
        if waiver := self.waived.get(entry):
            return waived_until(waiver)
        message = printable(entry.message)
        return f"{message} (commit {printable(entry.commit[:_COMMIT])})" if entry.commit else message


def waived_until(waiver: Waiver) -> str:
    return f"Waived until {waiver.until.isoformat()}: {printable(waiver.reason)}"


def _is_same(entry: EvidenceEntry, other: EvidenceEntry | None) -> bool:
    if other is None:
        return False
    if entry.fingerprint and other.fingerprint:
        return entry.fingerprint == other.fingerprint
    return (entry.path, entry.message) == (other.path, other.message)
