"""What a layout touches is painted with it."""

from __future__ import annotations

from textual.screen import Screen, ScreenResultType


class OneFrame(Screen[ScreenResultType]):
    """A layout sets sizes and scrollbars while it is made, which Textual would paint once more in the frame after it.

    Textual has no public way to add to a frame: its private names are used here alone.
    """

    def _compositor_refresh(self) -> None:
        touched = {widget for widget in self._compositor.visible_widgets if widget._repaint_required}
        for widget in touched:
            widget._repaint_required = False
        self._compositor.update_widgets(touched)
        super()._compositor_refresh()
