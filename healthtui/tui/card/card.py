"""The list of sections and checks: one strip a row, drawn once and kept until its row changes."""

from __future__ import annotations

from typing import ClassVar

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.geometry import Region, Size
from textual.message import Message
from textual.strip import Strip

from healthtui.engine.verdict import Outcome
from healthtui.tui.card.rows import CheckRow, Key, Row, SectionRow
from healthtui.tui.selectable import Selectable, marked
from healthtui.tui.text import WORDS, fit, glyphs, printable, spread, whole

_STYLES = {
    Outcome.PASS: "card--pass",
    Outcome.WARN: "card--warn",
    Outcome.FAIL: "card--fail",
    Outcome.UNKNOWN: "card--unknown",
    Outcome.NOT_APPLICABLE: "card--muted",
    Outcome.WAIVED: "card--muted",
}
_FRESH_SECONDS = 3.0
_SKELETON = 8
_INDENT, _INDENT_NARROW, _NARROW = 5, 3, 36  # cells before a check's mark; under 36 its title would be cut
_CHOSEN = ("card--cursor", "card--blur")
_Face = tuple[Row, int, str]  # row, width, backdrop: what a strip depends on


class CardList(Selectable, can_focus=True, inherit_bindings=False):  # keys move the cursor, and never the window alone
    """The cursor stays on its check, and on its line of the screen, whatever comes and goes around it."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        *_STYLES.values(), "card--text", "card--title", "card--line", "card--cursor", "card--blur", "card--fresh",
    }  # fmt: skip

    class Moved(Message):
        """The cursor is on another row, or its row reads differently."""

    class Chosen(Message):
        """The row under the cursor is to be opened."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: tuple[Row, ...] = ()
        self.cursor = 0
        self.fresh: frozenset[Key] = frozenset()
        self.is_skeleton = True
        self.empty = ""
        self._chosen: Key | None = None  # where the cursor was put; it comes back there when that row does
        self._strips: dict[int, tuple[_Face, Strip]] = {}

    @property
    def row(self) -> Row | None:
        return self.rows[self.cursor] if self.rows else None

    def show(self, rows: tuple[Row, ...], fresh: frozenset[Key] = frozenset(), empty: str = "") -> None:
        """Takes new rows; `fresh` ones are tinted for a while. `empty` is said where there are none."""
        self.empty = empty
        before, old_row = self.rows, self.row
        self.is_skeleton = False
        self.rows = rows
        if [row.key for row in before] != [row.key for row in rows]:
            self._keep_place(before)
        self.virtual_size = Size(self.size.width, len(rows))
        if fresh and self.app.animation_level != "none":
            self.fresh |= fresh
            self.set_timer(_FRESH_SECONDS, lambda: self._cool(fresh))
        self._repaint()
        if self.row != old_row:
            self.post_message(self.Moved())

    def _keep_place(self, before: tuple[Row, ...]) -> None:
        positions = {row.key: index for index, row in enumerate(self.rows)}
        old, offset = self.cursor, self.cursor - self.scroll_offset.y
        above = (positions[row.key] for row in reversed(before[: old + 1]) if row.key in positions)
        self.cursor = positions[self._chosen] if self._chosen in positions else next(above, 0)
        if before:
            self.virtual_size = Size(self.size.width, len(self.rows))
            self.scroll_to(y=max(0, self.cursor - offset), animate=False, immediate=True)
            self.scroll_to_region(Region(0, self.cursor, 1, 1), animate=False, immediate=True)
        self._strips.clear()
        self.refresh()

    def _cool(self, keys: frozenset[Key]) -> None:
        self.fresh -= keys
        self._repaint()

    def _repaint(self) -> None:
        """Only the rows that would be drawn differently."""
        for index, row in enumerate(self.rows):
            kept = self._strips.get(index)
            if kept is None or kept[0] != self._face(index, row):
                self.refresh(Region(0, index - self.scroll_offset.y, self.size.width, 1))

    def move_to(self, index: int) -> None:
        if self.rows:
            old, self.cursor = self.cursor, max(0, min(index, len(self.rows) - 1))
            self._chosen = self.rows[self.cursor].key
            self._repaint()
            self.scroll_to_region(Region(0, self.cursor, 1, 1), animate=False, immediate=True)
            if self.cursor != old:
                self.post_message(self.Moved())

    def bring_into_view(self) -> None:
        """The section under the cursor with its checks, as far as there is room."""
        below = (index for index in range(self.cursor + 1, len(self.rows)) if isinstance(self.rows[index], SectionRow))
        rows = min(next(below, len(self.rows)) - self.cursor, self.size.height)
        self.scroll_to_region(Region(0, self.cursor, 1, rows), animate=False, immediate=True)

    def move_to_key(self, key: Key) -> bool:
        for index, row in enumerate(self.rows):
            if row.key == key:
                self.move_to(index)
                return True
        return False

    def watch_has_focus(self, has_focus: bool) -> None:
        super().watch_has_focus(has_focus)
        self._repaint()

    def notify_style_update(self) -> None:
        super().notify_style_update()
        self._strips.clear()

    def on_click(self, event: events.Click) -> None:
        if self.is_selecting:
            return
        index = event.y + self.scroll_offset.y
        if index < len(self.rows):
            is_again = index == self.cursor
            self.move_to(index)
            if is_again or isinstance(self.row, SectionRow):
                self.post_message(self.Chosen())

    def on_resize(self) -> None:
        self.virtual_size = Size(self.size.width, len(self.rows))
        if self.rows:
            self.scroll_to_region(Region(0, self.cursor, 1, 1), animate=False, immediate=True)

    def render_line(self, y: int) -> Strip:
        return self.selectable(y, self._line(y))

    def _line(self, y: int) -> Strip:
        index, width = y + self.scroll_offset.y, self.size.width
        if self.is_skeleton:
            return self._skeleton(index, width)
        if index >= len(self.rows):
            said = f" {self.empty}" if y == 0 and not self.rows else ""
            strip = Strip([Segment(said, self._style("card--muted"))])
            return strip.adjust_cell_length(width, self.rich_style).apply_style(self.rich_style)
        face = self._face(index, self.rows[index])
        kept = self._strips.get(index)
        if kept is None or kept[0] != face:
            kept = self._strips[index] = face, self._draw(face)
        return kept[1]

    def _face(self, index: int, row: Row) -> _Face:
        if index == self.cursor:
            return row, self.size.width, "card--cursor" if self.has_focus else "card--blur"
        return row, self.size.width, "card--fresh" if row.key in self.fresh else ""

    def _draw(self, face: _Face) -> Strip:
        row, width, backdrop = face
        segments = self._section(row, width) if isinstance(row, SectionRow) else self._check(row, width)
        base = self.rich_style if not backdrop else self.rich_style + self._style(backdrop)
        if base.reverse:  # the colours of texts, turned round, would be blocks
            segments = [Segment(segment.text) for segment in segments]
        strip = Strip(segments).adjust_cell_length(width, base).apply_style(base)
        return marked(strip) if backdrop in _CHOSEN else strip

    def _section(self, row: SectionRow, width: int) -> list[Segment]:
        signs, score = glyphs(), row.section.score
        bar = max(6, width // 3 - 2)
        value = whole(score) if score is not None else signs.dash
        title = fit(printable(row.section.title), width - bar - 10)
        full = round(bar * (score or 0) / 100)
        drawn = (signs.full * full, signs.empty * (bar - full)) if score is not None else ("", " " * bar)
        fold = signs.folded if row.is_folded else signs.unfolded
        heading = self._style("card--muted" if row.is_empty else "card--title")
        return [
            Segment(f" {row.digit or ' '} ", self._style("card--muted")),
            Segment("  " if row.is_empty else f"{fold} ", self._style("card--muted")),
            *self._heading(row, title, heading),
            Segment(drawn[0], self._style("card--text")),
            Segment(drawn[1], self._style("card--line")),
            Segment(f"{value:>4} ", heading),
        ]

    def _heading(self, row: SectionRow, title: str, style: Style) -> list[Segment]:
        """The title; of a folded section also what it hides, the worst first, as far as there is room."""
        named = zip((Outcome.FAIL, Outcome.WARN, Outcome.UNKNOWN), row.hidden, strict=True)
        room = cell_len(title) - cell_len(title.rstrip()) - 2
        counts: list[Segment] = []
        for outcome, count in named:
            said = f"{count}{glyphs().marks[outcome]} "
            if count and cell_len(said) <= room:
                counts.append(Segment(said, self._style(_STYLES[outcome])))
                room -= cell_len(said)
        taken = sum(segment.cell_length for segment in counts)
        return [Segment(fit(title.rstrip(), cell_len(title) - taken), style), *counts]

    def _check(self, row: CheckRow, width: int) -> list[Segment]:
        check = row.check
        colour = self._style(_STYLES[check.outcome])
        quiet = check.outcome in (Outcome.PASS, Outcome.NOT_APPLICABLE, Outcome.WAIVED)
        short = fit(printable(check.short or _SHORT[check.outcome]), 12).rstrip()
        indent = _INDENT if width >= _NARROW else _INDENT_NARROW
        left, right = spread(printable(check.title), short, width - indent - 3)
        text = self._style("card--text" if check.outcome.is_counted else "card--muted")
        segments = [Segment(f"{' ' * indent}{glyphs().marks[check.outcome]} ", colour), Segment(left, text)]
        if row.package:
            segments[1:] = self._with_package(row, cell_len(left), text)
        if check.outcome is Outcome.WAIVED:
            segments[1:2] = _struck(segments[1])
        return [*segments, Segment(f"{right} ", self._style("card--muted") if quiet else colour)]

    def _with_package(self, row: CheckRow, room: int, text: Style) -> list[Segment]:
        """The title, then the package in what is left; a long title leaves it a third."""
        title, package = printable(row.check.title), f" {printable(row.package)}"
        taken = min(cell_len(title), room - min(cell_len(package), room // 3) - 1)
        return [
            Segment(fit(title, taken), text),
            Segment(f"{fit(package, room - taken - 1)} ", self._style("card--muted")),
        ]

    def _skeleton(self, index: int, width: int) -> Strip:
        if index >= _SKELETON:
            return Strip.blank(width, self.rich_style)
        line = glyphs().empty * (8 + 5 * (index % 3))
        strip = Strip([Segment(f"     {line}", self._style("card--line"))])
        return strip.adjust_cell_length(width, self.rich_style).apply_style(self.rich_style)

    def _style(self, name: str) -> Style:
        return self.get_component_rich_style(name, partial=True)


def _struck(segment: Segment) -> list[Segment]:
    """Its words struck through, and the room behind them as it was."""
    text, style = segment.text.rstrip(), segment.style or Style()
    return [Segment(text, style + Style(strike=True)), Segment(segment.text[len(text) :], style)]


_SHORT = {**WORDS, Outcome.WARN: "partly", Outcome.NOT_APPLICABLE: "n/a"}
