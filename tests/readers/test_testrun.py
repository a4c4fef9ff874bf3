from __future__ import annotations

import json
from typing import Any

import pytest

from healthtui.facts.outputs import TestFailure, TestRun
from healthtui.readers.base import ReadError
from healthtui.readers.testrun import TESTRUN

PATH = "/app/tests/a.test.js"
STACK = f"Error: \x1b[31mboom\x1b[39m\nsecond\n    at Object.<anonymous> ({PATH}:4:29)\n    at run (/app/x.js:9:1)"
FAILURE = TestFailure("add fails", PATH, 4, "Error: boom")


def _case(title: str, status: str, *messages: str) -> dict[str, Any]:
    return {"fullName": f"add {title}", "title": title, "status": status, "failureMessages": messages, "location": None}


VITEST = {
    "numTotalTests": 3,
    "startTime": 1795540269592,
    "testResults": [
        {
            "name": PATH,
            "status": "failed",
            "message": "",
            "assertionResults": [_case("adds", "passed"), _case("fails", "failed", STACK), _case("waits", "pending")],
        }
    ],
}
JEST = VITEST | {"wasInterrupted": False, "numRuntimeErrorTestSuites": 0}
MOCHA_CASES = [{"fullTitle": f"add {title}", "file": PATH, "err": {}} for title in ("adds", "fails", "waits")]
MOCHA = {
    "stats": {"tests": 3, "passes": 1, "pending": 1, "failures": 1, "start": "2026-11-24T17:11:09.592Z"},
    "tests": MOCHA_CASES,
    "failures": [{"fullTitle": "add fails", "file": PATH, "err": {"message": "Error: boom\nsecond", "stack": STACK}}],
}
JUNIT = f"""<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="all"><testsuite name="add" timestamp="2026-11-24T17:11:09.592" file="{PATH}">
<testcase classname="add" name="adds"/>
<testcase classname="add" name="fails"><failure message="Error: boom">Error: boom
    at {PATH}:4:29</failure></testcase>
<testcase classname="add" name="waits"><skipped/></testcase>
</testsuite></testsuites>"""


def _read(name: str, document: object) -> TestRun:
    assert TESTRUN.claims(f"reports/{name}")
    data = document if isinstance(document, str) else json.dumps(document)
    (run,) = TESTRUN.read(name, data.encode())
    assert isinstance(run, TestRun)
    return run


@pytest.mark.parametrize(
    ("name", "document", "form"),
    [
        ("jest-results.json", JEST, "jest"),
        ("test-results.json", VITEST, "vitest"),
        ("mocha-results.json", MOCHA, "mocha"),
        ("junit.xml", JUNIT, "junit"),
        ("api-junit.xml", JUNIT, "junit"),
    ],
)
def test_every_format_says_the_same(name: str, document: object, form: str) -> None:
    run = _read(name, document)
    assert run == TestRun(form, 1, 1, 1, (FAILURE,), (PATH,), started=1795540269.592)


def test_a_file_that_does_not_load_is_a_failure() -> None:
    suite = {"name": PATH, "status": "failed", "assertionResults": [], "message": "Cannot find module './x'\nmore"}
    run = _read("jest-results.json", JEST | {"testResults": [suite]})
    assert (run.passed, run.failed, run.failures[0].message) == (0, 1, "Cannot find module './x'")


def test_a_junit_class_name_that_is_a_path_is_the_file() -> None:
    case = '<testcase classname="src/a.test.ts" name="add &gt; fails"><error>boom</error></testcase>'
    run = _read("junit.xml", f'<testsuite name="x">{case}</testsuite>')
    assert run.failures == (TestFailure("add > fails", "src/a.test.ts", 0, "boom"),)
    assert run.started == 0


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("test-results.json", b'{"suites": []}', "expected results of Jest, Vitest or Mocha, found neither"),
        ("test-results.json", b"[1]", "expected test results, found a list"),
        ("junit.xml", b"<html></html>", "expected JUnit XML, found <html>"),
        ("junit.xml", b"", "empty file, expected XML"),
        ("junit.xml", JUNIT.encode()[:-30], "not valid XML: "),
    ],
)
def test_what_is_wrong_is_said(name: str, data: bytes, reason: str) -> None:
    with pytest.raises(ReadError) as raised:
        TESTRUN.read(name, data)
    assert raised.value.reason.startswith(reason)
