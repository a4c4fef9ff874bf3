"""Lists in which the chosen row has a mark, and whose text can be selected with the mouse as all other text can."""

from __future__ import annotations

from rich.cells import cell_len
from rich.segment import Segment
from textual import events
from textual.scroll_view import ScrollView
from textual.selection import Selection
from textual.strip import Strip
from textual.widgets import OptionList

from healthtui.tui.text import glyphs


class Selectable(ScrollView):
    """For lists that draw their own lines; `render_line` gives each through `selectable`."""

    ALLOW_SELECT = True

    def selectable(self, y: int, strip: Strip) -> Strip:
        """The line at `y` of the window, with what of it is selected, and with its place for the mouse."""
        line = y + self.scroll_offset.y
        span = self.text_selection.get_span(line) if self.text_selection else None
        return (_selected(strip, span, self) if span else strip).apply_offsets(0, line)

    def get_selection(self, selection: Selection) -> tuple[str, str]:
        top = self.scroll_offset.y
        lines = [self.render_line(line - top).text.rstrip() for line in range(self.virtual_size.height)]
        return selection.extract("\n".join(lines)), "\n"

    def text_select_all(self) -> None:
        """A double click opens; it selects nothing."""

    @property
    def is_selecting(self) -> bool:
        """The end of a selection is no click."""
        return self.text_selection is not None


class Options(OptionList, Selectable):
    """Each option has a cell of padding at its left, for the mark."""

    ALLOW_SELECT = True

    def render_line(self, y: int) -> Strip:
        strip = super().render_line(y)
        chosen = any(segment.style and segment.style.meta.get("option") == self.highlighted for segment in strip)
        return self.selectable(y, marked(strip) if chosen else strip)

    def move(self, by: int) -> None:
        self.action_cursor_down() if by > 0 else self.action_cursor_up()

    def on_click(self, event: events.Click) -> None:
        if self.is_selecting:
            event.prevent_default()


def marked(strip: Strip) -> Strip:
    """With the mark of the chosen row in its first cell: the colour behind it does not tell alone."""
    first, rest = strip.divide([1, strip.cell_length])
    return Strip.join([Strip([Segment(glyphs().cursor, segment.style) for segment in first]), rest])


def _selected(strip: Strip, span: tuple[int, int], widget: ScrollView) -> Strip:
    """`span` counts characters; -1 is the end of the line."""
    start, end = (cell_len(strip.text[:at]) if at >= 0 else strip.cell_length for at in span)
    style = widget.screen.get_component_rich_style("screen--selection")
    inside = Strip(Segment.apply_style(strip.crop(start, end), post_style=style))
    return Strip.join([strip.crop(0, start), inside, strip.crop(end)])
