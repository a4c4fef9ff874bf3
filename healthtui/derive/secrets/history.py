"""Secrets in git history: what the scan of old versions of files saw, by the class of each path at its commit."""

from __future__ import annotations

from collections.abc import Iterator

from healthtui.derive.database import Database
from healthtui.derive.inputs import derives
from healthtui.derive.repository.packages import speaks_of
from healthtui.derive.secrets.facts import area_of_finding, digests
from healthtui.facts.base import Place
from healthtui.facts.history import HistoricSecret, HistoryState, ScannedHistory, SecretVersion


@derives(HistoryState)
def history_state(db: Database, package: str) -> tuple[HistoryState, ...]:
    """None outside git, and before the first commit."""
    known = _known(db)
    if known is None or not known.commit:
        return ()
    gaps = sum(bool(version.problem) for _, version in _versions(db, package))
    return (HistoryState(Place(""), known.total, known.scanned, known.is_cut, gaps, known.problem),)


@derives(HistoricSecret)
def historic_secrets(db: Database, package: str) -> tuple[HistoricSecret, ...]:
    """The oldest first."""
    today = digests(db)
    found = []
    for commit, version in _versions(db, package):
        for one in version.findings:
            if area := area_of_finding(version.path, one):
                place = Place(version.path, one.line, one.column)
                found.append(HistoricSecret(place, commit, one.title, one.preview, area, one.digest not in today))
    return tuple(found)


def _known(db: Database) -> ScannedHistory | None:
    known: ScannedHistory | None = db.get("history")
    return known


def _versions(db: Database, package: str) -> Iterator[tuple[str, SecretVersion]]:
    """Those of the package, by the packages of today."""
    known = _known(db)
    yield from ((commit, one) for commit, one in (known.versions if known else ()) if speaks_of(db, one.path, package))
