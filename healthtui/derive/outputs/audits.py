"""The audit that speaks of a package's lockfile, and what it found."""

from __future__ import annotations

import re
from collections.abc import Iterator
from posixpath import dirname, join

from healthtui.derive.database import Database, query
from healthtui.derive.inputs import all_facts, derives, facts_in, paths_with
from healthtui.derive.outputs.freshness import changed_since
from healthtui.derive.outputs.unreadable import unreadable
from healthtui.derive.project.nearby import files_for, folders_for
from healthtui.facts.base import Place, Unreadable
from healthtui.facts.outputs import Advisory, AuditReport
from healthtui.facts.project import Lockfile, Manifest
from healthtui.facts.security import AuditEvidence, LockfileSighting, Vulnerability

_VERSION = re.compile(r"(?<=.)@.*")  # of `express@npm:4.17.1`
_MANAGERS = {"package-lock.json": "npm", "npm-shrinkwrap.json": "npm", "yarn.lock": "yarn", "pnpm-lock.yaml": "pnpm"}


@query
def lockfiles(db: Database, package: str) -> tuple[str, ...]:
    """The lockfiles of the nearest folder, at or above the package, that has any; a broken one is one."""
    broken = [path for path, one in all_facts(db, Unreadable) if one.reader == "lockfile"]
    known = sorted({*paths_with(db, Lockfile), *broken})
    for folder in folders_for(package):
        if found := tuple(path for path in known if dirname(path) == folder):
            return found
    return ()


@derives(LockfileSighting)
def lockfile_sightings(db: Database, package: str) -> tuple[LockfileSighting, ...]:
    return tuple(LockfileSighting(Place(path), _manager(db, path)) for path in lockfiles(db, package))


def _manager(db: Database, path: str) -> str:
    return next((one.manager for one in facts_in(db, Lockfile, path)), _MANAGERS.get(path.rpartition("/")[2], "bun"))


@query
def reports_of(db: Database, package: str) -> tuple[str, ...]:
    """The audits in the tree that may speak of the package's lockfile: at its folder or below."""
    folder = next((dirname(path) for path in lockfiles(db, package)), None)
    if folder is None:
        return ()
    found = files_for(db, AuditReport, package)
    return tuple(path for path in found if not folder or path.startswith(folder + "/"))


@derives(AuditEvidence)
def audit_evidence(db: Database, package: str) -> tuple[AuditEvidence, ...]:
    return (*_kept(db, package), *_in_tree(db, package), *_broken(db, package))


def _kept(db: Database, package: str) -> Iterator[AuditEvidence]:
    for path in lockfiles(db, package):
        if _kept_report(db, path) is not None:
            yield AuditEvidence(Place(path), "fresh", "kept in the user's cache")


def _kept_report(db: Database, lockfile: str) -> AuditReport | None:
    """The output of an audit that we ran ourselves of the lockfile as it is."""
    for one in facts_in(db, Lockfile, lockfile):
        report: AuditReport | None = db.get(("audit-cache", one.digest))
        return report
    return None


def _in_tree(db: Database, package: str) -> Iterator[AuditEvidence]:
    for path in reports_of(db, package):
        changed = changed_since(db, path, lockfiles(db, package))
        yield AuditEvidence(Place(path), "stale" if changed else "fresh", changed)


def _broken(db: Database, package: str) -> Iterator[AuditEvidence]:
    return (AuditEvidence(place, "unreadable", reason) for place, reason in unreadable(db, package, "audit"))


@derives(Vulnerability)
def vulnerabilities(db: Database, package: str) -> tuple[Vulnerability, ...]:
    """The advisories of the audit that counts, each once; it is of production where any way to it is."""
    report = _best(db, package)
    if report is None:
        return ()
    found: dict[tuple[str, str], Vulnerability] = {}
    for advisory in report.advisories:
        one = _vulnerability(db, package, advisory, report.production_only)
        known = found.get((one.package, one.title))
        if known is None or known.in_development:
            found[one.package, one.title] = one
    return tuple(sorted(found.values(), key=lambda one: (one.place, one.package, one.title)))


def _best(db: Database, package: str) -> AuditReport | None:
    """Our own first; of those in the tree a fresh one, of all dependencies rather than of production alone."""
    locks = lockfiles(db, package)
    reports = [report for path in locks if (report := _kept_report(db, path)) is not None]
    for path in reports_of(db, package):
        reports += facts_in(db, AuditReport, path) if not changed_since(db, path, locks) else ()
    return min(reports, key=lambda one: one.production_only, default=None)


def _vulnerability(db: Database, package: str, advisory: Advisory, production_only: bool) -> Vulnerability:
    direct = _direct(db, package, advisory)
    in_development = False if production_only else advisory.development
    if in_development is None:
        in_development = _is_development(db, package, advisory, direct)
    lock = next(iter(lockfiles(db, package)))
    place = direct[0] if direct else Place(lock)
    return Vulnerability(place, advisory.package, advisory.severity, advisory.title, advisory.fix, in_development)


def _direct(db: Database, package: str, advisory: Advisory) -> tuple[Place, bool] | None:
    """Where a manifest names the dependency that brings the advisory, and whether for development."""
    names = [_VERSION.sub("", part.strip()) for part in advisory.via.split(">")]
    for name in (*names, advisory.package):
        for folder in folders_for(package):
            path = join(folder, "package.json")
            for manifest in facts_in(db, Manifest, path):
                for group, declared in (("dependencies", manifest.dependencies), ("devDependencies", manifest.development)):
                    if name in declared:
                        line = manifest.lines.get(f"{group}.{name}", 1)
                        return Place(path, line, 1), group == "devDependencies"
    return None


def _is_development(db: Database, package: str, advisory: Advisory, direct: tuple[Place, bool] | None) -> bool:
    """By the lockfile where that says it, else by the manifest's group; production where neither does."""
    marks = {mark for path in lockfiles(db, package) for mark in _marks(db, path).get(advisory.package, ())}
    if marks:
        return marks == {True}
    return direct is not None and direct[1]


@query
def _marks(db: Database, lockfile: str) -> dict[str, tuple[bool, ...]]:
    """Of each locked package whether it is for development, in a lockfile that tells them apart."""
    found: dict[str, tuple[bool, ...]] = {}
    for one in facts_in(db, Lockfile, lockfile):
        if one.manager == "npm" or any(locked.development for locked in one.packages):
            for locked in one.packages:
                found[locked.name] = (*found.get(locked.name, ()), locked.development)
    return found
