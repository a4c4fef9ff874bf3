"""Git history beside a session and before a report."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from healthtui.engine.verdict import Outcome, Reason
from healthtui.live import history as live_history
from healthtui.live.history import wait_for_history
from healthtui.live.scan import open_bench, scan
from healthtui.report.json import json_text
from healthtui.scorecard.model import CheckResult, Scorecard

ID = "security.secrets-history"
SECRET = "plumpudding" + "withcustard"


def check_of(card: Scorecard) -> CheckResult:
    return next(one for one in card.checks if one.id == ID)


def test_a_commit_is_seen_and_so_is_what_it_leaves_behind(watched: Any) -> None:
    assert watched.check(ID).outcome is Outcome.PASS
    watched.write(".env", f"PORT=1\nJWT_SECRET={SECRET}\n")
    watched.git("add", "-A")
    watched.git("commit", "-qm", "settings")
    watched.until(lambda: watched.check(ID).outcome is Outcome.FAIL)
    (evidence,) = watched.check(ID).evidence
    assert (evidence.path, evidence.line, evidence.message.endswith("and still here")) == (".env", 2, True)
    watched.git("rm", "-q", ".env")
    watched.git("commit", "-qm", "no settings")
    watched.until(lambda: watched.check(ID).evidence[0].message.endswith("removed since"))
    assert watched.check(ID).evidence[0].commit == evidence.commit
    watched.git("reset", "-q", "--hard", "HEAD~2")
    watched.until(lambda: watched.check(ID).outcome is Outcome.PASS)


def test_the_card_of_a_session_is_that_of_a_scan(watched: Any) -> None:
    assert check_of(scan(watched.root)) == watched.check(ID)


def test_the_report_names_the_commit_and_never_the_value(watched: Any) -> None:
    watched.write("config/prod.env", f"JWT_SECRET={SECRET}\n")
    watched.git("add", "-A")
    watched.git("commit", "-qm", "settings")
    card = scan(watched.root)
    report = json_text(card, datetime.now(UTC))
    found = next(one for one in json.loads(report)["checks"] if one["id"] == ID)
    assert found["evidence"][0]["commit"] == card.repository.commit
    assert SECRET not in report


def test_a_report_that_has_waited_long_enough_says_how_far_it_is(watched: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(3):
        watched.git("commit", "-q", "--allow-empty", "-m", str(number))
    monkeypatch.setattr("healthtui.engine.history._BATCH", 1)
    monkeypatch.setattr("healthtui.engine.history._TELL_SECONDS", 0.0)
    bench = open_bench(watched.root, cached=False)
    bench.load()
    wait_for_history(bench, 0.0)
    assert bench.history is not None and (bench.history.scanned, bench.history.total) == (1, 4)
    verdict = next(one.verdict for one in bench.results() if one.check.id == ID)
    assert (verdict.reason_code, "1 of 4" in verdict.summary) == (Reason.NO_EVIDENCE, True)


def test_outside_git_and_before_the_first_commit_there_is_none(place: Path) -> None:
    (place / "package.json").write_text('{"dependencies": {"express": "5"}}')
    (place / "app.js").write_text("const express = require('express');\nexpress().listen(3000);\n")
    assert check_of(scan(place)).outcome is Outcome.NOT_APPLICABLE


def test_a_background_that_breaks_says_so(watched: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise ValueError("broken")

    monkeypatch.setattr(live_history, "read_history", broken)
    watched.git("commit", "-q", "--allow-empty", "-m", "more")
    watched.until(lambda: "ValueError" in watched.check(ID).summary)
    assert watched.check(ID).outcome is Outcome.UNKNOWN
