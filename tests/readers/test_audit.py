from __future__ import annotations

import json
from typing import Any

import pytest

from healthtui.facts.outputs import Advisory, AuditReport
from healthtui.readers.audit import AUDIT
from healthtui.readers.base import ReadError

URL = "https://github.com/advisories/GHSA-0000-0000-0001"
TITLE = "Prototype pollution in qs"


def _read(name: str, document: object) -> AuditReport:
    assert AUDIT.claims(name)
    (report,) = AUDIT.read(name, document if isinstance(document, bytes) else json.dumps(document).encode())
    assert isinstance(report, AuditReport)
    return report


def _lines(*documents: object) -> bytes:
    return "\n".join(json.dumps(document) for document in documents).encode() + b"\n"


def _vulnerability(name: str, severity: str, via: list[Any], **rest: Any) -> dict[str, Any]:
    return {"name": name, "severity": severity, "isDirect": False, "via": via, "effects": [], "fixAvailable": False} | rest


NPM_7 = {
    "auditReportVersion": 2,
    "vulnerabilities": {
        "express": _vulnerability(
            "express", "high", ["qs"], isDirect=True, fixAvailable={"name": "express", "version": "4.21.2"}
        ),
        "qs": _vulnerability(
            "qs",
            "high",
            [
                {"source": 1, "name": "qs", "title": "Minor", "url": "x", "severity": "low", "range": "<1.0.0"},
                {"source": 2, "name": "qs", "title": TITLE, "url": URL, "severity": "high", "range": "<6.2.4"},
            ],
            effects=["express"],
            fixAvailable=True,
        ),
    },
    "metadata": {"vulnerabilities": {"high": 2, "total": 2}},
}
ADVISORY = {"module_name": "qs", "severity": "high", "title": TITLE, "url": URL, "patched_versions": ">=6.2.4"}


def test_npm_7_counts_vulnerable_packages_and_resolves_what_they_are_vulnerable_by() -> None:
    assert _read("npm-audit.json", NPM_7) == AuditReport(
        "npm7",
        (
            Advisory("express", "high", "via qs", URL, "express@4.21.2", None, ""),
            Advisory("qs", "high", TITLE, URL, ">=6.2.4", None, "express"),
        ),
        production_only=False,
    )


def test_packages_that_are_vulnerable_by_each_other_end() -> None:
    entries = {name: _vulnerability(name, "low", [other]) for name, other in (("a", "b"), ("b", "a"))}
    report = _read("audit.json", {"auditReportVersion": 2, "vulnerabilities": entries})
    assert [advisory.title for advisory in report.advisories] == ["via b", "via a"]


@pytest.mark.parametrize(
    ("name", "rest", "form", "is_development"),
    [
        ("audit.json", {"runId": "1"}, "npm6", False),
        ("pnpm-audit.json", {}, "pnpm", None),
        ("yarn-audit.json", {}, "yarn-berry", None),
    ],
)
def test_advisories_by_id_are_of_npm_6_pnpm_or_early_yarn_berry(
    name: str, rest: dict[str, str], form: str, is_development: bool | None
) -> None:
    found = ADVISORY | {"findings": [{"version": "6.0.0", "paths": ["express>qs", "body-parser>qs"], "dev": False}]}
    report = _read(name, {"actions": [], "advisories": {"1": found, "2": found}, **rest})
    ways = ("express>qs", "body-parser>qs")  # one may be for development, so each is kept
    advisories = tuple(Advisory("qs", "high", TITLE, URL, ">=6.2.4", is_development, way) for way in ways)
    assert report == AuditReport(form, advisories, production_only=False)


def test_yarn_classic_repeats_an_advisory_for_every_path_and_it_counts_once() -> None:
    line = {"type": "auditAdvisory", "data": {"resolution": {"path": "express>qs", "dev": False}, "advisory": ADVISORY}}
    report = _read("yarn-audit.jsonl", _lines(line, line, {"type": "auditSummary", "data": {}}))
    assert report == AuditReport(
        "yarn-classic", (Advisory("qs", "high", TITLE, URL, ">=6.2.4", None, "express>qs"),), production_only=False
    )


def test_yarn_berry_writes_a_line_an_advisory() -> None:
    children = {"ID": 1, "Issue": TITLE, "URL": URL, "Severity": "moderate", "Dependents": ["express@npm:4.16.0"]}
    report = _read("yarn-audit.json", _lines({"value": "qs", "children": children}))
    assert report.format == "yarn-berry"
    assert report.advisories == (Advisory("qs", "moderate", TITLE, URL, "", None, "express@npm:4.16.0"),)


def test_a_production_audit_is_known_by_its_name() -> None:
    assert _read("npm-audit-prod.json", NPM_7).production_only


def test_no_advisories_are_an_audit_too() -> None:
    assert _read("audit-report.json", {"auditReportVersion": 2, "vulnerabilities": {}}).advisories == ()
    assert _read("yarn-audit.json", _lines({"type": "auditSummary", "data": {}})).advisories == ()


@pytest.mark.parametrize(
    ("data", "reason", "line"),
    [
        (
            b'{"error": {"code": "ENOLOCK", "summary": "This command requires a lockfile.\\nx"}}',
            "the audit failed: This command requires a lockfile.",
            0,
        ),
        (b'{"message": "405 Method Not Allowed", "statusCode": 405}', "the audit failed: 405 Method Not Allowed", 0),
        (b'{"type": "error", "data": "no lockfile"}', "the audit failed: no lockfile", 0),
        (b'{"a": 1}', "expected the output of npm, pnpm or yarn audit, found neither vulnerabilities nor advisories", 0),
        (b'{"type": "auditSummary"}\n{"type": ', "not valid JSON: the file is cut off", 2),
        (b"found 0 vulnerabilities", "not valid JSON: ", 1),
        (b"", "empty file, expected JSON", 0),
    ],
)
def test_what_is_wrong_is_said(data: bytes, reason: str, line: int) -> None:
    with pytest.raises(ReadError) as raised:
        AUDIT.read("audit.json", data)
    assert raised.value.reason.startswith(reason)
    assert raised.value.line == line
