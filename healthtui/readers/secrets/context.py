"""Where in a text a finding stands: in a comment, in a doc comment, in an example."""

from __future__ import annotations

import re

_EXAMPLE_KEY = re.compile(r"^[\s*#/-]*[\"']?examples?[\"']?\s*:|[{,(]\s*[\"']?examples?[\"']?\s*:", re.I)
_COMMENT = ("//", "#", "/*", "<!--", "-- ", "; ")
_DOC_COMMENT = ("*", "/**", "///")
_IGNORE = re.compile(
    r"\b(?:healthtui:ignore|kingfisher:ignore|gitleaks:allow|betterleaks:allow)\b|pragma: allowlist secret"
    r"|secretlint-disable-line"
)
_LOOK_BACK = 40  # lines


def is_ignored(line: str) -> bool:
    """Whether a marker on the line itself says that the finding is meant."""
    return bool(_IGNORE.search(line))


def context_of(lines: list[str], number: int) -> str:
    """`docs`, `comment` or "" for a line, counted from 0."""
    text = lines[number].strip()
    if text.startswith(_DOC_COMMENT) or _EXAMPLE_KEY.search(lines[number]) or _is_in_example(lines, number):
        return "docs"
    return "comment" if text.startswith(_COMMENT) else ""


def _is_in_example(lines: list[str], number: int) -> bool:
    """Whether an `example:` above, less indented, holds the line."""
    indent = _indent(lines[number])
    for above in reversed(lines[max(0, number - _LOOK_BACK) : number]):
        if above.strip() and _indent(above) < indent:
            indent = _indent(above)
            if _EXAMPLE_KEY.search(above):
                return True
    return False


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" \t"))
