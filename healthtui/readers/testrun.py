"""Results of test runs: JSON of Jest, Vitest and Mocha, and JUnit XML. The content decides which it is."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from posixpath import basename
from xml.etree.ElementTree import Element

from healthtui.facts.outputs import TestFailure, TestRun
from healthtui.readers.base import Reader, ReadError
from healthtui.readers.values import as_count, as_dict, as_list, as_text, load_object
from healthtui.readers.xml_events import elements

_NAME = re.compile(
    r"junit[\w.-]*\.xml|[\w.-]*[-_.]junit\.xml|TEST-[\w.-]*\.xml|test-?(results?|report)[\w.-]*\.(json|xml)"
    r"|(jest|vitest|mocha)[-_.](results?|report|output)\.json"
)
_ANSI = re.compile(r"\x1b\[[0-9;]*[A-Za-z]")
_SOURCE_FILE = re.compile(r"\S+\.[cm]?[jt]sx?")
_MESSAGE_LENGTH = 300  # characters


def _read(name: str, data: bytes) -> tuple[TestRun, ...]:
    is_xml = data[:256].removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"<") or name.endswith(".xml")
    return (_junit(data) if is_xml else _json(data),)


def _json(data: bytes) -> TestRun:
    root = load_object(data, "test results")
    if isinstance(root.get("testResults"), list) and "numTotalTests" in root:
        return _jest(root)
    if isinstance(root.get("stats"), dict) and isinstance(root.get("tests"), list):
        return _mocha(root)
    raise ReadError("expected results of Jest, Vitest or Mocha, found neither testResults nor stats with tests")


def _jest(root: dict[str, object]) -> TestRun:
    """Vitest writes Jest's form, without the fields that are of Jest's own runner."""
    suites = [as_dict(suite) for suite in as_list(root.get("testResults"))]
    failures = [failure for suite in suites for failure in _jest_failures(suite)]
    statuses = Counter(as_text(case.get("status")) for suite in suites for case in _cases(suite))
    total = sum(statuses.values())
    return TestRun(
        format="jest" if "numRuntimeErrorTestSuites" in root or "wasInterrupted" in root else "vitest",
        passed=statuses["passed"],
        failed=len(failures),
        skipped=total - statuses["passed"] - statuses["failed"],
        failures=tuple(failures),
        files=tuple(as_text(suite.get("name")) for suite in suites),
        started=as_count(root.get("startTime")) / 1000,
    )


def _cases(suite: dict[str, object]) -> list[dict[str, object]]:
    return [as_dict(case) for case in as_list(suite.get("assertionResults"))]


def _jest_failures(suite: dict[str, object]) -> Iterator[TestFailure]:
    """Each failed case; a file that failed without one (it does not load) is a failure of its own."""
    path = as_text(suite.get("name"))
    failed = [case for case in _cases(suite) if case.get("status") == "failed"]
    for case in failed:
        told = next((as_text(message) for message in as_list(case.get("failureMessages"))), "")
        line = as_count(as_dict(case.get("location")).get("line")) or _line_in(told, path)
        yield TestFailure(as_text(case.get("fullName")) or as_text(case.get("title")), path, line, _first_line(told))
    if not failed and suite.get("status") == "failed":
        told = as_text(suite.get("message"))
        yield TestFailure(basename(path), path, _line_in(told, path), _first_line(told))


def _mocha(root: dict[str, object]) -> TestRun:
    stats = as_dict(root.get("stats"))
    tests = [as_dict(test) for test in as_list(root.get("tests"))]
    files = dict.fromkeys(path for test in tests if (path := as_text(test.get("file"))))
    return TestRun(
        format="mocha",
        passed=as_count(stats.get("passes")),
        failed=as_count(stats.get("failures")),
        skipped=as_count(stats.get("pending")),
        failures=tuple(_mocha_failure(as_dict(failure)) for failure in as_list(root.get("failures"))),
        files=tuple(files),
        started=_seconds(as_text(stats.get("start"))),
    )


def _mocha_failure(failure: dict[str, object]) -> TestFailure:
    path, error = as_text(failure.get("file")), as_dict(failure.get("err"))
    stack = as_text(error.get("stack"))
    message = _first_line(as_text(error.get("message")) or stack)
    return TestFailure(as_text(failure.get("fullTitle")), path, _line_in(stack, path), message)


def _junit(data: bytes) -> TestRun:
    counts: Counter[str] = Counter()
    failures: list[TestFailure] = []
    files: dict[str, None] = {}
    starts: list[float] = []
    suites: list[Element] = []  # those that are open
    for event, element, depth in elements(data):
        if event == "start":
            if depth == 1 and element.tag not in ("testsuites", "testsuite"):
                raise ReadError(f"expected JUnit XML, found <{element.tag[:40]}>")
            if element.tag == "testsuite":
                suites.append(element)
                starts.append(_seconds(element.get("timestamp", "")))
        elif element.tag == "testcase":
            path = _junit_path(element, suites)
            outcome, problem = _outcome(element)
            counts[outcome] += 1
            files |= {path: None} if path else {}
            if problem is not None:
                failures.append(_junit_failure(element, problem, path))
            element.clear()
        elif element.tag == "testsuite":
            suites.pop().clear()
    started = min(filter(None, starts), default=0.0)
    return TestRun("junit", counts["passed"], counts["failed"], counts["skipped"], tuple(failures), tuple(files), started)


def _outcome(case: Element) -> tuple[str, Element | None]:
    for child in case:
        if child.tag in ("failure", "error"):
            return "failed", child
    return ("skipped" if case.find("skipped") is not None else "passed"), None


def _junit_path(case: Element, suites: list[Element]) -> str:
    """The file of a case: said by it or by a suite around it, or the name of one that looks like a path."""
    around = list(reversed(suites))
    said = [case.get("file"), *(suite.get("file") for suite in around)]
    names = [case.get("classname"), *(suite.get("name") for suite in around)]
    return next(filter(None, said), "") or next((name for name in names if name and _SOURCE_FILE.fullmatch(name)), "")


def _junit_failure(case: Element, problem: Element, path: str) -> TestFailure:
    name, group, text = case.get("name", ""), case.get("classname", ""), problem.text or ""
    full_name = name if not group or group in name or group == path else f"{group} {name}"
    said = case.get("line", "")
    line = int(said) if said.isascii() and said.isdigit() and len(said) < 10 else _line_in(text, path)
    return TestFailure(full_name, path, line, _first_line(problem.get("message") or text))


def _first_line(text: str) -> str:
    lines = _ANSI.sub("", text[: 20 * _MESSAGE_LENGTH]).strip().splitlines()
    return lines[0].strip()[:_MESSAGE_LENGTH] if lines else ""


def _line_in(stack: str, path: str) -> int:
    """The line of the test file that a stack names first."""
    match = re.search(re.escape(basename(path)) + r":(\d{1,9})", stack) if path else None
    return int(match[1]) if match else 0


def _seconds(text: str) -> float:
    """An ISO or e-mail date, in UTC when it does not say, as seconds since 1970; 0 when it is none."""
    for parse in (datetime.fromisoformat, parsedate_to_datetime):
        try:
            moment = parse(text)
            return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()
        except (ValueError, OverflowError, IndexError, TypeError):
            continue
    return 0.0


TESTRUN = Reader(
    name="testrun",
    version=1,
    kinds=(TestRun,),
    claims=lambda path: bool(_NAME.fullmatch(basename(path))),
    read=_read,
    reads_ignored=True,
)
