"""Nothing of the watched repository is markup, and nothing of it reaches the terminal as an escape."""

from __future__ import annotations

import locale
import unicodedata

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from rich.cells import cell_len

from healthtui.config import Choice
from healthtui.report.signs import ascii_of, choose_glyphs, fit_path, is_ascii
from healthtui.scorecard.model import EvidenceEntry
from healthtui.tui.fixing.brief import fix_brief
from healthtui.tui.terminal import is_light_answer, title_sequence
from healthtui.tui.text import fit, place, printable, whole
from screenshots.acme import AcmeSource, acme
from tests.tui.shown import Open

HOSTILE = st.one_of(
    st.text(max_size=40),
    st.sampled_from(
        [
            "[red]x[/]",
            "\x1b]0;owned\x07",
            "a\x1b[2Jb",
            "[@click=app.quit]x[/]",
            "arr[0] $fail",
            "\u202etxt.exe",
            "\ud800",
            "x\ny",
            "[/",
        ]
    ),
)


@settings(deadline=None)
@given(HOSTILE)
def test_printable_has_no_control_character(text: str) -> None:
    assert printable(text).isprintable()
    assert "\n" not in printable(text)


@settings(deadline=None)
@given(HOSTILE, st.integers(0, 60))
def test_fit_is_exactly_as_wide_as_asked(text: str, width: int) -> None:
    assert cell_len(fit(printable(text), width)) == width
    assert cell_len(fit_path(printable(text), width)) <= max(width, 1)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(HOSTILE, HOSTILE)
async def test_hostile_names_and_messages_are_shown_as_they_are(opened: Open, name: str, message: str) -> None:
    card = acme()
    evidence = (EvidenceEntry(f"src/{name}", 3, 1, message),)
    checks = tuple(replace(check, title=f"T{name}", short=message, summary=message, evidence=evidence) for check in card.checks)
    repository = replace(card.repository, name=f"r{name}", branch=message or "b")
    async with opened(120, 40, AcmeSource(replace(card, checks=checks, repository=repository))) as shown:
        for keys in ((), ("enter",)):
            await shown.press(*keys)
            letters = set(shown.frame) - {"\n"}
            assert not [letter for letter in letters if unicodedata.category(letter) in ("Cc", "Cf", "Cs")]


async def test_markup_stays_literal(opened: Open) -> None:
    card = acme()
    checks = tuple(replace(check, title="[red]x[/]", summary="[@click=app.quit]s[/]") for check in card.checks)
    async with opened(120, 40, AcmeSource(replace(card, checks=checks))) as shown:
        assert "[red]x[/]" in shown.frame
        assert "[@click=app.quit]s[/]" in shown.frame


@settings(deadline=None)
@given(HOSTILE)
def test_a_brief_and_a_title_hold_no_escape(text: str) -> None:
    check = replace(acme().checks[9], title=text, summary=text, evidence=(EvidenceEntry(text, 1, 1, text),))
    assert "\x1b" not in fix_brief(check, None, acme())
    assert title_sequence(text).count("\x1b") == 1


def test_a_score_is_never_rounded_up() -> None:
    assert (whole(89.96), whole(90.0), whole(100.0)) == ("89", "90", "100")


def test_a_place_leaves_out_what_is_not_known() -> None:
    assert (place("a.ts", 3, 1), place("a.ts", 3), place("a.ts", 0, 0)) == ("a.ts:3:1", "a.ts:3", "a.ts")


def test_the_background_decides_the_theme() -> None:
    assert is_light_answer(b"\x1b]11;rgb:ffff/ffff/f0f0\x1b\\\x1b[?64;1c")
    assert is_light_answer(b"\x1b]11;rgb:ff/ff/ff\x07")
    assert not is_light_answer(b"\x1b]11;rgb:1212/1616/1c1c\x1b\\")
    assert not is_light_answer(b"\x1b[?64;1c")


@pytest.mark.parametrize(
    ("asked", "chosen", "encoding", "expected"),
    [
        ("", "auto", "utf-8", False),
        ("", "auto", "UTF-8", False),
        ("", "auto", "iso-8859-1", True),
        ("", "auto", "ANSI_X3.4-1968", True),
        ("", "unicode", "iso-8859-1", False),
        ("", "ascii", "utf-8", True),
        ("1", "unicode", "utf-8", True),
        ("0", "ascii", "iso-8859-1", False),
    ],
)
def test_the_signs_are_asked_for_or_those_of_the_locale(
    monkeypatch: pytest.MonkeyPatch, asked: str, chosen: Choice, encoding: str, expected: bool
) -> None:
    monkeypatch.setenv("HEALTHTUI_ASCII", asked)
    monkeypatch.setattr(locale, "getencoding", lambda: encoding)
    choose_glyphs(chosen)
    assert is_ascii() is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("plain", "plain"),
        ("✓ ▲ ✗ – …", "+ ! x - ~"),
        ("Müller’s “é”", 'Muller\'s "e"'),
        ("漢字", "? ? "),
        ("→ ╌╌", "> --"),
        ("ﬁ", "f"),
    ],
)
def test_ascii_takes_as_many_cells(text: str, expected: str) -> None:
    assert ascii_of(text) == expected
    assert cell_len(ascii_of(text)) == cell_len(text)
