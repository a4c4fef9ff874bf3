"""The screen: the card, and the detail beside it or in its place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.timer import Timer
from textual.widgets import Input, Static

from healthtui.report.signs import is_ascii
from healthtui.scorecard.compare import compare
from healthtui.scorecard.model import Scorecard
from healthtui.tui.actions import ACTIONS, AT_START, FIND_WORDS, ON_CARD, ON_DETAIL, ON_FIND, ON_START, Action, bindings
from healthtui.tui.card.card import CardList
from healthtui.tui.card.first import FixFirst
from healthtui.tui.card.peek import Peek
from healthtui.tui.card.rows import CheckRow, Key, View, changed_keys, fix_first, key_of, rows_of
from healthtui.tui.card.score import ScoreHead, TitleLine
from healthtui.tui.card.since import Since
from healthtui.tui.card.states import message_of
from healthtui.tui.detail.changes import RunChange
from healthtui.tui.detail.detail import Detail
from healthtui.tui.hints import Hints
from healthtui.tui.one_frame import OneFrame
from healthtui.tui.source import CardSource, Change, Phase, Status

_WIDTHS = [(0, "-sidebar"), (80, "-wide"), (120, "-full"), (140, "-huge")]
_HEIGHTS = [(0, "-low"), (24, "-medium"), (34, "-tall"), (46, "-roomy")]
_SETTLE = 0.08  # seconds until the detail follows the cursor


class Board(OneFrame[None]):
    """What is shown. The keys are in `moves.py` and `screen.py`."""

    BINDINGS = bindings()
    HORIZONTAL_BREAKPOINTS = _WIDTHS
    VERTICAL_BREAKPOINTS = _HEIGHTS

    def __init__(self, source: CardSource, keymap: Mapping[str, str]) -> None:
        super().__init__()
        self.source = source
        self.keymap = keymap
        self.card: Scorecard | None = None
        self.since = Since()
        self.is_last_run = False  # the card is that of the run before
        self.status = Status(Phase.SCANNING)
        self.view = View()
        self.run_change: RunChange | None = None
        self._following: Timer | None = None

    def compose(self) -> ComposeResult:
        with Horizontal(id="panes"):
            with Vertical(id="side"):
                yield TitleLine()
                yield ScoreHead()
                yield Static(id="message", markup=False)
                yield FixFirst()
                yield CardList()
                yield Peek()
            yield Detail(self.source)
        yield Input(id="find", placeholder="title, id or file; ! inverts", compact=True)
        yield Hints(self.keymap)

    def on_mount(self) -> None:
        self.set_class(is_ascii(), "-ascii")
        self.query_one("#find", Input).cursor_blink = False  # nothing moves while nothing happens
        self.query_one(CardList).focus()
        self.draw()

    @property
    def offered(self) -> tuple[Action, ...]:
        return ACTIONS if self.card is not None else AT_START

    def on_key(self, event: events.Key) -> None:
        """What needs a card does nothing before there is one, and nothing later."""
        if self.card is None and not any(one.has_key(event.key, event.character, self.keymap) for one in AT_START):
            event.stop()
            self.app.notify("The first card is not there yet")

    def show(self, card: Scorecard, cause: Change | None = None, *, is_last_run: bool = False) -> None:
        """Takes a new scorecard in place of the old one, in one repaint. That of the run before is shown, and nothing is
        counted from it."""
        before, self.card = self.card, card
        changed = changed_keys(before, card) if before else frozenset()
        if not is_last_run:
            self._note(None if self.is_last_run else before, card, changed, cause or Change())
        self.is_last_run = is_last_run
        with self.app.batch_update():
            self.draw(changed)
            if before is None and (worst := fix_first(card)):
                self.query_one(CardList).move_to_key(key_of(worst[0]))
            self.query_one(Peek).update(self.query_one(CardList).row, self.card)
            self._hint()
            if not is_last_run:  # the first frame does not wait for the detail: `HealthApp` asks for it
                self.show_detail()

    def _note(self, before: Scorecard | None, card: Scorecard, changed: frozenset[Key], cause: Change) -> None:
        """What this run changed, and what has been changed since the session began."""
        self.since.take(before, card, is_news=cause.is_news)
        if before is not None and cause.is_news:
            self.run_change = RunChange(cause, compare(before, card))
        kept = self.view.kept if cause.is_news and before is not None else self.view.kept - changed
        self.view = replace(self.view, changed=self.since.changed, kept=kept)

    def take_keys(self, keymap: Mapping[str, str]) -> None:
        self.keymap = self.query_one(Hints).keymap = keymap
        self.query_one(Hints).refresh()

    def show_status(self, status: Status) -> None:
        self.status = status
        self.query_one(TitleLine).update(self.card, status, self.is_last_run)
        self._draw_message()

    def look(self, view: View) -> None:
        """Looks at the same card in another way."""
        self.view = view
        self.draw()

    def draw(self, changed: frozenset[Key] = frozenset()) -> None:
        """Draws what is known; without a card the head and the list keep their empty form."""
        self.query_one(TitleLine).update(self.card, self.status, self.is_last_run)
        is_low = self.has_class("-low")
        self.query_one(ScoreHead).update(self.card, self.since.gained, self.view.show, is_low)
        self._draw_message()
        self.query_one(FixFirst).update(fix_first(self.card) if self.card else [])
        if self.card is not None:
            rows = rows_of(self.card, self.view)
            listed = frozenset(row.key for row in rows if isinstance(row, CheckRow))
            if not self.view.query:
                self.view = replace(self.view, kept=self.view.kept | listed)
            self.query_one(CardList).show(rows, changed, self.view.nothing if self.card.packages else "")

    def _draw_message(self) -> None:
        message = self.query_one("#message", Static)
        said = message_of(self.card, self.status)
        is_progress = message.display and self.card is None and self.status.total > 0  # another number in the same line
        message.display = bool(said)
        message.update(said, layout=not is_progress)

    def follow(self) -> None:
        """Peek at once, the detail as soon as the cursor rests."""
        self.query_one(Peek).update(self.query_one(CardList).row, self.card)
        if self._following is not None:
            self._following.stop()
        self._following = self.set_timer(_SETTLE, self.show_detail)

    def show_detail(self) -> None:
        if self.card is not None:
            self.query_one(Detail).show(self.query_one(CardList).row, self.card, self.run_change)

    def on_card_list_moved(self) -> None:
        self.follow()

    def on_resize(self) -> None:
        self.call_after_refresh(self.draw)

    def on_descendant_focus(self) -> None:
        self._hint()

    def _hint(self) -> None:
        hints = self.query_one(Hints)
        if isinstance(self.focused, Input):
            hints.update(ON_FIND, FIND_WORDS)
        elif self.card is None:
            hints.update(ON_START)
        else:
            hints.update(ON_DETAIL if self.is_in_detail else ON_CARD)

    @property
    def is_in_detail(self) -> bool:
        return self.is_drilled or self.query_one(Detail).has_focus_within

    @property
    def is_drilled(self) -> bool:
        return self.has_class("-sidebar") and self.has_class("-drilled")
