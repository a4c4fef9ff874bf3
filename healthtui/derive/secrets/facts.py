"""Credentials in the repository: what the scan of texts saw, and literals that request-path code uses as credentials."""

from __future__ import annotations

from collections.abc import Iterator

from healthtui.derive.database import Database, query
from healthtui.derive.inputs import derives, facts_in, paths_with
from healthtui.derive.repository import areas
from healthtui.derive.repository.packages import request_path_files, speaks_of
from healthtui.derive.secrets.credentials import literals_in
from healthtui.facts.base import Place
from healthtui.facts.outputs import Finding, SecretScan
from healthtui.facts.security import ScanGap, SecretSighting

_OF_SERVICES = ("-password", "-uri", "-url", "connection-string", "named-secret", "configured-secret")


def area_of(path: str, context: str = "") -> str:
    """What a place makes of a credential; `code` where nothing excuses it."""
    if context == "docs":
        return "docs"
    if areas.is_test(path) or areas.is_test_data(path):
        return "test"
    kinds = {"example": areas.is_example, "seed": areas.is_seed, "docs": areas.is_doc, "ci": areas.is_ci}
    return next((area for area, is_one in kinds.items() if is_one(path)), "code")


@derives(SecretSighting)
def _sightings(db: Database, package: str) -> tuple[SecretSighting, ...]:
    found = [one for path in _scanned(db, package) for one in _scanned_in(db, path)]
    for path in request_path_files(db, package):
        seen = {finding.digest for finding in _findings(db, path)}
        for literal in literals_in(db, path):
            if literal.digest not in seen:
                found.append(SecretSighting(literal.place, literal.title, literal.preview, literal.source, "code"))
    return tuple(sorted(found, key=lambda one: one.place))


@derives(ScanGap)
def _gaps(db: Database, package: str) -> tuple[ScanGap, ...]:
    scans = ((path, scan) for path in _scanned(db, package) for scan in facts_in(db, SecretScan, path))
    return tuple(ScanGap(Place(path, 0, 0), scan.problem) for path, scan in scans if scan.problem)


@query
def _scanned(db: Database, package: str) -> tuple[str, ...]:
    """Files with something to say: those of the package, and those of no judged package, which nobody else speaks of."""
    return tuple(path for path in paths_with(db, SecretScan) if speaks_of(db, path, package))


def _findings(db: Database, path: str) -> Iterator[Finding]:
    for scan in facts_in(db, SecretScan, path):
        yield from scan.findings


def _scanned_in(db: Database, path: str) -> Iterator[SecretSighting]:
    for finding in _findings(db, path):
        if area := area_of_finding(path, finding):
            place = Place(path, finding.line, finding.column)
            yield SecretSighting(place, finding.title, finding.preview, "scan", area)


def area_of_finding(path: str, finding: Finding) -> str:
    """What its place makes of a finding; "" where it is none."""
    if finding.context == "expired":
        return ""
    area = area_of(path, finding.context)
    if finding.context == "sample" and area == "test":  # the password of a user that the test makes
        return ""
    # a service of a CI run may have a password; a key that somebody issued is none
    return "code" if area == "ci" and not finding.rule.endswith(_OF_SERVICES) else area


@query
def digests(db: Database) -> frozenset[str]:
    """Keyed hashes of all values that the scan sees in the files as they are."""
    return frozenset(one.digest for path in paths_with(db, SecretScan) for one in _findings(db, path))
