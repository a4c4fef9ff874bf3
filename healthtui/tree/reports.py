"""Reports of other tools that repositories usually ignore, and where they lie below a package."""

from __future__ import annotations

import os
from posixpath import dirname

from healthtui.tree.disk import Disk

_FILES = frozenset(
    {
        "coverage/lcov.info",
        "coverage/coverage-final.json",
        "coverage/coverage-summary.json",
        "coverage/clover.xml",
        "coverage/cobertura-coverage.xml",
        "junit.xml",
        "jest-results.json",
        "vitest-results.json",
        "mocha-results.json",
        "test-results.json",
        "npm-audit.json",
        "audit.json",
        "pnpm-audit.json",
        "yarn-audit.json",
        "yarn-audit.jsonl",
        "k6-summary.json",
        "k6-results.json",
        "artillery-report.json",
        "autocannon.json",
        "load-test-results.json",
    }
)
_FOLDERS = {"test-results": (".xml", ".json"), "reports": (".xml", ".json")} | dict.fromkeys(
    ("load-tests", "load-test", "loadtest", "load", "k6", "artillery", "autocannon", "performance", "perf", "benchmarks"),
    (".json", ".jsonl"),
)
REPORT_FOLDERS = frozenset({"coverage", *_FOLDERS})


def package_of_report(path: str) -> str | None:
    """The folder to which a report belongs, "" for the root, or None when the path is no report's."""
    package = dirname(path)
    if path.removeprefix(package + "/") in _FILES:
        return package
    package, folder = os.path.split(package)
    if f"{folder}/{path.rpartition('/')[2]}" in _FILES or path.endswith(_FOLDERS.get(folder, ())):
        return package
    return None


def report_paths(disk: Disk, packages: set[str]) -> list[str]:
    """The paths at which the reports of the packages may lie; folders of reports are listed."""
    paths = []
    for package in sorted(packages):
        prefix = package + "/" if package else ""
        paths += [prefix + name for name in sorted(_FILES)]
        for folder, suffixes in _FOLDERS.items():
            names = _names(disk, prefix + folder)
            paths += [f"{prefix}{folder}/{name}" for name in names if name.endswith(suffixes)]
    return paths


def _names(disk: Disk, folder: str) -> list[str]:
    try:
        with os.scandir(disk.full(folder)) as found:
            return sorted(child.name for child in found)
    except OSError:
        return []
