"""Asks before a command is run, then shows how it goes. It goes on while this is closed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from textwrap import wrap

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.screen import ModalScreen
from textual.timer import Timer
from textual.widgets import Static

from healthtui.tui.actions import BY_ID, ON_COMMAND, bindings
from healthtui.tui.fixing.command import Command
from healthtui.tui.fixing.running import Running
from healthtui.tui.hints import Hints
from healthtui.tui.text import printable

_LINES, _AROUND = 12, 16  # rows of output at most, and rows that all else takes
_TICK = 0.25  # seconds, while it runs


class CommandEnded(Message):
    """From the thread that followed it."""

    def __init__(self, running: Running) -> None:
        super().__init__()
        self.running = running


class CommandScreen(ModalScreen[None]):
    """`run` starts the command, or gives None when it cannot; `copy` copies it."""

    BINDINGS = bindings(BY_ID[id_] for id_ in ON_COMMAND)

    def __init__(
        self,
        command: Command,
        running: Running | None,
        keymap: Mapping[str, str],
        run: Callable[[Command], Running | None],
        copy: Callable[[str], None],
    ) -> None:
        super().__init__()
        self.command, self.running, self.keymap = command, running, keymap
        self._run, self._copy = run, copy
        self._tick: Timer | None = None

    def compose(self) -> ComposeResult:
        with Vertical(id="command"):
            yield Static(markup=False)
            yield Hints(self.keymap)

    def on_mount(self) -> None:
        self.call_after_refresh(self.draw)
        if self._is_at_work:
            self._tick = self.set_interval(_TICK, self.draw)

    def on_resize(self) -> None:
        self.call_after_refresh(self.draw)

    @property
    def _is_at_work(self) -> bool:
        return self.running is not None and self.running.code is None

    def draw(self) -> None:
        if self._tick is not None and not self._is_at_work:
            self._tick.stop()
            self._tick = None
        words = {"open": "Stop" if self._is_at_work else "Run again" if self.running else "Run", "copy-brief": "Copy"}
        self.query_one(Hints).update(ON_COMMAND, words | {"back": "Close"})
        said = self.query_one(Static)
        said.update(self._text(said.content_size.width or self.size.width - 4))

    def _text(self, width: int) -> Content:
        typed = wrap(f"$ {printable(self.command.shown)}", width, subsequent_indent="    ", break_on_hyphens=False)
        lines = [
            Content.styled("\n".join(typed), "bold"),
            Content(""),
            Content.styled("\n".join(wrap(printable(self.command.does), width)), "$muted"),
            *self._progress(width),
        ]
        return Content("\n").join(lines)

    def _progress(self, width: int) -> list[Content]:
        if self.running is None:
            return []
        rows = [row for line in self.running.lines for row in wrap(line, width)]
        state, colour = state_of(self.running)
        output = [Content(row) for row in rows[-min(_LINES, max(1, self.size.height - _AROUND)) :]]
        return [Content(""), *output, *([Content("")] if output else []), Content.styled(state, colour)]

    def action_enter(self) -> None:
        """Runs it, or stops it."""
        if self.running is not None and self.running.code is None:
            self.running.stop()
        elif (started := self._run(self.command)) is not None:
            self.running = started
            self._tick = self.set_interval(_TICK, self.draw)
        self.draw()

    def action_copy_brief(self) -> None:
        self._copy(self.command.shown)

    def action_back(self) -> None:
        self.dismiss()


def state_of(running: Running) -> tuple[str, str]:
    """How it stands, and its colour."""
    took = f"{running.seconds:.0f} s"
    if running.code is None:
        return f"stopping, {took}" if running.is_stopped else f"running, {took}", "$accent"
    if running.is_stopped:
        return f"stopped after {took}", "$warn"
    return f"ended with {running.code} after {took}", "$pass" if running.code == 0 else "$warn"
