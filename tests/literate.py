"""Literate cases: small repositories in Markdown, judged by the real readers, derivations and check.

A case is a `##` heading, files as code fences (language and path in the info string), and a line `verdict: …`.
`// ✗` (or `# ✗`, `<!-- ✗ -->`, `"✗"` as a JSON comment is not possible: name the line instead) marks a line that the
evidence of a warn or fail names; the marks and the evidence must be equal. Further lines: `count: 3/4`,
`evidence: path:line` (for files that cannot hold a mark; a whole file is `path`), `evidence: path:line:column` (of any
verdict, its proof too), `says: words of the summary`, `package: path`. A fence for `1a2b3c4d:path` is a version of a file in
an old commit, which the evidence names likewise; a line `history: 3/9` (commits read, of all), with `cut` behind where the
clone holds no more, is a repository with a history too. Unless the case has one, a `package.json` is made that depends on
all packages that are imported.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from pathlib import Path

from healthtui.derive.repository.graph import package_of
from healthtui.derive.repository.packages import packages
from healthtui.engine.judge import verdict_of
from healthtui.engine.loader import load_checks
from healthtui.engine.reading import read_file, readers_for
from healthtui.engine.verdict import Evidence, Verdict
from healthtui.engine.workbench import Workbench
from healthtui.facts.history import ScannedHistory, SecretVersion
from healthtui.readers.secrets import lasting_findings
from healthtui.tree.base import Entry, Repository, content_id

_MARK = re.compile(r"\s*(?://|#|<!--|/\*)\s*✗.*$")
_COLUMN = re.compile(r"(?P<line>.+:\d+):\d+")
_OLD = re.compile(r"[0-9a-f]{8}:")
_IMPORT = re.compile(r"""(?:from|require\(|import\(|import)\s*['"]([^'".][^'"]*)['"]""")


@dataclass
class Case:
    """One case: what the repository holds, and what the check must say of it."""

    check: str
    title: str
    line: int
    files: dict[str, str] = field(default_factory=dict)
    evidence: set[str] = field(default_factory=set)
    columns: set[str] = field(default_factory=set)
    expected: dict[str, str] = field(default_factory=dict)

    @property
    def id(self) -> str:
        return f"{self.check}: {self.title}"


class MemoryTree:
    """A tree of a case's files."""

    def __init__(self, files: dict[str, str]) -> None:
        self.files = {path: text.encode() for path, text in files.items()}

    def repository(self) -> Repository:
        return Repository("case", "/case", "", "", False, False)

    def entries(self) -> list[Entry]:
        return [Entry(path, len(data), (0, len(data), 0), content_id(data), True, False) for path, data in self.files.items()]

    def entry(self, path: str) -> Entry | None:
        return next((entry for entry in self.entries() if entry.path == path), None)

    def read(self, path: str) -> bytes:
        return self.files[path]


def read_cases(file: Path) -> list[Case]:
    """The cases of one Markdown file; its path says which check."""
    check = f"{file.parent.name}.{file.stem.replace('_', '-')}"
    cases: list[Case] = []
    lines = iter(enumerate(file.read_text(encoding="utf-8").splitlines(), 1))
    for number, line in lines:
        if line.startswith("## "):
            cases.append(Case(check, line[3:].strip(), number))
        elif line.startswith("```") and (info := line.strip("` ").split()) and len(info) == 2:
            body: list[str] = []
            for _, inner in lines:
                if inner.startswith("```"):
                    break
                body.append(inner)
            _add_file(cases[-1], info[1], body)
        elif (match := re.match(r"(verdict|count|says|package|evidence|history): *(.+)$", line)) and cases:
            _expect(cases[-1], match.group(1), match.group(2).strip())
    return cases


def _add_file(case: Case, path: str, body: list[str]) -> None:
    for number, text in enumerate(body, 1):
        if _MARK.search(text):
            case.evidence.add(f"{path}:{number}")
    case.files[path] = "\n".join(_MARK.sub("", text) for text in body) + "\n"


def _expect(case: Case, key: str, value: str) -> None:
    if key == "evidence":
        for one in map(str.strip, value.split(",")):
            with_column = _COLUMN.fullmatch(one)
            case.evidence.add(with_column["line"] if with_column else one)
            case.columns |= {one} if with_column else set()
    else:
        case.expected[key] = value


def _with_manifest(files: dict[str, str]) -> dict[str, str]:
    if any(path.endswith("package.json") for path in files):
        return files
    used = {package_of(name) for text in files.values() for name in _IMPORT.findall(text)}
    used |= {"@nestjs/core"} if any(name.startswith("@nestjs/") for name in used) else set()
    return {"package.json": json.dumps({"name": "case", "dependencies": dict.fromkeys(sorted(used), "1.0.0")})} | files


def _history_of(files: dict[str, str], extent: str) -> ScannedHistory | None:
    """The history of which a case tells, read by the real reader; a commit for each fence."""
    old = {path: text for path, text in files.items() if _OLD.match(path)}
    if not old and not extent:
        return None
    scanned, _, total = (extent.split() or [f"{len(old)}/{len(old)}"])[0].partition("/")
    versions = []
    for path, text in old.items():
        commit, _, name = path.partition(":")
        findings = lasting_findings(name.rpartition("/")[2], text.encode())
        versions.append((commit, SecretVersion(name, content_id(text.encode()), findings)))
    return ScannedHistory("c0ffee00", int(total), int(scanned), extent.endswith("cut"), tuple(versions))


def bench_of(files: dict[str, str], history: str = "") -> Workbench:
    """A workbench that has read some files (path → text) by the real readers."""
    bench = _bench_of_tree({path: text for path, text in files.items() if not _OLD.match(path)})
    if known := _history_of(files, history):
        bench.db.set("history", known)
    return bench


def _bench_of_tree(files: dict[str, str]) -> Workbench:
    tree = MemoryTree(_with_manifest(files))
    bench = Workbench(tree, lambda: tree, None)
    for entry in tree.entries():
        facts = read_file(entry, tree.read, readers_for(entry))
        assert facts is not None
        bench.store.put(entry.path, facts, 0)
    bench.store.settle()
    return bench


def judge_case(case: Case) -> Verdict:
    """What the real check says of the case's repository."""
    bench = bench_of(case.files, case.expected.get("history", ""))
    check = next(one for one in load_checks() if one.id == case.check)
    package = case.expected.get("package") or next((one.path for one in bench.packages()), None) or packages(bench.db)[0].path
    return verdict_of(bench.db, check, package)


def shown(verdict: Verdict) -> set[str]:
    """The evidence as a case writes it."""
    return {shown_file(one) + (f":{one.place.line}" if one.place.line else "") for one in verdict.evidence}


def shown_columns(verdict: Verdict) -> set[str]:
    """The same with columns: `path:line:column`."""
    return {f"{shown_file(one)}:{one.place.line}:{one.place.column}" for one in verdict.evidence}


def shown_file(evidence: Evidence) -> str:
    """The file of a case in which a place is."""
    return f"{evidence.commit}:{evidence.place.path}" if evidence.commit else evidence.place.path
