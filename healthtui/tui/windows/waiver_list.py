"""What is waived: where, why, until when, and whether it is at work."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from healthtui.config import Waiver
from healthtui.report.signs import fit_path
from healthtui.scorecard.model import Scorecard, Standing, StandingWaiver
from healthtui.tui.actions import BY_ID, ON_WAIVERS, bindings
from healthtui.tui.hints import Hints
from healthtui.tui.selectable import Options
from healthtui.tui.text import glyphs, printable, spread, wrapped

_NONE = "Nothing is waived. On the card, x waives a check or the place that is chosen."
_PADDING = 2  # cells on both sides of a waiver
_COLOURS = {Standing.AT_WORK: "$accent", Standing.EXPIRED: "$warn", Standing.UNUSED: "$warn"}


class WaiversScreen(ModalScreen[Waiver | None]):
    """Gives the waiver whose check is to be looked at, or None. `lift` takes one out of the settings."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings(BY_ID[id_] for id_ in ("down", "up", *ON_WAIVERS, "waivers")),
        Binding("delete", "waive", show=False),
    ]

    def __init__(self, card: Scorecard, keymap: Mapping[str, str], lift: Callable[[Waiver], None]) -> None:
        super().__init__()
        self.waivers, self.keymap, self._lift = card.waivers, keymap, lift

    def compose(self) -> ComposeResult:
        with Vertical(id="waivers"):
            yield Static(markup=False)
            yield Options(markup=False)
            yield Hints(self.keymap)

    def on_mount(self) -> None:
        self.query_one(Hints).update(ON_WAIVERS, {"waive": "Lift", "open": "Go to", "back": "Close"})
        self.query_one(OptionList).focus()

    def on_resize(self) -> None:
        self.call_after_refresh(self._draw)

    def take(self, card: Scorecard) -> None:
        """A new card, in which others may be waived."""
        self.waivers = card.waivers
        self._draw()

    def _draw(self) -> None:
        listed, head = self.query_one(OptionList), self.query_one(Static)
        width, kept = head.content_size.width - _PADDING, listed.highlighted or 0
        head.update(Content.assemble((f"Waived {glyphs().dot} {len(self.waivers)}\n", "bold")) if self.waivers else _NONE)
        between = [Content("\n").join([said(one, width), Content("")]) for one in self.waivers[:-1]]
        listed.set_options([Option(text) for text in (*between, *(said(one, width) for one in self.waivers[-1:]))])
        listed.highlighted = min(kept, len(self.waivers) - 1) if self.waivers else None

    @property
    def _chosen(self) -> Waiver | None:
        return self.waivers[self.query_one(OptionList).highlighted or 0].waiver if self.waivers else None

    def action_move(self, by: int) -> None:
        self.query_one(Options).move(by)

    def action_waive(self) -> None:
        if self._chosen is not None:
            self._lift(self._chosen)

    def action_enter(self) -> None:
        self.dismiss(self._chosen)

    def on_option_list_option_selected(self) -> None:
        self.action_enter()

    def action_back(self) -> None:
        self.dismiss(None)

    action_waivers = action_back


def said(one: StandingWaiver, width: int) -> Content:
    """The check and how its waiver stands, what of it, until when, and why."""
    waiver, standing = one.waiver, one.standing
    left, right = spread(printable(waiver.check), standing, width)
    what = printable(waiver.path or waiver.place) or "the whole check"
    package = f" {glyphs().dot} {printable(waiver.package)}" if waiver.package else ""
    lines = [
        Content.assemble((left, "bold"), (right, _COLOURS[standing])),
        Content.styled(fit_path(f"{what}{package}", width), "$muted"),
        Content(f"until {waiver.until.isoformat()}"),
        *map(Content, wrapped(printable(waiver.reason), width, 3)),
    ]
    return Content("\n").join(lines)
