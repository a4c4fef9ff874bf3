"""The public JSON report against its schema."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, datetime, timedelta, timezone
from importlib.resources import files
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from healthtui.config import Waiver
from healthtui.report.json import json_text, to_json
from healthtui.scorecard.model import Scorecard
from healthtui.scorecard.score import Lookups, score
from healthtui.tree.base import Repository

NOON = datetime(2026, 11, 22, 14, 0, tzinfo=timezone(timedelta(hours=2)))
SCHEMA: dict[str, Any] = json.loads((files("healthtui.report") / "report.schema.json").read_text())


def _closed(schema: Any) -> Any:
    """The same schema, in which every key must be described."""
    if isinstance(schema, list):
        return [_closed(part) for part in schema]
    if not isinstance(schema, dict):
        return schema
    closed = {key: _closed(part) for key, part in schema.items()}
    return closed | ({"additionalProperties": False} if isinstance(schema.get("properties"), dict) else {})


VALIDATOR = Draft202012Validator(_closed(SCHEMA))


def test_the_schema_is_one() -> None:
    Draft202012Validator.check_schema(SCHEMA)


def test_a_report_keeps_to_the_schema(sample_card: Scorecard) -> None:
    VALIDATOR.validate(json.loads(json_text(sample_card, NOON)))


def test_so_does_the_report_of_a_card_without_score() -> None:
    empty = score(Repository("acme", "/a", "", "", False, False), [], [], Lookups(title=str))
    report = to_json(empty, NOON)
    VALIDATOR.validate(report)
    assert (report["score"], report["grade"]) == (None, "?")


@given(text=st.text())
def test_and_that_of_any_names(card_saying: Callable[[str], Scorecard], text: str) -> None:
    written = json_text(card_saying(text), NOON)
    assert written.isascii()
    report = json.loads(written)
    VALIDATOR.validate(report)
    assert report["repository"]["name"] == text


def test_what_is_waived_is_told_with_its_reason_and_end(sample_card: Scorecard) -> None:
    report = to_json(sample_card, NOON)
    waiver = {
        "check": "quality.lint",
        "reason": "src/app.ts",
        "until": "2026-11-24",
        "path": "src/app.ts",
        "place": None,
        "package": None,
    }
    assert (report["waived"], report["true_score"] < report["score"]) == (1, True)
    assert report["waivers"][0] == waiver | {"standing": "at work"}
    assert [one["standing"] for one in report["waivers"]] == ["at work", "expired", "unused"]
    lint = next(check for check in report["checks"] if check["id"] == "quality.lint")
    assert (lint["verdict"], lint["true_verdict"], lint["value"], lint["points"]) == ("waived", "fail", None, 0.0)
    assert (lint["evidence"], lint["waiver"]) == ([], None)
    assert [(place["line"], place["waiver"]) for place in lint["waived"]] == [(12, waiver), (13, waiver)]
    cors = next(check for check in report["checks"] if check["id"] == "security.cors")
    assert (cors["verdict"], cors["true_verdict"], cors["waived"]) == ("fail", "fail", [])


def test_a_whole_check_has_its_waiver(make_waived: Callable[[Waiver], Scorecard]) -> None:
    report = to_json(make_waived(Waiver("security.cors", "public", date(2026, 12, 1))), NOON)
    VALIDATOR.validate(report)
    cors = next(check for check in report["checks"] if check["id"] == "security.cors")
    assert cors["waiver"]["reason"] == "public" and len(cors["waived"]) == 7


def test_what_a_report_says(sample_card: Scorecard) -> None:
    report = to_json(sample_card, NOON)
    assert report["generated_at"] == "2026-11-22T12:00:00Z"
    checks = {check["id"]: check for check in report["checks"]}
    cors, audit, queue = checks["security.cors"], checks["security.audit"], checks["jobs.queue"]
    assert (cors["verdict"], cors["value"], cors["risk"], cors["weight"], cors["count"]) == ("fail", 0.0, "high", 7.5, None)
    assert len({place["fingerprint"] for place in cors["evidence"]}) == 7
    assert cors["guidance"]["line"] == 83
    assert checks["security.input-validation"]["count"] == {"met": 17, "of": 23}
    assert (audit["verdict"], audit["reason_code"], audit["command"]) == ("unknown", "no-evidence", "npm audit --json")
    assert (queue["verdict"], queue["value"], queue["reason"]) == ("n/a", None, "src/app.ts")
    assert report["routes"] == [
        {
            "package": ".",
            "method": "POST",
            "path": "src/app.ts",
            "file": "src/app.ts",
            "line": 11,
            "public": True,
            "authenticated": False,
            "validated": True,
            "limited": True,
            "tested": True,
        }
    ]
    assert sum(check["points"] for check in report["checks"]) == pytest.approx(100 - report["score"], abs=0.01)


def test_no_path_of_this_machine_is_told(sample_card: Scorecard) -> None:
    assert "/elsewhere" not in json_text(sample_card, NOON)
