"""The live card as an application: it takes scorecards from its source and shows them."""

from __future__ import annotations

import time
from collections.abc import Mapping
from functools import partial

from textual import events
from textual.driver import Driver
from textual.message import Message

from healthtui.config import Config
from healthtui.derive.turns import turns
from healthtui.report.signs import is_ascii
from healthtui.scorecard.model import Scorecard
from healthtui.tui.actions import BY_ID, View
from healthtui.tui.board.waiving import WaivingScreen
from healthtui.tui.hints import Said
from healthtui.tui.late_answer import late_answer
from healthtui.tui.look.settings import ScreenSettings
from healthtui.tui.look.themed import Look
from healthtui.tui.notices import Notices
from healthtui.tui.saying import Saying
from healthtui.tui.source import CardSource, Change, Status
from healthtui.tui.terminal import copy_with_tool, end_within, leave_on_signals, mouse_sequence, title_sequence
from healthtui.tui.text import whole
from healthtui.tui.windows.palette import Actions

_DEFAULTS = Config()


class CardArrived(Message):
    def __init__(self, card: Scorecard, change: Change) -> None:
        super().__init__()
        self.card, self.change = card, change


class StatusArrived(Message):
    def __init__(self, status: Status) -> None:
        super().__init__()
        self.status = status


_ENDING = 5.0  # seconds that leaving may take when the terminal or the system asks for it


class HealthApp(Saying):
    """Raises `ThemeError` where a theme cannot be read."""

    TITLE = "HealthTUI"
    CSS_PATH = ["board/board.tcss", "routes/routes.tcss", "windows/windows.tcss"]  # noqa: RUF012 - Textual's own form
    COMMANDS = {Actions}  # noqa: RUF012 - Textual's own form

    def __init__(
        self,
        source: CardSource,
        theme: str = "auto",
        keymap: Mapping[str, str] | None = None,
        config: Config = _DEFAULTS,
        look: Look | None = None,
    ) -> None:
        """`keymap` and `config` are for a screen of no files; `look` is what these say."""
        super().__init__(theme, look or Look(ScreenSettings(config)))
        self.source = source
        self._notices = Notices()
        keys = dict(keymap or self.settings.config.keys)
        self.board = WaivingScreen(source, keys, self.settings.config)
        self.set_keymap(keys)

    def take_settings(self, settings: ScreenSettings) -> None:
        keys = settings.config.keys
        self.set_keymap(keys)
        self.board.take_keys(keys)
        self.board.config = settings.config
        self.board.set_class(is_ascii(), "-ascii")

    async def on_mount(self) -> None:
        if not self.is_headless:
            leave_on_signals(self._leave)
        await self.push_screen(self.board)
        if self.source.last_card is not None:
            self.board.show(self.source.last_card, is_last_run=True)
        self.call_after_refresh(self._start)

    def _start(self) -> None:
        """After the first frame, which nothing may hold up."""
        self.start_following()
        self.source.start(
            lambda card, change: self._hand_over(CardArrived(card, change)),
            lambda status: self._hand_over(StatusArrived(status)),
        )
        self.board.show_detail()

    def _hand_over(self, message: Message) -> None:
        """From any thread; `post_message` is safe there, and harmless when the screen is closing."""
        self.post_message(message)

    def _leave(self, code: int) -> None:
        end_within(_ENDING, code)
        self.exit(return_code=code)

    async def on_event(self, event: events.Event) -> None:
        if isinstance(event, events.Key) and late_answer.takes(event.key, event.character):
            return
        if isinstance(event, events.InputEvent) and not isinstance(event, events.MouseMove):
            turns.ask()
        await super().on_event(event)

    def on_unmount(self) -> None:
        self.stop_following()
        self.source.stop()

    def copy_to_clipboard(self, text: str) -> None:
        """By OSC 52, and by a tool for the terminals that ignore it."""
        super().copy_to_clipboard(text)
        self.run_worker(partial(copy_with_tool, text), thread=True)

    def on_card_arrived(self, event: CardArrived) -> None:
        before = None if self.board.is_last_run else self.board.card
        with self.batch_update():
            self.board.show(event.card, event.change)
            if before is not None and event.change.is_news:
                self._tell_news(before, event.card)
        self._set_title(event.card)

    def on_status_arrived(self, event: StatusArrived) -> None:
        self.board.show_status(event.status)

    def _tell_news(self, before: Scorecard, after: Scorecard) -> None:
        if notice := self._notices.of(before, after, time.monotonic()):
            self.say(Said(notice.title, notice.text, "$fail" if notice.is_bad else "$pass", rows=1))

    def action_command_palette(self) -> None:
        """A window is left before anything else is done."""
        if isinstance(self.screen, View):
            super().action_command_palette()

    def action_help_quit(self) -> None:
        """Where Textual says what `ctrl+c` no longer does."""
        self.notify(f"{BY_ID['quit'].shown(self.board.keymap, at_most=1)} leaves")

    def action_mouse(self) -> None:
        """The terminal selects and copies by itself while the mouse is its own."""
        driver = self._driver  # Textual has no public way to let go of the mouse
        if driver is not None:
            driver._mouse = not driver._mouse
            driver.write(mouse_sequence(driver._mouse))
            self.notify("The mouse is the card's" if driver._mouse else "The mouse is the terminal's; m takes it again")

    def _set_title(self, card: Scorecard) -> None:
        score = f"{whole(card.score)} {card.grade} " if card.score is not None else ""
        driver: Driver | None = self._driver  # Textual has no public way to set the window's title
        if driver is not None and not self.is_headless:
            driver.write(title_sequence(f"{score}{card.repository.name}"))
