"""The sections of the catalogue, in its order."""

from __future__ import annotations

from collections.abc import Iterable

TITLES = {
    "structure": "Structure",
    "quality": "Quality",
    "security": "Security",
    "errors": "Errors",
    "database": "Database",
    "auth": "Auth",
    "jobs": "Jobs",
    "realtime": "Realtime",
    "performance": "Performance",
    "testing": "Testing",
}


def with_others(found: Iterable[str]) -> dict[str, str]:
    """The catalogue's sections, then those that only a team's own pack has."""
    return TITLES | {section: section.capitalize() for section in sorted(set(found) - TITLES.keys())}
