"""The palette: every action by its name."""

from __future__ import annotations

from collections.abc import AsyncIterator
from functools import partial

from textual.command import DiscoveryHit, Hit, Provider

from healthtui.tui.actions import MOVE, Action, View


class Actions(Provider):
    """Those of the view beneath; mere movements of the cursor are found only by typing."""

    @property
    def _offered(self) -> tuple[Action, ...]:
        return self.screen.offered if isinstance(self.screen, View) else ()

    async def discover(self) -> AsyncIterator[DiscoveryHit]:
        for action in self._offered:
            if action.group != MOVE:
                yield DiscoveryHit(action.word, partial(self.screen.run_action, action.run), help=action.says)

    async def search(self, query: str) -> AsyncIterator[Hit]:
        matcher = self.matcher(query)
        for action in self._offered:
            score = max(matcher.match(action.word), matcher.match(action.says))
            if score > 0:
                shown = matcher.highlight(action.word)
                yield Hit(score, shown, partial(self.screen.run_action, action.run), help=action.says)
