"""What other tools reported: coverage, audits, results of tests and of load tests. Read facts; freshness is derived."""

from __future__ import annotations

import msgspec

from healthtui.facts.base import Fact


class FileCoverage(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """Line coverage of one file. `path` is as the report says it: absolute, relative, or with another root."""

    path: str
    covered: int
    total: int
    uncovered: tuple[int, ...]  # lines; empty where the format has none (coverage-summary)


class CoverageReport(Fact, frozen=True):
    """`format` is lcov, istanbul, istanbul-summary, clover or cobertura. `root` is the source root that it names, or ""."""

    format: str
    root: str
    files: tuple[FileCoverage, ...]


class Advisory(msgspec.Struct, frozen=True, gc=False, array_like=True):
    package: str
    severity: str  # info, low, moderate, high, critical
    title: str
    url: str
    fix: str  # the version or range that mends it, or ""
    development: bool | None  # None where the output does not say
    via: str  # the dependency path or the direct dependency, or ""


class AuditReport(Fact, frozen=True):
    """Output of an audit. `format` is npm6, npm7, yarn-classic, yarn-berry or pnpm. `lockfile` is the digest of the
    lockfile that it was made from when we ran it ourselves, or ""."""

    format: str
    advisories: tuple[Advisory, ...]
    production_only: bool
    lockfile: str = ""


class TestFailure(msgspec.Struct, frozen=True, gc=False, array_like=True):
    __test__ = False  # not a pytest class

    name: str
    path: str  # as the report says it, or ""
    line: int
    message: str  # its first line


class TestRun(Fact, frozen=True):
    """Results of a test run. `format` is jest, vitest, mocha or junit; `started` is seconds since 1970, or 0."""

    __test__ = False  # not a pytest class

    format: str
    passed: int
    failed: int
    skipped: int
    failures: tuple[TestFailure, ...]
    files: tuple[str, ...]  # the test files that it ran, as the report says them
    started: float


class LoadRun(Fact, frozen=True):
    """Response times that a load test saw. `tool` is k6, artillery or autocannon; `percentiles` are (percent, ms) in
    order, 0 and 100 for the shortest and the longest."""

    tool: str
    percentiles: tuple[tuple[float, float], ...]


class Finding(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """A credential seen in a text: never its value."""

    rule: str  # the engine's rule id
    title: str  # "GitHub token"
    confidence: str  # high, medium, low
    line: int
    column: int
    preview: str  # masked: at most its first 4 characters and its length
    context: str  # "", comment, docs (a doc comment or an OpenAPI example), expired (JWT), sample, local (URL to this machine)
    digest: str  # keyed hash of the value, to tell equal ones


class SecretScan(Fact, frozen=True):
    """The findings of one file; a file without any has no such fact. `problem` says why a file could not be scanned."""

    findings: tuple[Finding, ...]
    problem: str = ""
