"""What else there is to look at: the other tab, the last run, the page on the web, another check of the guide."""

from __future__ import annotations

import os
from dataclasses import replace

from healthtui.tui.board.moves import Moves
from healthtui.tui.card.card import CardList
from healthtui.tui.detail.changes import ChangesScreen
from healthtui.tui.detail.detail import Detail
from healthtui.tui.detail.guide import Guide
from healthtui.tui.detail.links import address_of, leads
from healthtui.tui.detail.tabs import Tabs
from healthtui.tui.terminal import can_browse
from healthtui.tui.windows.picker import Picker


class Views(Moves):
    def action_tab(self) -> None:
        tabs = self.query_one(Tabs)
        if tabs.region:
            tabs.turn()
        elif self.query_one(Detail).region:
            self.app.notify("All of this check is shown at once")
        else:
            self.app.notify("The tabs are those of an open check")

    def action_changes(self) -> None:
        if self.run_change is None:
            self.app.notify("Nothing has changed yet")
        else:
            self.app.push_screen(ChangesScreen(self.run_change))

    def action_read(self) -> None:
        detail = self.query_one(Detail)
        self.show_detail()
        address = address_of(detail.check, self.query_one(Guide).page) if detail.check else ""
        if address:
            self.follow_link(address)
        else:
            self.app.notify("Nothing on the web is named here")

    def action_links(self) -> None:
        """By key what the mouse does on a link."""
        self.show_detail()
        check, card = self.query_one(Detail).check, self.card
        found = leads(check, self.query_one(Guide).page, card.checks) if check and card else {}
        if found:
            self.app.push_screen(Picker("Leads to", "enter follows · esc leaves", found), self._follow)
        else:
            self.app.notify("Nothing leads on from here")

    def _follow(self, href: str | None) -> None:
        if href is not None:
            self.query_one(Guide).follow(href)

    def follow_link(self, address: str) -> None:
        """In the browser where there is one; copied where there is none."""
        if can_browse(os.environ) and not self.app.is_headless:
            self.app.open_url(address)
        else:
            self.app.copy_to_clipboard(address)
            self.app.notify(address, title="Copied")

    def action_fold_all(self) -> None:
        row = self.query_one(CardList).row
        everything = frozenset(section.id for section in self.card.sections) if self.card else frozenset()
        is_folded = self.view.folded >= everything
        self.look(replace(self.view, folded=frozenset() if is_folded else everything))
        if row is not None:
            self.query_one(CardList).move_to_key((row.key[0].partition(".")[0], ""))

    def on_guide_wanted(self, event: Guide.Wanted) -> None:
        """In the package that is looked at, where the check is judged there."""
        package = check.package if (check := self.query_one(Detail).check) else ""
        found = [check for check in self.card.checks if check.id == event.check_id] if self.card else []
        found.sort(key=lambda check: check.package != package)
        if found:
            self.go_to((found[0].id, found[0].package))
            self.show_detail()

    def on_guide_followed(self, event: Guide.Followed) -> None:
        self.follow_link(event.address)
