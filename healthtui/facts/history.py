"""Secrets in git history: the versions of files that hold some (read facts), and what is made of them."""

from __future__ import annotations

import msgspec

from healthtui.facts.derived import Derived
from healthtui.facts.outputs import Finding


class SecretVersion(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """A version of a file that holds credentials. `problem` says why it could not be scanned, or is ""."""

    path: str
    blob: str
    findings: tuple[Finding, ...]
    problem: str = ""


class ScannedHistory(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """How far the history of a commit was read, and what is in it: (commit, version), the oldest first, of equal
    findings at one path only the oldest. `is_cut` where the repository holds only a part of the history."""

    commit: str
    total: int  # commits; 0 while they are not even listed
    scanned: int
    is_cut: bool
    versions: tuple[tuple[str, SecretVersion], ...]
    problem: str = ""  # why nothing more can be read, or ""

    @property
    def is_whole(self) -> bool:
        return bool(self.total) and self.scanned == self.total and not self.problem


class HistoricSecret(Derived, frozen=True):
    """A credential in a version of a file, masked. `area` is as in `SecretSighting`, of the path at that commit."""

    commit: str
    title: str
    preview: str
    area: str
    is_removed: bool  # no file holds it today


class HistoryState(Derived, frozen=True):
    """How far the history is known. The place is the repository's root. `gaps` are versions that could not be scanned."""

    total: int
    scanned: int
    is_cut: bool
    gaps: int
    problem: str
