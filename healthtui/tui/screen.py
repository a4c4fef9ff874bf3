"""The whole screen: the board, its moves, and what the keys of fixing and of the live engine do."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

from healthtui.scorecard.model import CheckResult, EvidenceEntry
from healthtui.tui.brief import fix_brief
from healthtui.tui.card import CardList
from healthtui.tui.detail import Detail
from healthtui.tui.editor import Launch, launch
from healthtui.tui.moves import Moves
from healthtui.tui.pages import page_of
from healthtui.tui.rows import CheckRow
from healthtui.tui.source import Phase
from healthtui.tui.terminal import copy_with_tool
from healthtui.tui.text import place, printable


class CardScreen(Moves):
    @property
    def check(self) -> CheckResult | None:
        row = self.query_one(CardList).row
        return row.check if isinstance(row, CheckRow) else None

    @property
    def entry(self) -> EvidenceEntry | None:
        """The chosen place where the detail shows this check, else its first."""
        detail, check = self.query_one(Detail), self.check
        if check is None or not check.evidence:
            return None
        return detail.entry if detail.check == check else check.evidence[0]

    def action_open(self) -> None:
        entry = self.entry
        if entry is None or self.card is None:
            self.say("There is no place to open")
            return
        file = str(Path(self.card.repository.root, entry.path))
        found = launch(file, entry.line, entry.column, os.environ, self.size.width)
        if found is None:
            self.copy(place(entry.path, entry.line, entry.column), "No $EDITOR is set; copied")
        else:
            self._run(found)

    def _run(self, found: Launch) -> None:
        try:
            if found.takes_terminal:
                with self.app.suspend():
                    subprocess.run(found.commands[0], check=False)
                self.refresh()
                return
            for command in found.commands:
                subprocess.run(command, check=True, capture_output=True, timeout=5)
        except (OSError, subprocess.SubprocessError) as error:
            self.say(f"The editor did not open: {error}")

    def action_copy_brief(self) -> None:
        if self.check is not None and self.card is not None:
            brief = fix_brief(self.check, page_of(self.source, self.check, self.card))
            self.copy(brief, "Copied the fix brief", self.check.title)

    def action_copy_place(self) -> None:
        if self.entry is not None:
            self.copy(place(self.entry.path, self.entry.line, self.entry.column), "Copied")

    def action_command(self) -> None:
        if self.check is not None and self.check.command:
            self.copy(self.check.command, "Copied; run it and the card reads it")
        else:
            self.say("Nothing is missing that a command would make")

    def copy(self, text: str, title: str, said: str = "") -> None:
        self.app.copy_to_clipboard(text)
        self.run_worker(lambda: copy_with_tool(text), thread=True)
        self.say(said or text, title)

    def say(self, text: str, title: str = "") -> None:
        self.app.notify(printable(text), title=title, markup=False)

    def action_pause(self) -> None:
        if self.status.phase is Phase.PAUSED:
            self.source.resume()
        else:
            self.source.pause()

    def action_rerun(self) -> None:
        self.source.rerun()

    def action_quit(self) -> None:
        self.app.exit(0)

    def on_option_list_option_selected(self) -> None:
        self.action_open()
