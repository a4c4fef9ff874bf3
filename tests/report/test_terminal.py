"""The report on a terminal: nothing of the repository reaches it as more than text, and all of it fits."""

from __future__ import annotations

import re
from collections.abc import Callable
from io import BytesIO, StringIO, TextIOWrapper

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.console import Console

from healthtui.report.terminal import print_report
from healthtui.scorecard.model import Scorecard

SGR = re.compile(r"\x1b\[[0-9;]*m")


def _printed(card: Scorecard, width: int = 80, **options: bool | str) -> str:
    out = StringIO()
    print_report(card, Console(file=out, width=width, **options))  # type: ignore[arg-type]
    return out.getvalue()


@given(text=st.text() | st.sampled_from(["\x1b]8;;x\x07", "\x9b31m", "[red]x[/red]", "[/]", "\u202e"]))
def test_no_control_reaches_the_terminal(card_saying: Callable[[str], Scorecard], text: str) -> None:
    printed = SGR.sub("", _printed(card_saying(text), force_terminal=True, color_system="truecolor"))
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028-\u202e]", printed)


def test_markup_is_text(card_saying: Callable[[str], Scorecard]) -> None:
    assert "[red]x[/red]" in _printed(card_saying("[red]x[/red]"))


@pytest.mark.parametrize("width", [36, 40, 80, 120])
def test_it_fits(card_saying: Callable[[str], Scorecard], width: int) -> None:
    printed = _printed(card_saying("src/a/very/long/path/that/does/not/fit/on/a/line/of/the/card.ts"), width)
    assert max(map(cell_len, printed.splitlines())) <= width
    assert "card.ts:12:5" in re.sub(r"\s+", "", printed)


def test_a_verdict_is_glyph_and_word_without_colour(sample_card: Scorecard, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    printed = _printed(sample_card, force_terminal=True)
    assert not re.search(r"\x1b\[[0-9;]*3[0-9]", printed)
    for word in ("✗ fail", "▲ warn", "✓ pass", "? unknown"):
        assert word in printed


@pytest.mark.parametrize("width", [36, 80])
def test_what_is_waived_is_seen(sample_card: Scorecard, width: int) -> None:
    printed = " ".join(_printed(sample_card, width).split())
    assert " true · 1 waived " in printed and "– waived" in printed
    assert "quality.lint in src/app.ts at work, until 2026-11-24: src/app.ts src/app.ts:12:5" in printed
    assert "security.cors expired on 2026-11-23: src/app.ts" in printed


def test_it_says_what_is_not_known_and_not_read(sample_card: Scorecard) -> None:
    printed = _printed(sample_card)
    for said in (
        "grade D",
        "to know it: npm audit --json",
        "Not read",
        "larger than 8 MB",
        "Does not apply",
        "… and 2 more places",
    ):
        assert said in printed


def test_marks_are_ascii_where_nothing_else_can_be_printed(sample_card: Scorecard) -> None:
    raw = BytesIO()
    out = TextIOWrapper(raw, encoding="ascii", errors="replace")
    print_report(sample_card, Console(file=out, width=60))
    out.flush()
    assert b"x fail" in raw.getvalue()
