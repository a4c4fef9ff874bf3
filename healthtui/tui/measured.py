"""Text that is written for a width."""

from __future__ import annotations

from textual.content import Content
from textual.geometry import Size
from textual.widgets import Static


class Measured(Static):
    """Knows its height before it is drawn, so that it is laid out and drawn once."""

    def text(self, width: int) -> Content:
        """What is shown in so many cells."""
        raise NotImplementedError

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002 - Textual's signature
        return self.text(width).get_height({}, max(width, 1))

    def render(self) -> Content:
        return self.text(self.content_size.width)
