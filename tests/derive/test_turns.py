"""The screen's answer to a key comes before the work of a scan, which goes on all the same."""

from __future__ import annotations

import time

from healthtui.derive.database import Database, query
from healthtui.derive.turns import turns


@query
def work(db: Database, number: int) -> int:
    """Any query."""
    return number


def test_queries_wait_while_a_key_is_answered() -> None:
    turns.ask()
    started = time.monotonic()
    assert work(Database(), 1) == 1
    assert time.monotonic() - started > 0.05


def test_they_go_on_however_fast_the_keys_come() -> None:
    db, done = Database(), 0
    turns.ask()
    started = time.monotonic()
    work(db, -1)
    while time.monotonic() < started + 0.11:
        turns.ask()
        done += work(db, done) == done
    assert done > 1
