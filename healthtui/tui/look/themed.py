"""The part of the application that looks as the settings say, also while these change."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from rich.segment import Segment
from textual.app import App
from textual.color import Color
from textual.filter import LineFilter, Monochrome, NoColor
from textual.message import Message

from healthtui.config import Problem, user_path
from healthtui.report.signs import ascii_of, choose_glyphs, is_ascii
from healthtui.tui.look.settings import ScreenSettings, followed_folders, read_settings, short_file
from healthtui.tui.look.theme import DARK, ThemeError, known_names, names_of, no_such_theme
from healthtui.tui.look.theme_picker import ThemePicker
from healthtui.tui.text import printable

if TYPE_CHECKING:
    from healthtui.tui.look.follow import Follower

_OTHERWISE = {
    "muted": "foreground-muted",
    "line": "panel",
    "cursor": "panel",
    "fresh": "primary-muted",
    "pass": "text-success",
    "warn": "text-warning",
    "fail": "text-error",
    "unknown": "text-secondary",
    "grade-a": "text-success",
    "grade-b": "text-success",
    "grade-c": "text-warning",
    "grade-d": "text-error",
    "grade-e": "text-error",
}  # the colours of Textual that stand for ours
_TOLD = 2  # problems in a notice; doctor lists them all


@dataclass(frozen=True, slots=True)
class Look:
    """What the screen starts with: `fitting` is the theme that fits the terminal; the files at `root` are followed."""

    settings: ScreenSettings = field(default_factory=ScreenSettings)
    fitting: str = DARK
    root: Path | None = None


class SettingsRead(Message):
    def __init__(self, settings: ScreenSettings) -> None:
        super().__init__()
        self.settings = settings


class Themed(App[int]):
    # In the terminal's own palette no background is safe beneath every text: what is chosen is turned round instead.
    CSS = """
    CardList:ansi > .card--cursor { text-style: reverse; }
    CardList:ansi > .card--blur { text-style: underline; }
    CardList:ansi > .card--fresh { text-style: bold; }
    """

    def __init__(self, asked: str, look: Look) -> None:
        """`asked` is a theme that no file overrules, or `auto`. Raises `ThemeError`."""
        super().__init__()
        self.look = look
        self.settings = look.settings
        self.asked = asked
        self._follower: Follower | None = None
        self._ascii, self._no_colour = AsciiSigns(), NoColor()
        for theme in self.settings.themes.values():
            self.register_theme(theme)
        if asked not in ("auto", *self.available_themes):
            raise ThemeError("", "--theme", no_such_theme(asked, known_names(self.settings.themes.values())))
        self.theme = self._wanted
        choose_glyphs(self.settings.config.glyphs)

    def get_css_variables(self) -> dict[str, str]:
        """The colours of ours too, for themes that do not name them."""
        variables = super().get_css_variables()
        variables.update({name: variables[other] for name, other in _OTHERWISE.items() if name not in variables})
        return variables

    def get_line_filters(self) -> Sequence[LineFilter]:
        """In ASCII what others wrote is ASCII too: guidance, code, Textual's own widgets."""
        filters = [self._without_colour(each) for each in super().get_line_filters()]
        return [*filters, *([self._ascii] if is_ascii() else [])]

    def _without_colour(self, each: LineFilter) -> LineFilter:
        """The terminal's own colours have no greys; Textual chooses before the theme is known."""
        return self._no_colour if isinstance(each, Monochrome) and self.native_ansi_color else each

    @property
    def _wanted(self) -> str:
        wanted = self.settings.config.theme if self.asked == "auto" else self.asked
        return wanted if wanted in self.available_themes else self.look.fitting

    def start_following(self) -> None:
        self._tell_problems(self.settings.problems)
        if self.look.root:
            from healthtui.tui.look.follow import Follower  # imports watchdog, which the first frame does not need

            self._follower = Follower(followed_folders(self.look.root), self._read_again)
            self._follower.start()

    def stop_following(self) -> None:
        if self._follower:
            self._follower.stop()

    def _read_again(self) -> None:
        """Called from the follower's thread."""
        self.post_message(SettingsRead(read_settings(self.look.root, self.settings)))

    def on_settings_read(self, event: SettingsRead) -> None:
        before, self.settings = self.settings, event.settings
        if event.settings != before:
            self._take_themes(before)
            choose_glyphs(self.settings.config.glyphs)
            self.take_settings(self.settings)
            self.mutate_reactive(App.theme)  # the colours of that name may be others now, and so may the signs
        if event.settings.problems != before.problems:
            self._tell_problems(event.settings.problems)

    def take_settings(self, settings: ScreenSettings) -> None:
        """What else follows the settings."""

    def _take_themes(self, before: ScreenSettings) -> None:
        """The chosen theme stays, unless the settings now name another or it is gone."""
        for theme in self.settings.themes.values():
            self.register_theme(theme)
        names = {theme.name for theme in self.settings.themes.values()}
        gone = {theme.name for theme in before.themes.values()} - names
        if self.settings.config.theme != before.config.theme or self.theme in gone:
            self.theme = self._wanted if self._wanted not in gone else self.look.fitting
        for name in gone:
            self.unregister_theme(name)

    def _tell_problems(self, problems: tuple[Problem, ...]) -> None:
        if problems:
            said = [printable(str(problem)) for problem in problems[:_TOLD]]
            more = len(problems) - _TOLD
            said += [f"and {more} more: healthtui doctor"] if more > 0 else []
            self.notify("; ".join(said), title="Settings", severity="warning")

    def action_theme(self) -> None:
        self.push_screen(ThemePicker(names_of(self.settings.themes.values()), self), self._tell_theme)

    def _tell_theme(self, name: str | None) -> None:
        if name is not None:
            said = f'theme = "{printable(name)}" keeps it, in {short_file(str(user_path()))}'
            self.notify(said, title="For this session")


class AsciiSigns(LineFilter):
    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:  # noqa: ARG002 - Textual's signature
        return [Segment(ascii_of(text), style, control) for text, style, control in segments]
