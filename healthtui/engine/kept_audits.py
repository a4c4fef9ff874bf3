"""Brings the audits that we ran ourselves, and keep in the user's cache folder, to the derivations."""

from __future__ import annotations

from healthtui.derive.database import ABSENT, Database
from healthtui.derive.inputs import all_facts
from healthtui.engine.audits import audit_file
from healthtui.facts.outputs import AuditReport
from healthtui.facts.project import Lockfile
from healthtui.readers.audit import AUDIT
from healthtui.readers.base import ReadError


def load_kept_audits(db: Database) -> None:
    """Sets `("audit-cache", digest)` for each lockfile of the tree, as the cache has it now."""
    for digest in {lockfile.digest for _, lockfile in all_facts(db, Lockfile)}:
        db.set(("audit-cache", digest), _kept(digest) or ABSENT)


def _kept(digest: str) -> AuditReport | None:
    file = audit_file(digest)
    try:
        if file.stat().st_size > AUDIT.max_size:
            return None
        facts = AUDIT.read("audit.json", file.read_bytes())
    except (OSError, ReadError):
        return None
    return next((fact for fact in facts if isinstance(fact, AuditReport)), None)
