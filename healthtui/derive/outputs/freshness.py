"""Whether the output of a tool still speaks of the files that it was made from.

By the clock: it was written no earlier than they were. A clock is misled when git checks a file out again, so what an
output was once fresh for is remembered by content: where that is as it was then, it is fresh still.
"""

from __future__ import annotations

from healthtui.derive.database import Database, query

Covered = tuple[str, ...]  # the paths of the files that an output speaks of


@query
def changed_since(db: Database, report: str, covered: Covered) -> str:
    """The first of the covered files that has changed since the report was made; "" where it is fresh."""
    written = db.get(("modified", report), 0)
    later = [path for path in covered if db.get(("modified", path), 0) > written]
    if not later:
        return ""
    remembered: dict[str, str] = db.get(("fresh-for", db.get(("content", report))), {})
    return next((path for path in later if remembered.get(path) != db.get(("content", path))), "")


@query
def fresh_for(db: Database, report: str, covered: Covered) -> tuple[str, dict[str, str]] | None:
    """What is to be remembered: the content of a report that is fresh by the clock, and of what it covers."""
    written = db.get(("modified", report), 0)
    if not written or any(db.get(("modified", path), 0) > written for path in covered):
        return None
    return db.get(("content", report)), {path: db.get(("content", path)) for path in covered}
