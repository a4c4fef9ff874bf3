"""Memoised queries: what runs again, and what does not."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from healthtui.derive.database import ABSENT, Database, query


@query
def length(db: Database, name: str) -> int:
    return len(db.get(name, ""))


@query
def total(db: Database, first: str, second: str) -> int:
    return length(db, first) + length(db, second)


@query
def inverse(db: Database, name: str) -> float:
    return 1 / length(db, name)


@query
def careful(db: Database, name: str) -> float:
    try:
        return inverse(db, name)
    except ZeroDivisionError:
        return 0.0


@query
def chosen(db: Database) -> float:
    return inverse(db, "divisor") if db.get("wanted") else 0.0


@query
def cell(db: Database, number: int) -> int:
    """A sum of later cells, which ends at the first that is odd."""
    found = number
    for other in db.get(number, ()):
        found += cell(db, number + other)
        if found % 2:
            break
    return min(found, 9)


@query
def looped(db: Database, name: str) -> str:
    other = db.get(name, "")
    return f"{name}{looped(db, other)}" if other else name


def runs(db: Database) -> int:
    before = db.runs
    total(db, "a", "b")
    return db.runs - before


def test_a_query_runs_once_for_what_it_read() -> None:
    db = Database()
    assert runs(db) == 3
    assert runs(db) == 0


def test_a_change_stops_where_a_value_comes_out_equal() -> None:
    db = Database()
    db.set("a", "one")
    assert total(db, "a", "b") == 3
    db.set("a", "two")
    assert runs(db) == 1
    db.set("a", "three")
    assert runs(db) == 2
    assert total(db, "a", "b") == 5


def test_what_was_not_there_is_read_too() -> None:
    db = Database()
    assert total(db, "a", "b") == 0
    db.set("b", "seen")
    assert total(db, "a", "b") == 4
    db.set("b", ABSENT)
    assert total(db, "a", "b") == 0


def test_an_equal_value_is_no_change() -> None:
    db = Database()
    assert db.set("a", "one")
    assert not db.set("a", "one")
    assert not db.set("b", ABSENT)


def test_who_caught_an_error_is_asked_again_when_its_cause_is_gone() -> None:
    db = Database()
    assert careful(db, "a") == 0.0
    db.set("a", "four")
    assert careful(db, "a") == 0.25
    db.set("a", "")
    assert careful(db, "a") == 0.0


def test_an_error_is_raised_each_time_without_running_again() -> None:
    db = Database()
    for _ in range(3):
        with pytest.raises(ZeroDivisionError):
            inverse(db, "a")
    assert db.runs == 2


def test_an_error_in_what_is_no_longer_read_is_never_seen() -> None:
    db = Database()
    db.set("wanted", True)
    db.set("divisor", "four")
    assert chosen(db) == 0.25
    db.set("wanted", False)
    db.set("divisor", "")
    assert chosen(db) == 0.0


def test_what_nothing_asks_any_more_is_forgotten() -> None:
    db = Database()
    total(db, "a", "b")
    total(db, "c", "d")
    db.forget()
    assert runs(db) == 0
    db.forget()
    assert runs(db) == 0
    db.forget()
    before = db.runs
    total(db, "c", "d")
    assert db.runs - before == 3
    db.set("a", "one")
    assert total(db, "a", "b") == 3


CELLS = 12
_offsets = st.lists(st.integers(1, CELLS), max_size=4).map(tuple)
_changes = st.lists(st.tuples(st.integers(0, CELLS), _offsets), min_size=1, max_size=4)


@settings(deadline=None)
@given(batches=st.lists(_changes, max_size=12), asked=st.lists(st.integers(0, CELLS), min_size=1, max_size=3))
def test_after_any_changes_each_query_says_what_it_says_afresh(
    batches: list[list[tuple[int, tuple[int, ...]]]], asked: list[int]
) -> None:
    live = Database()
    for changes in batches:
        for number, offsets in changes:
            live.set(number, offsets)
        fresh = Database()
        for number in range(2 * CELLS):
            fresh.set(number, live.get(number, ABSENT))
        before, known = live.runs, len(live._memos)
        assert [cell(live, one) for one in asked] == [cell(fresh, one) for one in asked]
        assert live.runs - before <= max(known, len(live._memos))  # none twice
        live.forget()
        assert live._memos.keys() == fresh._memos.keys()


def test_a_query_that_asks_itself_is_an_error_until_it_no_longer_does() -> None:
    db = Database()
    db.set("a", "b")
    db.set("b", "a")
    with pytest.raises(RecursionError, match="looped leads back to itself"):
        looped(db, "a")
    db.set("b", "c")
    assert looped(db, "a") == "abc"
    db.set("c", "a")
    with pytest.raises(RecursionError, match="looped leads back to itself"):
        looped(db, "a")
