"""A place is recognised again by what stands there."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from healthtui.scorecard.fingerprint import Spot, fingerprint, fingerprints

SPOT = Spot("src/app.ts", "createApp", "app.use(cors());")


def test_white_space_does_not_count() -> None:
    assert fingerprint("security.cors", SPOT) == fingerprint(
        "security.cors", Spot("src/app.ts", "createApp", "\t  app.use(cors());  ")
    )


def test_check_path_symbol_and_text_count() -> None:
    others = [
        Spot("src/b.ts", SPOT.symbol, SPOT.text),
        Spot(SPOT.path, "main", SPOT.text),
        Spot(SPOT.path, SPOT.symbol, "x"),
    ]
    marks = {fingerprint("security.cors", spot) for spot in [SPOT, *others]} | {fingerprint("security.headers", SPOT)}
    assert len(marks) == 5


def test_equal_places_are_told_apart_by_their_order() -> None:
    first, second, other = fingerprints("security.cors", [SPOT, SPOT, Spot("src/b.ts")])
    assert len({first, second, other}) == 3
    assert first == fingerprint("security.cors", SPOT, 0)
    assert second == fingerprint("security.cors", SPOT, 1)


@given(st.lists(st.builds(Spot, st.text(), st.text(), st.text())))
def test_any_text_gives_distinct_marks_of_16_digits(spots: list[Spot]) -> None:
    marks = fingerprints("a.b", spots)
    assert all(re.fullmatch("[0-9a-f]{16}", mark) for mark in marks)
    assert len(set(marks)) == len(marks)
