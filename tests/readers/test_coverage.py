from __future__ import annotations

import json
from typing import Any

import pytest

from healthtui.facts.outputs import CoverageReport, FileCoverage
from healthtui.readers.base import ReadError
from healthtui.readers.coverage import COVERAGE


def _statement(line: int) -> dict[str, Any]:
    return {"start": {"line": line, "column": 0}, "end": {"line": line, "column": 9}}


LCOV = b"TN:\nSF:src/a.js\nFNF:2\nDA:1,1\nDA:3,0\nLF:2\nLH:1\nBRDA:3,0,0,-\nend_of_record\n"
LCOV += b"TN:b\nSF:src/a.js\nDA:1,0\nDA:4,2\nend_of_record\n"
ISTANBUL = {
    "/app/src/a.js": {
        "path": "/app/src/a.js",
        "statementMap": {str(key): _statement(line) for key, line in enumerate((1, 1, 3, 4))},
        "s": {"0": 1, "1": 0, "2": 0, "3": 2},
    }
}
SUMMARY = {"total": {"lines": {"total": 3, "covered": 2}}, "/app/src/a.js": {"lines": {"total": 3, "covered": 2, "pct": 66.6}}}
CLOVER = b"""<?xml version="1.0" encoding="UTF-8"?>
<coverage generated="1" clover="3.2.0"><project name="All files"><package name="src"><file name="a.js" path="/app/src/a.js">
<line num="1" count="1" type="stmt"/><line num="3" count="0" type="cond"/><line num="4" count="2" type="stmt"/>
</file></package></project></coverage>"""
COBERTURA = b"""<?xml version="1.0" ?>
<!DOCTYPE coverage SYSTEM "coverage-04.dtd">
<coverage line-rate="0.6"><sources><source>/app</source></sources><packages><package name="main"><classes>
<class name="a.js" filename="src/a.js"><methods><method name="f"><lines><line number="1" hits="1"/></lines></method></methods>
<lines><line number="1" hits="1"/><line number="3" hits="0"/><line number="4" hits="2"/></lines></class>
</classes></package></packages></coverage>"""


@pytest.mark.parametrize(
    ("name", "data", "form", "root", "path"),
    [
        ("lcov.info", LCOV, "lcov", "", "src/a.js"),
        ("coverage-final.json", json.dumps(ISTANBUL).encode(), "istanbul", "", "/app/src/a.js"),
        ("clover.xml", CLOVER, "clover", "", "/app/src/a.js"),
        ("cobertura-coverage.xml", COBERTURA, "cobertura", "/app", "src/a.js"),
        ("coverage.xml", CLOVER, "clover", "", "/app/src/a.js"),
    ],
)
def test_every_format_says_the_same(name: str, data: bytes, form: str, root: str, path: str) -> None:
    assert COVERAGE.claims(f"coverage/{name}")
    assert COVERAGE.read(name, data) == (CoverageReport(form, root, (FileCoverage(path, 2, 3, (3,)),)),)


def test_a_summary_has_counts_without_lines() -> None:
    expected = CoverageReport("istanbul-summary", "", (FileCoverage("/app/src/a.js", 2, 3, ()),))
    assert COVERAGE.read("coverage-summary.json", json.dumps(SUMMARY).encode()) == (expected,)


def test_an_lcov_record_without_lines_counts_by_its_totals() -> None:
    expected = CoverageReport("lcov", "", (FileCoverage("a.js", 3, 4, ()),))
    assert COVERAGE.read("lcov.info", b"SF:a.js\r\nLF:4\r\nLH:3\r\nend_of_record\r\n") == (expected,)


@pytest.mark.parametrize(
    ("name", "data", "reason", "line"),
    [
        ("lcov.info", LCOV[:-15], "not valid LCOV: the last record does not end; the file is cut off", 13),
        ("lcov.info", b"SF:a\nDA:1,x\n", "not valid LCOV: expected DA:<line>,<count> in a record", 2),
        ("lcov.info", b"DA:1,1\n", "not valid LCOV: expected DA:<line>,<count> in a record", 1),
        ("lcov.info", b"hello", "expected LCOV, found no SF: record", 0),
        (
            "coverage-final.json",
            b'{"a": {"b": 1}}',
            "expected Istanbul coverage, found an entry without statementMap or lines",
            0,
        ),
        ("coverage-final.json", b"[]", "expected coverage by file, found a list", 0),
        ("clover.xml", b"<testsuite/>", "expected Clover or Cobertura, found <testsuite>", 0),
        ("clover.xml", b"<coverage/>", "expected Clover or Cobertura, found no project and no packages", 0),
        ("clover.xml", CLOVER[:-20], "not valid XML: unclosed token", 4),
        ("clover.xml", b'<!DOCTYPE a [<!ENTITY b "c">]><coverage/>', "XML that declares entities is not read", 0),
    ],
)
def test_what_is_wrong_is_said(name: str, data: bytes, reason: str, line: int) -> None:
    with pytest.raises(ReadError) as raised:
        COVERAGE.read(name, data)
    assert (raised.value.reason, raised.value.line) == (reason, line)
