"""A repository full of broken files: each is named with its reason, and what can be known is still said."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from healthtui.engine.reading import read_file, readers_for
from healthtui.engine.verdict import Outcome, Reason
from healthtui.live.scan import scan
from healthtui.scorecard.model import CheckResult, Scorecard
from healthtui.tree.working import open_working_tree

APP = """\
import express from 'express';
import helmet from 'helmet';
const app = express();
app.use(helmet());
app.post('/orders', (req, res) => { res.json(req.body); });
"""
BROKEN: dict[str, bytes] = {
    "src/binary.ts": b"\x7fELF\0\0\1\2" * 500,
    "src/deep.ts": b"const a = " + b"[" * 100_000 + b"]" * 100_000 + b";\n",
    "src/minified.js": b"var a=" + b"f(1,2,'x');" * 40_000,
    "src/huge.js": b"a=[" + b"1," * 25_000_000 + b"];",
    "src/truncated.ts": b"import x from 'y';\nexport function half() {\n  if (x) {\n    re",
    "package-lock.json": b'{"name": "case", "lockfileVersion": 3, "packages": {"": {',
    "tsconfig.json": b'{"compilerOptions": {"strict": tru',
    "lerna.json": b"[1, 2",
    ".github/workflows/ci.yml": b"on: [push\njobs: {",
    "coverage/lcov.info": b"\x00\x01\x02 not lcov",
    "coverage/coverage-final.json": b'{"src/app.ts": {"path": "src/ap',
    "coverage/clover.xml": b"<coverage><project><file",
    "cobertura-coverage.xml": b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "b">]><coverage>&a;</coverage>',
    "junit.xml": b"<testsuites><testsuite",
    "jest-results.json": b'{"numTotalTests": 3, "testResu',
    "npm-audit.json": b'{"auditReportVersion": 2, "vulnerabilities": {"a": ',
}
FINE: dict[str, bytes] = {  # odd, and yet read
    "src/latin1.ts": "// caf\xe9\nexport const a = 1;\n".encode("latin-1"),
    "src/empty.ts": b"",
    "src/utf16.ts": "export const b = 2;\n".encode("utf-16"),
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("broken") / "backend"
    manifest = b'{"name": "case", "dependencies": {"express": "4", "helmet": "7"}}'
    for path, data in {"package.json": manifest, "src/app.ts": APP.encode(), **BROKEN, **FINE}.items():
        file = root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)
    (root / "test").mkdir()
    (root / "test" / "a.test.ts").write_text("import { a } from '../src/latin1';\nit('is 1', () => { expect(a).toBe(1); });\n")
    return root


@pytest.fixture(scope="module")
def card(folder: Path) -> Scorecard:
    return scan(folder)


def result(card: Scorecard, check: str) -> CheckResult:
    return next(one for one in card.checks if one.id == check)


def test_each_broken_file_is_named_with_its_reason(card: Scorecard) -> None:
    skipped = {one.path: one.reason for one in card.skipped}
    assert skipped.keys() == BROKEN.keys()
    assert all(reason and "Traceback" not in reason and "broke" not in reason for reason in skipped.values()), skipped


def test_what_can_be_known_is_still_said(card: Scorecard) -> None:
    assert result(card, "security.headers").outcome is Outcome.PASS
    assert [(one.path, one.line) for one in result(card, "security.input-validation").evidence] == [("src/app.ts", 5)]


@pytest.mark.parametrize("check", ["security.audit", "testing.coverage", "testing.results"])
def test_a_verdict_that_needs_a_broken_file_is_unknown(card: Scorecard, check: str) -> None:
    found = result(card, check)
    assert (found.outcome, found.reason_code) == (Outcome.UNKNOWN, Reason.UNREADABLE), found.summary


def test_no_file_takes_long(folder: Path) -> None:
    tree = open_working_tree(folder)
    for entry in tree.entries():
        started = time.process_time()
        read_file(entry, tree.read, [one for one in readers_for(entry) if one.name != "secrets"])  # loads its rules once
        assert time.process_time() - started < 5, entry.path  # against hangs: the goal is a second, and machines differ


def test_a_broken_manifest_is_no_missing_one(tmp_path: Path) -> None:
    (tmp_path / "package.json").write_text('{"name": "case", ')
    card = scan(tmp_path)
    assert [one.path for one in card.skipped] == ["package.json"]
