"""The palette: every action by its name."""

from __future__ import annotations

from collections.abc import AsyncIterator
from functools import partial

from textual.command import DiscoveryHit, Hit, Provider

from healthtui.tui.actions import ACTIONS


class Actions(Provider):
    """The actions of the card that are not mere movements of the cursor."""

    async def discover(self) -> AsyncIterator[DiscoveryHit]:
        for action in ACTIONS:
            if action.group != "Move":
                yield DiscoveryHit(action.word, partial(self.screen.run_action, action.run), help=action.says)

    async def search(self, query: str) -> AsyncIterator[Hit]:
        matcher = self.matcher(query)
        for action in ACTIONS:
            score = max(matcher.match(action.word), matcher.match(action.says))
            if score > 0:
                shown = matcher.highlight(action.word)
                yield Hit(score, shown, partial(self.screen.run_action, action.run), help=action.says)
