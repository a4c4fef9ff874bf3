"""The coverage report that counts for a package, and what it says of each of its files."""

from __future__ import annotations

from collections.abc import Iterator

from healthtui.derive.database import Database, query
from healthtui.derive.inputs import derived, derives, facts_in
from healthtui.derive.outputs.freshness import changed_since
from healthtui.derive.outputs.matching import match
from healthtui.derive.outputs.unreadable import unreadable
from healthtui.derive.project.nearby import files_for
from healthtui.derive.repository.areas import is_source
from healthtui.derive.repository.folders import folder_of
from healthtui.facts.base import Place
from healthtui.facts.outputs import CoverageReport, FileCoverage
from healthtui.facts.source import Outline
from healthtui.facts.structure import RoleSighting
from healthtui.facts.testing import CoverageEvidence, CoveredFile

CRITICAL_ROLES = {"services", "controllers", "repositories", "middleware"}
_SUMMARY = "istanbul-summary"  # has no lines, so it is the last choice


@query
def _matched(db: Database, report: str) -> tuple[tuple[str, FileCoverage], ...]:
    """The files of a report that are known, each once."""
    found: dict[str, FileCoverage] = {}
    for one in facts_in(db, CoverageReport, report):
        for file in one.files:
            path = match(db, report, file.path, one.root)
            if path is not None and path not in found:
                found[path] = file
    return tuple(sorted(found.items()))


@query
def _of_package(db: Database, report: str, package: str) -> tuple[tuple[str, FileCoverage], ...]:
    """The source of a package that a report speaks of."""
    folder = "" if package == "." else package
    return tuple((path, file) for path, file in _matched(db, report) if folder_of(db, path) == folder and is_source(path))


@query
def coverage_bases(db: Database, package: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """The reports that speak of a package, each with the files that it covers."""
    found = ((path, _of_package(db, path, package)) for path in files_for(db, CoverageReport, package))
    return tuple((report, tuple(path for path, _ in files)) for report, files in found if files)


@derives(CoverageEvidence)
def coverage_evidence(db: Database, package: str) -> tuple[CoverageEvidence, ...]:
    return (*_states(db, package), *_strangers(db, package), *_broken(db, package))


def _states(db: Database, package: str) -> Iterator[CoverageEvidence]:
    for report, covered in coverage_bases(db, package):
        changed = changed_since(db, report, covered) or _too_short(db, report, package)
        yield CoverageEvidence(Place(report), "stale" if changed else "fresh", changed)


def _too_short(db: Database, report: str, package: str) -> str:
    """A file that has fewer lines than the report speaks of: it has changed, whatever the clock says."""
    for path, file in _of_package(db, report, package):
        for outline in facts_in(db, Outline, path):
            if max(file.total, *file.uncovered, 0) > outline.lines:
                return path
    return ""


def _strangers(db: Database, package: str) -> Iterator[CoverageEvidence]:
    """Reports that match no known file at all; one that speaks of other packages is no news of this one."""
    for path in files_for(db, CoverageReport, package):
        if not _matched(db, path):
            first = next((file.path for one in facts_in(db, CoverageReport, path) for file in one.files), "nothing")
            yield CoverageEvidence(Place(path), "no-match", first)


def _broken(db: Database, package: str) -> Iterator[CoverageEvidence]:
    return (CoverageEvidence(place, "unreadable", reason) for place, reason in unreadable(db, package, "coverage"))


@derives(CoveredFile)
def covered_files(db: Database, package: str) -> tuple[CoveredFile, ...]:
    """Every file of the package in the best fresh report: the finest, then the one of most files. Where it has no
    critical file, those of the package stand beside it, without lines."""
    fresh = [one.place.path for one in coverage_evidence(db, package) if one.state == "fresh"]
    if not fresh:
        return ()
    best = max(fresh, key=lambda report: (_is_fine(db, report), len(_of_package(db, report, package))))
    critical = {one.place.path for one in derived(db, RoleSighting, package) if one.role in CRITICAL_ROLES}
    critical = {path for path in critical if is_source(path)}
    found = tuple(
        CoveredFile(Place(path, file.uncovered[0] if file.uncovered else 0), file.covered, file.total, path in critical)
        for path, file in _of_package(db, best, package)
    )
    absent = () if any(one.is_critical for one in found) else sorted(critical)
    return (*found, *(CoveredFile(Place(path), 0, 0, True) for path in absent))


def _is_fine(db: Database, report: str) -> bool:
    return all(one.format != _SUMMARY for one in facts_in(db, CoverageReport, report))
