"""Coverage reports: LCOV, Istanbul's `coverage-final.json` and `coverage-summary.json`, Clover, Cobertura.

Coverage is of lines. Istanbul's own rule holds: a line is covered when a statement that starts on it ran.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from posixpath import basename
from xml.etree.ElementTree import Element

from healthtui.facts.outputs import CoverageReport, FileCoverage
from healthtui.readers.base import Reader, ReadError
from healthtui.readers.text import decode
from healthtui.readers.values import as_count, as_dict, as_text, load_object
from healthtui.readers.xml_events import elements

_NAME = re.compile(
    r"lcov[\w.-]*\.info|[\w.-]*\.lcov|coverage-(final|summary)\.json|clover[\w.-]*\.xml"
    r"|[\w.-]*cobertura[\w.-]*\.xml|coverage\.xml"
)
_DATA = re.compile(r"DA:(\d{1,9}),(-?\d{1,18})(?:,.*)?")
_TOTALS = re.compile(r"(LF|LH):(\d{1,9})")

Hits = dict[int, int]  # a line to how often it ran


def _read(name: str, data: bytes) -> tuple[CoverageReport, ...]:
    start = data[:256].removeprefix(b"\xef\xbb\xbf").lstrip()
    if start.startswith(b"<") or name.endswith(".xml"):
        return (_xml(data),)
    if start.startswith(b"{") or name.endswith(".json"):
        return (_istanbul(data),)
    return (_lcov(data),)


def _count(hits: Hits) -> tuple[int, int, tuple[int, ...]]:
    uncovered = tuple(sorted(line for line, count in hits.items() if count <= 0))
    return len(hits) - len(uncovered), len(hits), uncovered


def _report(form: str, root: str, hits: dict[str, Hits]) -> CoverageReport:
    return CoverageReport(form, root, tuple(FileCoverage(path, *_count(lines)) for path, lines in hits.items()))


def _merge(into: Hits, lines: Iterable[tuple[int, int]]) -> None:
    for line, count in lines:
        into[line] = max(count, into.get(line, count))


def _lcov(data: bytes) -> CoverageReport:
    """A file may have several records, one a test. A record without `DA` counts by its totals, `LF` and `LH`."""
    hits: dict[str, Hits] = {}
    totals: dict[str, dict[str, int]] = {}
    path = ""
    number = 0
    for number, line in enumerate(decode(data).splitlines(), 1):
        if line.startswith("DA:"):
            match = _DATA.fullmatch(line)
            if not match or not path:
                raise ReadError("not valid LCOV: expected DA:<line>,<count> in a record", number)
            _merge(hits[path], [(int(match[1]), int(match[2]))])
        elif line.startswith("SF:"):
            path = line[3:].strip()
            hits.setdefault(path, {})
        elif match := _TOTALS.fullmatch(line):
            totals.setdefault(path, {})[match[1]] = int(match[2])
        elif line == "end_of_record":
            path = ""
    if path:
        raise ReadError("not valid LCOV: the last record does not end; the file is cut off", number)
    if not hits:
        raise ReadError("expected LCOV, found no SF: record")
    return CoverageReport("lcov", "", tuple(_lcov_file(path, lines, totals.get(path, {})) for path, lines in hits.items()))


def _lcov_file(path: str, lines: Hits, totals: dict[str, int]) -> FileCoverage:
    if lines:
        return FileCoverage(path, *_count(lines))
    total = totals.get("LF", 0)
    return FileCoverage(path, min(totals.get("LH", 0), total), total, ())


def _istanbul(data: bytes) -> CoverageReport:
    root = load_object(data, "coverage by file")
    entries = {path: as_dict(value) for path, value in root.items()}
    entries = {path: as_dict(entry.get("data")) or entry for path, entry in entries.items()}
    if "total" in root or any("lines" in entry for entry in entries.values()):
        entries.pop("total", None)
        return CoverageReport("istanbul-summary", "", tuple(_summary(path, entry) for path, entry in entries.items()))
    if any("statementMap" not in entry for entry in entries.values()):
        raise ReadError("expected Istanbul coverage, found an entry without statementMap or lines")
    return _report("istanbul", "", {as_text(entry.get("path")) or path: _statements(entry) for path, entry in entries.items()})


def _summary(path: str, entry: dict[str, object]) -> FileCoverage:
    lines = as_dict(entry.get("lines"))
    total = as_count(lines.get("total"))
    return FileCoverage(path, min(as_count(lines.get("covered")), total), total, ())


def _statements(entry: dict[str, object]) -> Hits:
    counts = as_dict(entry.get("s"))
    hits: Hits = {}
    for key, location in as_dict(entry.get("statementMap")).items():
        line = as_count(as_dict(as_dict(location).get("start")).get("line"))
        if line:
            _merge(hits, [(line, as_count(counts.get(key)))])
    return hits


def _xml(data: bytes) -> CoverageReport:
    form, root = "", ""
    hits: dict[str, Hits] = {}
    for event, element, depth in elements(data):
        if event == "start":
            if depth == 1 and element.tag != "coverage":
                raise ReadError(f"expected Clover or Cobertura, found <{element.tag[:40]}>")
            if depth == 2:
                form = form or ("clover" if element.tag in ("project", "testproject") else "cobertura")
        elif element.tag == "source":
            root = root or (element.text or "").strip()
        elif element.tag == "file" and form == "clover":
            _merge(hits.setdefault(element.get("path") or element.get("name") or "", {}), _lines(element, "num", "count"))
            element.clear()
        elif element.tag == "class" and form == "cobertura":
            _merge(hits.setdefault(element.get("filename") or "", {}), _lines(element, "number", "hits"))
            element.clear()
    if not form:
        raise ReadError("expected Clover or Cobertura, found no project and no packages")
    return _report(form, root, hits)


def _lines(element: Element, number: str, count: str) -> Iterable[tuple[int, int]]:
    for line in element.iter("line"):
        at = _whole(line.get(number))
        if at:
            yield at, _whole(line.get(count))


def _whole(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 16 else 0


COVERAGE = Reader(
    name="coverage",
    version=1,
    kinds=(CoverageReport,),
    claims=lambda path: bool(_NAME.fullmatch(basename(path))),
    read=_read,
    reads_ignored=True,
)
