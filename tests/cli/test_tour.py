"""The tour through the sample: every step mends what it says, breaks nothing, and the score climbs to a good grade."""

from __future__ import annotations

from pathlib import Path

import pytest

from healthtui.cli.demo import copy_sample
from healthtui.derive.inputs import all_facts
from healthtui.engine.verdict import Outcome
from healthtui.facts.base import Unreadable
from healthtui.live.cards import CardMaker
from healthtui.live.scan import open_bench
from healthtui.live.settings import read_settings
from healthtui.scorecard.model import CheckResult
from screenshots.tour import steps

EVIDENCE = {"testing.coverage", "testing.results"}  # older than the code as soon as that is edited
RANK = {Outcome.FAIL: 0, Outcome.WARN: 1, Outcome.UNKNOWN: 2, Outcome.NOT_APPLICABLE: 2, Outcome.PASS: 3}


@pytest.mark.usefixtures("shared_cache")
def test_every_step_mends_what_it_says_and_nothing_falls(tmp_path: Path) -> None:
    root = tmp_path / "acme-api"
    copy_sample(root)
    bench = open_bench(root, cached=False)
    bench.load()
    maker = CardMaker(bench, read_settings(bench.tree, bench.checks))
    before = maker.card()
    assert before.grade in ("C", "D")
    for step in steps():
        bench.relist(step.take(root))
        after = maker.card()
        old = {check.id: check for check in before.checks}
        moved = {check.id: _step(old[check.id], check) for check in after.checks if check.id not in EVIDENCE}
        assert {id for id, by in moved.items() if by} == step.checks, step.title
        assert all(moved[id] > 0 for id in step.checks), step.title
        assert (after.score or 0) > (before.score or 0), step.title
        before = after
    assert list(all_facts(bench.db, Unreadable)) == []
    left = [check.id for check in before.checks if check.outcome in (Outcome.FAIL, Outcome.WARN)]
    assert left == []
    assert before.grade == "B", "an A waits for the evidence that is missing"
    assert (before.score or 0) > 95


def _step(before: CheckResult, after: CheckResult) -> float:
    return RANK[after.outcome] - RANK[before.outcome]
