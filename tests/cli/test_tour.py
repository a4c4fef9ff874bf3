"""The tour through the sample: every step mends what it says, breaks nothing, and the score climbs to a good grade."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from healthtui.cli.demo import copy_sample
from healthtui.derive.inputs import all_facts
from healthtui.engine.verdict import Outcome
from healthtui.facts.base import Unreadable
from healthtui.live.cards import CardMaker
from healthtui.live.scan import open_bench
from healthtui.live.settings import read_settings
from healthtui.scorecard.model import CheckResult

TOUR = (Path(__file__).parents[2] / "healthtui" / "demo" / "TOUR.md").read_text(encoding="utf-8")
EVIDENCE = {"testing.coverage", "testing.results"}  # older than the code as soon as that is edited
RANK = {Outcome.FAIL: 0, Outcome.WARN: 1, Outcome.UNKNOWN: 2, Outcome.NOT_APPLICABLE: 2, Outcome.PASS: 3}


class Step(NamedTuple):
    title: str
    checks: frozenset[str]
    mends: tuple[tuple[str, str], ...]  # file, diff


def steps() -> Iterator[Step]:
    for title, body in re.findall(r"^## \d+\. (.+?)\n(.*?)(?=^## )", TOUR, re.DOTALL | re.MULTILINE):
        named = re.findall(r"`([\w.-]+)`", body.split("\n", 1)[0])
        yield Step(title, frozenset(named), tuple(re.findall(r"^```diff (\S+)\n(.*?)^```$", body, re.DOTALL | re.MULTILINE)))


def mend(root: Path, file: str, diff: str) -> None:
    """Replaces what a `-` marks by what a `+` does, once for each part; a file of `+` alone is new."""
    path = root / file
    text = path.read_text() if path.exists() else ""
    for part in diff.split("@@\n"):
        lines = part.splitlines()
        old, new = ("\n".join(line[1:] for line in lines if line.startswith(sign)) for sign in "-+")
        if not old:
            assert not path.exists(), f"{file} is there already"
            text = new + "\n"
        else:
            assert text.count(old) == 1, f"{file}: {old!r} is there {text.count(old)} times"
            text = text.replace(old + "\n" if not new else old, new)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


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
        for file, diff in step.mends:
            mend(root, file, diff)
        bench.relist({file for file, _ in step.mends})
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
