"""Lists whose text can be selected with the mouse, as all other text of the screen can."""

from __future__ import annotations

from rich.cells import cell_len
from rich.segment import Segment
from textual import events
from textual.scroll_view import ScrollView
from textual.selection import Selection
from textual.strip import Strip
from textual.widgets import OptionList


class Selectable(ScrollView):
    """For lists that draw their own lines; `render_line` gives each through `selectable`."""

    ALLOW_SELECT = True

    def selectable(self, y: int, strip: Strip) -> Strip:
        """The line at `y` of the window, with what of it is selected, and with its place for the mouse."""
        line = y + self.scroll_offset.y
        span = self.text_selection.get_span(line) if self.text_selection else None
        return (_marked(strip, span, self) if span else strip).apply_offsets(0, line)

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


class SelectableOptions(OptionList, Selectable):
    ALLOW_SELECT = True

    def render_line(self, y: int) -> Strip:
        return self.selectable(y, super().render_line(y))

    def on_click(self, event: events.Click) -> None:
        if self.is_selecting:
            event.prevent_default()


def _marked(strip: Strip, span: tuple[int, int], widget: ScrollView) -> Strip:
    """`span` counts characters; -1 is the end of the line."""
    start, end = (cell_len(strip.text[:at]) if at >= 0 else strip.cell_length for at in span)
    style = widget.screen.get_component_rich_style("screen--selection")
    inside = Strip(Segment.apply_style(strip.crop(start, end), post_style=style))
    return Strip.join([strip.crop(0, start), inside, strip.crop(end)])
