"""What a change is, and what none."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from healthtui.engine.result import RawResult
from healthtui.engine.verdict import Evidence, failed, passed
from healthtui.facts.base import Place
from healthtui.scorecard.compare import compare
from healthtui.scorecard.model import Scorecard

Raw = Callable[..., RawResult]
Make = Callable[..., Scorecard]


def _at(*places: tuple[int, str]) -> list[Evidence]:
    """Places of (line, what stands there); the column carries the text."""
    return [Evidence(Place("src/app.ts", line, int(text)), "cors()") for line, text in places]


def test_nothing_changed_is_no_change(make_raw: Raw, make_card: Make) -> None:
    card = make_card(make_raw("security.cors", "H", failed("open", _at((3, "1")))))
    assert not compare(card, card)


def test_lines_that_move_are_no_change(make_raw: Raw, make_card: Make) -> None:
    before = make_card(make_raw("security.cors", "H", failed("open", _at((3, "1")))))
    after = make_card(make_raw("security.cors", "H", failed("open", _at((90, "1")))))
    assert not compare(before, after)


def test_fixed_and_broken(make_raw: Raw, make_card: Make) -> None:
    other = make_raw("errors.a", "H", "pass")
    bad = make_card(make_raw("security.cors", "H", failed("open", _at((3, "1")))), other)
    good = make_card(make_raw("security.cors", "H", passed("named", _at((3, "2")))), other)
    change = compare(bad, good)
    (fixed,) = change.fixed
    assert (fixed.id, fixed.package, fixed.title, fixed.new) == ("security.cors", ".", "SECURITY.CORS", ())
    assert [entry.line for entry in fixed.mended] == [3]
    assert (change.broken, change.changed) == ((), ())
    assert change.score_delta == pytest.approx(50)
    back = compare(good, bad)
    assert [entry.line for entry in back.broken[0].new] == [3]
    assert back.score_delta == pytest.approx(-50)


def test_other_places_under_the_same_verdict(make_raw: Raw, make_card: Make) -> None:
    before = make_card(make_raw("security.cors", "H", failed("open", _at((3, "1"), (4, "2")))))
    after = make_card(make_raw("security.cors", "H", failed("open", _at((3, "2"), (4, "7")))))
    (changed,) = compare(before, after).changed
    assert [entry.column for entry in changed.mended] == [1]
    assert [entry.column for entry in changed.new] == [7]


def test_what_becomes_unknown_is_neither_mended_nor_broken(make_raw: Raw, make_card: Make) -> None:
    before = make_card(make_raw("security.cors", "H", failed("open", _at((3, "1")))))
    change = compare(before, make_card(make_raw("security.cors", "H", "unknown")))
    assert (change.fixed, change.broken, change.score_delta) == ((), (), 0)
    assert change.changed[0].mended == ()


def test_checks_that_come_and_go(make_raw: Raw, make_card: Make) -> None:
    before = make_card(make_raw("security.cors", "H", "fail"), make_raw("errors.a", "H", "pass"))
    after = make_card(make_raw("security.cors", "H", "fail", "b"), make_raw("errors.a", "H", "pass"))
    changed = compare(before, after).changed
    assert [(change.package, change.before is None, change.after is None) for change in changed] == [
        ("b", True, False),
        (".", False, True),
    ]
