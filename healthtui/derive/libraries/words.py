"""How the tables of this folder write lists of names."""

from __future__ import annotations


def names(listed: str) -> frozenset[str]:
    """Names with spaces between, as a set."""
    return frozenset(listed.split())
