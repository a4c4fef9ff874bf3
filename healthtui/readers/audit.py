"""Outputs of an audit: npm 6, npm 7 and later, pnpm, yarn classic, yarn berry. The content decides which it is."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterable, Iterator
from posixpath import basename

import msgspec

from healthtui.facts.outputs import Advisory, AuditReport
from healthtui.readers.base import Reader, ReadError
from healthtui.readers.text import decode, load_json
from healthtui.readers.values import as_dict, as_list, as_text, load_object

_NAME = re.compile(r"((npm|pnpm|yarn)[-_.])?audit([-_.](report|results?|output|prod|production|dev|full))*\.(jsonl?|ndjson)")
_SEVERITIES = ("info", "low", "moderate", "high", "critical")
_EXPECTED = "the output of npm, pnpm or yarn audit"
_MAX_HOPS = 20  # from a package to the advisory that it is vulnerable by


def _read(name: str, data: bytes) -> tuple[AuditReport, ...]:
    lines = _json_lines(data)
    form, advisories = _from_lines(lines) if lines else _from_object(name, load_object(data, _EXPECTED))
    once: dict[tuple[str, str, str], Advisory] = {}  # yarn repeats an advisory for every path to it
    for advisory in advisories:
        direct = advisory.via.lstrip(".> ").partition(">")[0].strip()  # pnpm begins with the project itself
        once.setdefault((advisory.package, advisory.title, direct), advisory)
    return (AuditReport(form, tuple(once.values()), production_only="prod" in name),)


def _json_lines(data: bytes) -> list[dict[str, object]]:
    """The objects of a JSON lines file; none when it is one JSON document."""
    lines = decode(data).splitlines()
    try:
        first = as_dict(load_json(next((line for line in lines if line.strip()), "").encode()))
    except ReadError:
        return []
    if not {"type", "value"} & first.keys():
        return []
    return [_line(line, number) for number, line in enumerate(lines, 1) if line.strip()]


def _line(line: str, number: int) -> dict[str, object]:
    try:
        return load_object(line.encode(), _EXPECTED)
    except ReadError as error:
        raise ReadError(error.reason, number) from None


def _from_lines(lines: list[dict[str, object]]) -> tuple[str, Iterable[Advisory]]:
    if any("children" in line for line in lines):
        return "yarn-berry", map(_berry, lines)
    if not any(line.get("type") in ("auditAdvisory", "auditSummary") for line in lines):
        raise _failure(lines[0]) or ReadError(f"expected {_EXPECTED}, found JSON lines of another kind")
    found = (as_dict(line.get("data")) for line in lines if line.get("type") == "auditAdvisory")
    return "yarn-classic", map(_classic, found)


def _from_object(name: str, root: dict[str, object]) -> tuple[str, Iterable[Advisory]]:
    if isinstance(root.get("vulnerabilities"), dict) and "auditReportVersion" in root:
        return "npm7", _npm7(as_dict(root["vulnerabilities"]))
    if isinstance(root.get("advisories"), dict):
        form = "npm6" if "runId" in root else "yarn-berry" if name.startswith("yarn") else "pnpm"
        return form, (one for entry in as_dict(root["advisories"]).values() for one in _by_path(as_dict(entry), form))
    raise _failure(root) or ReadError(f"expected {_EXPECTED}, found neither vulnerabilities nor advisories")


def _failure(root: dict[str, object]) -> ReadError | None:
    """What npm and yarn write when the audit itself failed."""
    error = as_dict(root.get("error"))
    if "error" not in root and root.get("type") != "error" and "statusCode" not in root:
        return None
    told = as_text(error.get("summary")) or as_text(root.get("message")) or as_text(root.get("data"))
    lines = (told or as_text(error.get("code")) or as_text(root.get("error"))).strip().splitlines()
    return ReadError(f"the audit failed: {lines[0][:200] if lines else 'no reason given'}")


def _severity(value: object) -> str:
    severity = as_text(value).lower().replace("medium", "moderate")
    return severity if severity in _SEVERITIES else "info"


def _npm7(vulnerabilities: dict[str, object]) -> Iterator[Advisory]:
    """An advisory a vulnerable package, as npm counts them."""
    entries = {name: as_dict(entry) for name, entry in vulnerabilities.items()}
    direct = _direct_dependencies(entries)
    for name, entry in entries.items():
        own = _own(entry)
        source = own or _source(entries, entry)
        named = next((as_text(via) for via in as_list(entry.get("via")) if isinstance(via, str)), "")
        yield Advisory(
            package=name,
            severity=_severity(entry.get("severity")),
            title=as_text(own.get("title")) or (f"via {named}" if named else ""),
            url=as_text(source.get("url")),
            fix=_fix(entry, own),
            development=None,
            via="" if entry.get("isDirect") is True else direct.get(name, ""),
        )


def _own(entry: dict[str, object]) -> dict[str, object]:
    """The most severe of the advisories that name the package itself."""
    advisories = [via for via in as_list(entry.get("via")) if isinstance(via, dict)]
    return max(advisories, key=lambda via: _SEVERITIES.index(_severity(via.get("severity"))), default={})


def _source(entries: dict[str, dict[str, object]], entry: dict[str, object]) -> dict[str, object]:
    """The advisory behind a package that is vulnerable only by what it depends on."""
    for _ in range(_MAX_HOPS):
        entry = entries.get(next((via for via in as_list(entry.get("via")) if isinstance(via, str)), ""), {})
        if own := _own(entry):
            return own
    return {}


def _direct_dependencies(entries: dict[str, dict[str, object]]) -> dict[str, str]:
    """Of each vulnerable package, the nearest direct dependency that brings it."""
    reached = {name: name for name, entry in entries.items() if entry.get("isDirect") is True}
    waiting = deque(reached)
    while waiting:
        name = waiting.popleft()
        for via in as_list(entries.get(name, {}).get("via")):
            if isinstance(via, str) and via not in reached:
                reached[via] = reached[name]
                waiting.append(via)
    return reached


def _fix(entry: dict[str, object], own: dict[str, object]) -> str:
    available = entry.get("fixAvailable")
    if isinstance(available, dict):
        return f"{as_text(available.get('name'))}@{as_text(available.get('version'))}"
    below = re.search(r"<(\d[\w.+-]*)$", as_text(own.get("range")))
    return f">={below[1]}" if available is True and below else ""


def _by_path(advisory: dict[str, object], form: str) -> list[Advisory]:
    """The advisory once for each path to it: one may be for development only, and another not."""
    found = _npm6(advisory, form)
    return [msgspec.structs.replace(found, via=path) for path in _paths(advisory)] or [found]


def _paths(advisory: dict[str, object]) -> list[str]:
    findings = (as_dict(finding) for finding in as_list(advisory.get("findings")))
    return [path for finding in findings for one in as_list(finding.get("paths")) if (path := as_text(one))]


def _npm6(advisory: dict[str, object], form: str) -> Advisory:
    findings = [as_dict(finding) for finding in as_list(advisory.get("findings"))]
    marks = [finding.get("dev") for finding in findings]
    is_development = bool(marks) and all(mark is True for mark in marks)
    is_production = form == "npm6" and any(mark is False for mark in marks)  # others say False of every package
    patched = as_text(advisory.get("patched_versions"))
    return Advisory(
        package=as_text(advisory.get("module_name")),
        severity=_severity(advisory.get("severity")),
        title=as_text(advisory.get("title")),
        url=as_text(advisory.get("url")),
        fix="" if patched == "<0.0.0" else patched,  # the registry's way to say none
        development=True if is_development else False if is_production else None,
        via=next(iter(_paths(advisory)), ""),
    )


def _classic(found: dict[str, object]) -> Advisory:
    resolution = as_dict(found.get("resolution"))
    finding = {"paths": [resolution.get("path")], "dev": resolution.get("dev")}
    return _npm6(as_dict(found.get("advisory")) | {"findings": [finding]}, "yarn-classic")


def _berry(line: dict[str, object]) -> Advisory:
    children = as_dict(line.get("children"))
    return Advisory(
        package=as_text(line.get("value")),
        severity=_severity(children.get("Severity")),
        title=as_text(children.get("Issue")),
        url=as_text(children.get("URL")),
        fix="",
        development=None,
        via=next((as_text(dependent) for dependent in as_list(children.get("Dependents"))), ""),
    )


AUDIT = Reader(
    name="audit",
    version=2,
    kinds=(AuditReport,),
    claims=lambda path: bool(_NAME.fullmatch(basename(path))),
    read=_read,
    reads_ignored=True,
)
