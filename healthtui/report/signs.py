"""The signs of every view on a terminal: those of Unicode, or of ASCII alone."""

from __future__ import annotations

import locale
import os
import unicodedata
from functools import lru_cache

from rich.cells import cell_len
from rich.console import Console, ConsoleOptions, RenderableType, RenderResult
from rich.measure import Measurement
from rich.text import Text

from healthtui.config import Choice

_GROUPS = "+✓✔╭╮╰╯┌┐└┘├┤┬┴┼ !▲ x✗✘× *●◉ o◌◦○ .•· >▸›→≥▶ <‹←≤◀ v▾▼↓ ^↑▴ ~… --–—╌┄─▁▂ =═‖▃▄▅≠ |│┃║▏▎▍▌▐▕ #━█▉▊▋▆▇ '‘’‚ \"“”„"
_ALIKE = str.maketrans({sign: group[0] for group in _GROUPS.split() for sign in group[1:]})  # each by what it looks like
_SHORTEST = 8  # cells of a path that say something
_chosen: Choice = "auto"  # one for the process, as there is one terminal


def choose_glyphs(choice: Choice) -> None:
    """Which signs are drawn from now on; `HEALTHTUI_ASCII`, where it is set, comes first."""
    global _chosen
    _chosen = choice


def is_ascii(encoding: str = "") -> bool:
    """`auto` is ASCII where the encoding, without one the locale's, has no other signs."""
    if asked := os.environ.get("HEALTHTUI_ASCII", ""):
        return asked != "0"
    return _chosen == "ascii" or (_chosen == "auto" and not (encoding or locale.getencoding()).lower().startswith("utf"))


@lru_cache(4096)
def ascii_of(text: str) -> str:
    """In as many cells: a letter without its accents, a sign that looks alike, or `?`."""
    return text if text.isascii() else "".join(one if one.isascii() else _ascii_sign(one) for one in text)


def _ascii_sign(character: str) -> str:
    width = cell_len(character)
    plain = character.translate(_ALIKE)
    if not plain.isascii():
        plain = unicodedata.normalize("NFKD", character).encode("ascii", "ignore").decode()
    return (plain or "?")[:width].ljust(width)


def fit_path(path: str, width: int, encoding: str = "") -> str:
    """At most `width` cells; a path is cut at its beginning, since its end says more."""
    if cell_len(path) <= width:
        return path
    while path and cell_len(path) > width - 1:
        path = path[1:]
    return ("~" if is_ascii(encoding) else "…") + path


class CutPath:
    """A path for rich: on one line, as much of its end as there is room for."""

    def __init__(self, path: str) -> None:
        self._path = path

    def __rich_measure__(self, console: Console, options: ConsoleOptions) -> Measurement:
        width = cell_len(self._path)
        return Measurement(min(width, _SHORTEST), width)

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        yield Text(fit_path(self._path, options.max_width, console.encoding), no_wrap=True)


class InSigns:
    """What is drawn in the signs that are chosen."""

    def __init__(self, part: RenderableType) -> None:
        self._part = part

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        segments = console.render(self._part, options)
        if not is_ascii(console.encoding):
            return segments
        return (segment._replace(text=ascii_of(segment.text)) for segment in segments)
