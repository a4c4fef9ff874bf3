"""Regular expressions of the repository, used only where matching them cannot take long."""

from __future__ import annotations

import re

MAX_PATTERN = 200
_QUANTIFIED_GROUP = re.compile(r"\)[*+{]|\\\d")
_LITERAL = re.compile(r"/(.*)/([a-z]*)")


def pattern_of(source: str) -> re.Pattern[str] | None:
    """The pattern of a source, or of a literal `/source/flags`; None where it might take long, or is none."""
    if len(source) > MAX_PATTERN or _QUANTIFIED_GROUP.search(source):
        return None
    literal = _LITERAL.fullmatch(source)
    try:
        return re.compile(literal.group(1) if literal else source)
    except re.error:
        return None


def is_pattern(text: str) -> bool:
    """Whether a constant is the source of a regular expression, in which slashes are escaped, and no path."""
    return not text.startswith("/") or r"\/" in text
