"""What the keys of moving and looking do."""

from __future__ import annotations

from dataclasses import replace

from textual.widgets import Input

from healthtui.tui.board.board import Board
from healthtui.tui.card.card import CardList
from healthtui.tui.card.first import FixFirst
from healthtui.tui.card.rows import CheckRow, Key, SectionRow, Show
from healthtui.tui.detail.detail import Detail
from healthtui.tui.detail.evidence import EvidenceList
from healthtui.tui.windows.help import HelpScreen


class Moves(Board):
    def action_move(self, by: int) -> None:
        if not self.is_in_detail:
            self.query_one(CardList).move_to(self.query_one(CardList).cursor + by)
        elif isinstance(self.focused, EvidenceList) and self.focused.option_count > 1:
            self.focused.move(by)
        else:
            self._scroll(by)

    def action_move_to(self, index: int) -> None:
        listed = self.query_one(CardList)
        listed.move_to(index if index >= 0 else len(listed.rows) + index)

    def action_page(self, by: int) -> None:
        if self.is_in_detail:
            self._scroll(by * (self.query_one(Detail).size.height - 2))
        else:
            listed = self.query_one(CardList)
            listed.move_to(listed.cursor + by * max(1, listed.size.height - 1))

    def _scroll(self, lines: int) -> None:
        self.query_one(Detail).scroll_lines(lines)

    def action_next_problem(self, by: int) -> None:
        """Goes round: after the last problem comes the first."""
        listed = self.query_one(CardList)
        count = len(listed.rows)
        for step in range(1, count + 1):
            index = (listed.cursor + by * step) % count
            row = listed.rows[index]
            if isinstance(row, CheckRow) and Show.TO_MEND.holds(row.check.outcome):
                listed.move_to(index)
                return
        self.app.notify("Nothing here is to mend")

    def action_section(self, number: int) -> None:
        if self.card is None:
            return
        if number > len(self.card.sections):
            self.app.notify(f"There are {len(self.card.sections)} sections")
            return
        section = self.card.sections[number - 1].id
        listed = self.query_one(CardList)
        if listed.row is not None and listed.row.key == (section, ""):
            self.action_fold()
        else:
            self.go_to((section, ""))
            listed.bring_into_view()

    def action_fold(self) -> None:
        row = self.query_one(CardList).row
        if row is None:
            return
        section = row.section.id if isinstance(row, SectionRow) else row.check.section
        self.query_one(CardList).move_to_key((section, ""))
        self.look(replace(self.view, folded=self.view.folded ^ {section}))

    def go_to(self, key: Key) -> None:
        """To a row, unfolding its section and dropping a search where they hide it."""
        if not self.query_one(CardList).move_to_key(key):
            self.close_find(is_cleared=True)
            self.look(replace(self.view, query="", folded=self.view.folded - {key[0].partition(".")[0]}))
            self.query_one(CardList).move_to_key(key)

    def action_enter(self) -> None:
        row = self.query_one(CardList).row
        if isinstance(row, SectionRow):
            self.action_fold()
        elif row is not None:
            self.show_detail()
            self.set_class(self.has_class("-sidebar"), "-drilled")
            self.query_one(Detail).focus_inside()

    def action_back(self) -> None:
        """Out of one thing at a time; never out of the application."""
        if self.selections:
            self.clear_selection()
            return
        if self.query_one("#find", Input).display or self.view.query:
            self.close_find(is_cleared=True)
        elif self.has_class("-zoomed") or self.has_class("-zoomed-detail"):
            self.remove_class("-zoomed", "-zoomed-detail")
        else:
            self.remove_class("-drilled")
        self.set_focus(self.query_one(CardList))

    def _uncover_card(self) -> None:
        """Where the detail has taken its place, and what is asked for is seen on it alone."""
        if self.is_drilled or self.has_class("-zoomed-detail"):
            self.remove_class("-drilled", "-zoomed-detail")
            self.set_focus(self.query_one(CardList))

    def action_filter(self) -> None:
        self._uncover_card()
        self.look(replace(self.view, show=self.view.show.next, kept=frozenset()))

    def action_find(self) -> None:
        self._uncover_card()
        find = self.query_one("#find", Input)
        find.display = True
        self.set_focus(find)  # at once: `focus()` would lose what is typed right after the key

    def close_find(self, *, is_cleared: bool = False) -> None:
        find = self.query_one("#find", Input)
        if is_cleared:
            find.value = ""
        if find.display:
            self.set_focus(self.query_one(CardList))
            find.display = False

    def action_zoom(self) -> None:
        if self.has_class("-sidebar"):
            self.app.notify("One pane is all there is here")
            return
        zoomed = "-zoomed-detail" if self.is_in_detail else "-zoomed"
        self.set_class(not self.has_class(zoomed), zoomed)

    def action_help(self) -> None:
        self.app.push_screen(HelpScreen(self.keymap, self.offered))

    def on_card_list_chosen(self) -> None:
        self.action_enter()

    def on_fix_first_chosen(self, event: FixFirst.Chosen) -> None:
        self.go_to(event.key)

    def on_input_changed(self, event: Input.Changed) -> None:
        """The cursor goes to the first find where its own check is none."""
        self.look(replace(self.view, query=event.value, kept=frozenset() if event.value else self.view.kept))
        listed = self.query_one(CardList)
        if event.value and isinstance(listed.row, SectionRow):
            listed.move_to(listed.cursor + 1)

    def on_input_submitted(self) -> None:
        """The find is chosen as if one had moved there; it stays when the search is cleared, whatever its verdict."""
        listed = self.query_one(CardList)
        listed.move_to(listed.cursor)
        if isinstance(listed.row, CheckRow):
            self.view = replace(self.view, kept=self.view.kept | {listed.row.key})
        self.close_find()
