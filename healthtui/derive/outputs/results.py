"""The last run of a package's tests, and what failed in it."""

from __future__ import annotations

from collections.abc import Iterator

from healthtui.derive.database import Database, query
from healthtui.derive.inputs import derives, facts_in
from healthtui.derive.outputs.freshness import changed_since
from healthtui.derive.outputs.matching import match
from healthtui.derive.outputs.unreadable import unreadable
from healthtui.derive.project.nearby import files_for
from healthtui.derive.repository.folders import folder_of
from healthtui.derive.repository.packages import source_files, test_files
from healthtui.facts.base import Place
from healthtui.facts.outputs import TestRun
from healthtui.facts.testing import FailedTest, ResultEvidence


@query
def result_bases(db: Database, package: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """The results that speak of a package, each with the code that they are of."""
    code = tuple(sorted({*source_files(db, package), *test_files(db, package)}))
    return tuple((path, code) for path in files_for(db, TestRun, package) if _speaks_of(db, path, package))


def _speaks_of(db: Database, report: str, package: str) -> bool:
    """Results above a package speak of it where they name a test of it, or none at all."""
    own, tests = "" if package == "." else package, set(test_files(db, package))
    if folder_of(db, report) == own:
        return True
    files = [match(db, report, file) for run in facts_in(db, TestRun, report) for file in run.files]
    return not any(files) or any(file in tests for file in files)


@derives(ResultEvidence)
def result_evidence(db: Database, package: str) -> tuple[ResultEvidence, ...]:
    return (*_states(db, package), *_broken(db, package))


def _states(db: Database, package: str) -> Iterator[ResultEvidence]:
    for report, code in result_bases(db, package):
        changed = changed_since(db, report, code)
        for run in facts_in(db, TestRun, report):
            state = "stale" if changed else "fresh"
            yield ResultEvidence(Place(report), state, changed, run.passed, run.failed, run.skipped)


def _broken(db: Database, package: str) -> Iterator[ResultEvidence]:
    return (ResultEvidence(place, "unreadable", reason) for place, reason in unreadable(db, package, "testrun"))


@derives(FailedTest)
def failed_tests(db: Database, package: str) -> tuple[FailedTest, ...]:
    """The failed tests of all fresh results, at their line where it is known."""
    found = []
    for one in result_evidence(db, package):
        if one.state != "fresh":
            continue
        for run in facts_in(db, TestRun, one.place.path):
            for failure in run.failures:
                path = match(db, one.place.path, failure.path) if failure.path else None
                place = Place(path, failure.line) if path else Place(one.place.path)
                found.append(FailedTest(place, failure.name, failure.message))
    return tuple(sorted(found, key=lambda one: (one.place, one.name)))
