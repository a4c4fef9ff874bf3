"""The whole screen with what it writes: waivers, into the settings of the repository, because it is asked to."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path

from healthtui.config import FILE, Waiver
from healthtui.config.waive import WaiverError, added, lifted, rewrite
from healthtui.engine.verdict import Outcome
from healthtui.scorecard.model import Scorecard
from healthtui.tui.board.screen import CardScreen
from healthtui.tui.source import Change
from healthtui.tui.windows.waive_ask import WaiveScreen
from healthtui.tui.windows.waiver_list import WaiversScreen

_NOTHING = {Outcome.PASS: "It passes: nothing to waive", Outcome.NOT_APPLICABLE: "It does not apply"}


class WaivingScreen(CardScreen):
    def show(self, card: Scorecard, cause: Change | None = None, *, is_last_run: bool = False) -> None:
        super().show(card, cause, is_last_run=is_last_run)
        if isinstance(self.app.screen, WaiversScreen):
            self.app.screen.take(card)

    def action_waive(self) -> None:
        """Of what is chosen: in the detail a place, on the card the whole check; either can be turned."""
        check, card, entry = self.check, self.card, self.entry
        if check is None or card is None:
            self.say("Choose the check that is to be waived")
        elif check.outcome is Outcome.WAIVED or any(entry == place.entry for place in check.waived):
            self.say("It is waived already; Waivers lists it and lifts it")
        elif check.outcome in _NOTHING:
            self.say(_NOTHING[check.outcome])
        else:
            package = check.package if len(card.packages) > 1 else ""
            is_known = entry is not None and bool(entry.fingerprint)
            asked = WaiveScreen(
                check, entry if is_known else None, self.keymap, date.today(), is_place=self.is_in_detail, package=package
            )
            self.app.push_screen(asked, self._write)

    def _write(self, waiver: Waiver | None) -> None:
        if waiver is not None and self._rewrite(lambda data: added(data, waiver)):
            self.say(f"{waiver.check}, until {waiver.until.isoformat()}", f"Written into {FILE}")

    def action_waivers(self) -> None:
        if self.card is not None:
            self.app.push_screen(WaiversScreen(self.card, self.keymap, self._lift), self._go_to_waived)

    def _lift(self, waiver: Waiver) -> None:
        if self._rewrite(partial(_without, waiver)):
            self.say(waiver.check, f"Taken out of {FILE}")

    def _go_to_waived(self, waiver: Waiver | None) -> None:
        if waiver is None or self.card is None:
            return
        found = [check for check in self.card.checks if check.id == waiver.check]
        found.sort(key=lambda check: check.package != waiver.package)
        if found:
            self.go_to((found[0].id, found[0].package))
            self.show_detail()

    def _rewrite(self, change: Callable[[bytes], bytes]) -> bool:
        """Changes the settings of the repository, which the card follows by itself; says why where it cannot."""
        if self.card is None:
            return False
        try:
            rewrite(Path(self.card.repository.root, FILE), change)
        except (WaiverError, OSError) as error:
            self.say(error.strerror or str(error) if isinstance(error, OSError) else str(error), "Not written")
            return False
        return True


def _without(waiver: Waiver, data: bytes) -> bytes:
    return lifted(data, waiver)
