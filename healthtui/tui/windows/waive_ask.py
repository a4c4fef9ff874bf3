"""Asks why and until when a check or a place is waived."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from healthtui.config import Waiver
from healthtui.report.signs import fit_path
from healthtui.scorecard.model import CheckResult, EvidenceEntry
from healthtui.tui.actions import BY_ID, ON_WAIVE, bindings
from healthtui.tui.hints import Hints
from healthtui.tui.text import glyphs, place, printable

DAYS = 90  # that a waiver holds unless another day is asked for


class Scope(Static, can_focus=True):
    """What is waived: the place that is chosen, or the whole check."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("space,left,right", "turn", show=False)]

    def __init__(self, entry: EvidenceEntry | None, *, is_place: bool) -> None:
        super().__init__(markup=False)
        self.entry = entry
        self.is_place = is_place and entry is not None

    def on_resize(self) -> None:
        self.draw()

    def draw(self) -> None:
        signs = glyphs()
        if self.entry is None:
            self.update("the whole check")
        else:
            where = fit_path(place(self.entry.path, self.entry.line), self.content_size.width - 4)
            said = where if self.is_place else "the whole check"
            self.update(Content.assemble((f"{signs.back} ", "$accent"), said, (f" {signs.folded}", "$accent")))

    def action_turn(self) -> None:
        self.is_place = not self.is_place and self.entry is not None
        self.draw()

    def on_click(self) -> None:
        self.action_turn()


class WaiveScreen(ModalScreen[Waiver | None]):
    """Gives the waiver that is to be written, or None."""

    BINDINGS = bindings(BY_ID[id_] for id_ in ON_WAIVE)

    def __init__(
        self,
        check: CheckResult,
        entry: EvidenceEntry | None,
        keymap: Mapping[str, str],
        today: date,
        *,
        is_place: bool,
        package: str,
    ) -> None:
        """`entry` is the place that may be waived alone, `is_place` whether it is at first; `package` is the check's, "" where
        it is the only one."""
        super().__init__()
        self.check, self.keymap, self.today, self.package = check, keymap, today, package
        self._scope = Scope(entry, is_place=is_place)

    def compose(self) -> ComposeResult:
        with Vertical(id="waive"):
            yield Static(Content.styled(f"Waive {printable(self.check.title)}", "bold"), markup=False)
            yield self._scope
            yield Static("Why it is accepted", classes="label", markup=False)
            yield Input(id="reason", compact=True)
            yield Static("Until, with that day", classes="label", markup=False)
            yield Input((self.today + timedelta(days=DAYS)).isoformat(), id="until", compact=True, max_length=10)
            yield Static(id="wrong", markup=False)
            yield Hints(self.keymap)

    def on_mount(self) -> None:
        for field in self.query(Input):
            field.cursor_blink = False
        self.query_one("#reason").focus()
        self.query_one(Hints).update(ON_WAIVE, {"open": "Waive", "back": "Leave"})

    def on_input_submitted(self) -> None:
        self.action_enter()

    def action_enter(self) -> None:
        reason, until = self.query_one("#reason", Input), self.query_one("#until", Input)
        last = day(until.value)
        if not reason.value.strip():
            self._refuse(reason, "A waiver has a reason")
        elif last is None:
            self._refuse(until, "A day is written as 2027-03-31")
        elif last < self.today:
            self._refuse(until, "That day is past")
        else:
            self.dismiss(self._waiver(reason.value.strip(), last))

    def _waiver(self, reason: str, until: date) -> Waiver:
        entry = self._scope.entry if self._scope.is_place else None
        path, mark = (entry.path, entry.fingerprint) if entry else ("", "")
        return Waiver(self.check.id, reason, until, path, mark, self.package)

    def _refuse(self, field: Input, why: str) -> None:
        self.query_one("#wrong", Static).update(Content.styled(why, "$fail"))
        field.focus()

    def action_back(self) -> None:
        self.dismiss(None)


def day(text: str) -> date | None:
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        return None
