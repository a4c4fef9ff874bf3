"""Text that is safe and fits: nothing of the watched repository reaches the terminal as anything but letters."""

from __future__ import annotations

from textwrap import wrap
from typing import NamedTuple

from rich.cells import cell_len, set_cell_size

from healthtui.engine.verdict import Outcome
from healthtui.report.signs import ascii_of, is_ascii
from healthtui.report.summary import GLYPHS, number


class Glyphs(NamedTuple):
    marks: dict[Outcome, str]
    full: str
    empty: str
    folded: str
    unfolded: str
    live: str
    busy: str
    paused: str
    up: str
    down: str
    here: str
    cursor: str
    dash: str
    ellipsis: str
    back: str
    dot: str
    rule: str


UNICODE = Glyphs(
    GLYPHS,
    full="━", empty="╌", folded="▸", unfolded="▾", live="●", busy="◌", paused="‖", up="▲", down="▼",
    here="▸", cursor="▌", dash="–", ellipsis="…", back="‹", dot="·", rule="│",
)  # fmt: skip
ASCII = Glyphs(
    {outcome: ascii_of(mark) for outcome, mark in GLYPHS.items()},
    full="#", empty="-", folded=">", unfolded="v", live="*", busy="o", paused="=", up="^", down="v",
    here=">", cursor=">", dash="-", ellipsis="~", back="<", dot=".", rule="|",
)  # fmt: skip

WORDS = {
    Outcome.PASS: "passes",
    Outcome.WARN: "partly there",
    Outcome.FAIL: "fails",
    Outcome.UNKNOWN: "unknown",
    Outcome.NOT_APPLICABLE: "does not apply",
    Outcome.WAIVED: "waived",
}


def glyphs() -> Glyphs:
    return ASCII if is_ascii() else UNICODE


def printable(text: str) -> str:
    """The text on one line, with a visible sign for each control, bidirectional or unassigned character."""
    return text if text.isprintable() else "".join(map(_sign, text))


def _sign(character: str) -> str:
    if character.isprintable():
        return character
    code = ord(character)
    if code < 0x20:
        return chr(0x2400 + code)
    if code == 0x7F:
        return "␡"
    return " " if character.isspace() and code not in (0x85, 0x2028, 0x2029) else "�"


def fit(text: str, width: int) -> str:
    """Exactly `width` cells: padded, or cut with an ellipsis."""
    if cell_len(text) <= width or width < 1:
        return set_cell_size(text, max(width, 0))
    return set_cell_size(text, width - 1) + glyphs().ellipsis


def wrapped(text: str, width: int, rows: int) -> list[str]:
    """Over at most so many rows, at least one, each of at most `width` cells; the last is cut with an ellipsis."""
    lines = wrap(text, max(width, 8), max_lines=max(rows, 1), placeholder=glyphs().ellipsis, break_on_hyphens=False) or [""]
    return [line if cell_len(line) <= width else fit(line, width) for line in lines]


def spread(left: str, right: str, width: int) -> tuple[str, str]:
    """`left` and `right` at the two ends of `width` cells, at least one apart; `left` gives way."""
    room = width - cell_len(right)
    return fit(left, room - 1) + " " if right else fit(left, room), right


def whole(score: float) -> str:
    """A score as shown: never rounded up, so that 89.9 is not shown as an A's 90."""
    return number(score, 0)


def place(path: str, line: int, column: int = 0) -> str:
    """`path:line:column`, without what is not known."""
    return ":".join([printable(path), *(str(number) for number in (line, column) if number)])
