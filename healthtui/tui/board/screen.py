"""The whole screen: the board, its moves, and what the keys of fixing and of the live engine do."""

from __future__ import annotations

import os
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from textual import work
from textual.app import SuspendNotSupported
from textual.content import Content

from healthtui.config import Config
from healthtui.report.json import json_text
from healthtui.report.markdown import to_markdown
from healthtui.scorecard.model import CheckResult, EvidenceEntry
from healthtui.tui.actions import BY_ID
from healthtui.tui.board.views import Views
from healthtui.tui.card.card import CardList
from healthtui.tui.card.rows import CheckRow, fix_first
from healthtui.tui.detail.detail import Detail
from healthtui.tui.detail.pages import page_of
from healthtui.tui.fixing.brief import fix_brief, fix_briefs, place_of
from healthtui.tui.fixing.command import Command, command_of
from healthtui.tui.fixing.editor import EditorError, Launch, Spot, launch, open_beside, open_here
from healthtui.tui.fixing.running import Running
from healthtui.tui.routes.route_screen import RouteScreen
from healthtui.tui.source import CardSource, Phase
from healthtui.tui.windows.ask import CommandEnded, CommandScreen, state_of
from healthtui.tui.windows.picker import Picker

MOST_BRIEFS = 10  # in one copy
_FORMS = {
    "Markdown": Content.assemble("Markdown  ", ("for a pull request", "$muted")),
    "JSON": Content.assemble("JSON      ", ("for other tools", "$muted")),
}


class CardScreen(Views):
    def __init__(self, source: CardSource, keymap: Mapping[str, str], config: Config) -> None:
        super().__init__(source, keymap)
        self.config = config
        self.running: Running | None = None  # the last command that the user let run
        self._asked_of: Running | None = None  # whether it may be stopped by leaving

    @property
    def check(self) -> CheckResult | None:
        row = self.query_one(CardList).row
        return row.check if isinstance(row, CheckRow) else None

    @property
    def entry(self) -> EvidenceEntry | None:
        """The chosen place where the detail shows this check, else its first."""
        detail, check = self.query_one(Detail), self.check
        if check is None or not check.places:
            return None
        return detail.entry if detail.check == check else check.places[0]

    def action_open(self) -> None:
        if self.entry is None:
            self.say("There is no place to open")
        else:
            self.open_place(self.entry)

    def action_routes(self) -> None:
        if self.card is not None:
            self.app.push_screen(RouteScreen(self.card, self.keymap, self.open_place))

    def open_place(self, entry: EvidenceEntry) -> None:
        if self.card is None:
            return
        if entry.commit:
            self.copy(f"git show {place_of(entry).rsplit(':', 2)[0]}", "It is in an old commit; copied")
        else:
            file = str(Path(self.card.repository.root, entry.path))
            self._edit(Spot(file, max(entry.line, 1), max(entry.column, 1)), place_of(entry))

    def _edit(self, spot: Spot, where: str) -> None:
        try:
            found = launch(spot, os.environ, self.size.width, self.config.editor)
            if found is None:
                self.copy(where, "No $EDITOR is set; copied")
            elif not found.is_there:
                self.copy(where, said=f"{found.program} was not found; the place is copied instead")
            elif found.takes_terminal:
                self._step_aside(found)
            else:
                self._open_beside(found)
        except EditorError as error:
            self.say(str(error), "The editor did not open")
        except SuspendNotSupported:
            self.copy(where, "No editor opens here; copied")

    def _step_aside(self, found: Launch) -> None:
        """Nothing may be raised while the terminal is left: it would not come back."""
        with self.app.suspend():
            failed = open_here(found)
        self.refresh()
        if failed:
            self.say(failed)

    @work(thread=True)
    def _open_beside(self, found: Launch) -> None:
        try:
            open_beside(found)
        except EditorError as error:
            self.app.call_from_thread(self.say, str(error), "The editor did not open")

    def action_copy_brief(self) -> None:
        if self.check is not None and self.card is not None:
            brief = fix_brief(self.check, page_of(self.source, self.check, self.card), self.card)
            self.copy(brief, "Copied the fix brief", self.check.title)
        else:
            self.say("A fix brief is of a check: choose one")

    def action_copy_briefs(self) -> None:
        card = self.card
        if card is None or not (checks := fix_first(card)[:MOST_BRIEFS]):
            self.say("There is nothing to fix first")
            return
        briefs = fix_briefs(checks, lambda check: page_of(self.source, check, card), card)
        self.copy(briefs, f"Copied {len(checks)} fix briefs", ", ".join(check.title for check in checks))

    def action_copy_place(self) -> None:
        if self.entry is not None:
            self.copy(place_of(self.entry), "Copied")
        else:
            self.say("There is no place to copy")

    def action_share(self) -> None:
        if self.card is not None:
            self.app.push_screen(Picker("Share the scorecard", "enter copies · esc leaves", _FORMS), self._share)

    def _share(self, form: str | None) -> None:
        if form is None or self.card is None:
            return
        text = to_markdown(self.card) if form == "Markdown" else json_text(self.card, datetime.now(UTC))
        self.copy(text, f"Copied as {form}", self.card.repository.name)

    def action_copy_text(self) -> None:
        if selected := self.get_selected_text():
            self.copy(selected, "Copied")
        else:
            self.say(f"Nothing is selected; {BY_ID['quit'].shown(self.keymap, at_most=1)} leaves")

    def copy(self, text: str, title: str = "", said: str = "") -> None:
        self.app.copy_to_clipboard(text)
        self.say(said or text, title)

    def say(self, text: str, title: str = "") -> None:
        self.app.notify(text, title=title)

    def action_command(self) -> None:
        """What runs is shown before anything else: there is one at a time."""
        running = self.running if self.running is not None and self.running.code is None else None
        found = running.command if running is not None else self._command()
        if found is None:
            self.say("Nothing is missing that a command would make")
            return
        if running is None and self.running is not None and self.running.command == found:
            running = self.running
        copy = partial(self.copy, title="Copied; run it and the card reads it")
        self.app.push_screen(CommandScreen(found, running, self.keymap, self._start, copy))

    def _command(self) -> Command | None:
        if self.check is None or self.card is None:
            return None
        return command_of(self.check, Path(self.card.repository.root))

    def _start(self, command: Command) -> Running | None:
        try:
            self.running = Running(command, lambda ended: self.post_message(CommandEnded(ended)))
        except FileNotFoundError:
            missing = command.words[0] if command.folder.is_dir() else str(command.folder)
            self.say(f"{missing} is not there", "Not run")
            return None
        except OSError as error:
            self.say(f"{command.words[0]}: {error.strerror}", "Not run")
            return None
        return self.running

    def on_command_ended(self, event: CommandEnded) -> None:
        self.source.look_again()
        if isinstance(self.app.screen, CommandScreen):
            self.app.screen.draw()
        else:
            self.say(state_of(event.running)[0], event.running.command.shown)

    def on_unmount(self) -> None:
        if self.running is not None:
            self.running.close()

    def action_look_again(self) -> None:
        """Evidence that a command makes is made by it; all other is in the files."""
        if self._command() is not None:
            self.action_command()
        elif not self._is_no_time():
            self.source.look_again()
            self.say("Looking for what changed")

    def _is_no_time(self) -> bool:
        """While all is read it would be done once more, later; while paused nothing is read."""
        if self.is_last_run:
            self.say("Everything is being read already")
        elif self.status.phase is Phase.PAUSED:
            self.say(f"Watching is paused; {BY_ID['pause'].shown(self.keymap, at_most=1)} resumes it")
        else:
            return False
        return True

    def action_pause(self) -> None:
        if self.status.phase is Phase.PAUSED:
            self.source.resume()
        else:
            self.source.pause()

    def action_rerun(self) -> None:
        if not self._is_no_time():
            self.source.rerun()

    def action_quit(self) -> None:
        """What runs is not stopped unasked."""
        running = self.running
        if running is not None and running.code is None and running is not self._asked_of:
            self._asked_of = running
            key = BY_ID["quit"].shown(self.keymap, at_most=1)
            self.say(f"{running.command.words[0]} runs: {key} again stops it and quits")
        else:
            self.app.exit(0)

    def on_option_list_option_selected(self) -> None:
        self.action_open()
