"""The places that prove a verdict, to choose from."""

from __future__ import annotations

from collections.abc import Mapping
from textwrap import wrap

from rich.cells import cell_len
from textual.content import Content
from textual.message import Message
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from healthtui.config import Waiver
from healthtui.scorecard.model import CheckResult, EvidenceEntry
from healthtui.tui.selectable import Options
from healthtui.tui.text import fit, fit_path, glyphs, place, printable

_COMMIT = 9  # characters of its id: enough for git to know it
_ONE_LINE = 60  # from this width the message stands beside the path


class EvidenceList(Options):
    """The path with its message beside it where there is room, else below it."""

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
            self.add_options([Option(self._line(entry, self._drawn_for)) for entry in self.entries])

    def _line(self, entry: EvidenceEntry, width: int) -> Content:
        waiver = self.waived.get(entry)
        message = _said(entry) if waiver is None else waived_until(waiver)
        colour = "$accent" if waiver is None else "$muted strike"
        if width < _ONE_LINE:
            path = fit_path(place(entry.path, entry.line), width - 3)
            return Content.assemble((path, colour), "".join(f"\n  {line}" for line in _lines(message, width - 5)))
        longest = max(cell_len(place(each.path, each.line, each.column)) for each in self.entries)
        column = min(longest, width // 2)
        path = fit_path(place(entry.path, entry.line, entry.column), column)
        said = f"\n{' ' * (column + 2)}".join(_lines(message, width - column - 5))
        return Content.assemble((path, colour), " " * (column - cell_len(path) + 2), said)


def waived_until(waiver: Waiver) -> str:
    return f"Waived until {waiver.until.isoformat()}: {printable(waiver.reason)}"


def _said(entry: EvidenceEntry) -> str:
    """What is there, and in which commit where that is not the tree."""
    message = printable(entry.message)
    return f"{message} (commit {printable(entry.commit[:_COMMIT])})" if entry.commit else message


def _lines(message: str, width: int) -> list[str]:
    """At most two."""
    lines = wrap(message, max(width, 8), max_lines=2, placeholder=glyphs().ellipsis)
    return [fit(line, width) for line in lines]


def _is_same(entry: EvidenceEntry, other: EvidenceEntry | None) -> bool:
    if other is None:
        return False
    if entry.fingerprint and other.fingerprint:
        return entry.fingerprint == other.fingerprint
    return (entry.path, entry.message) == (other.path, other.message)
