"""Text of the repository, made safe to show."""

from __future__ import annotations

from unicodedata import category

_HIDDEN = {"Cc", "Cf", "Cs", "Zl", "Zp"}  # controls, direction and joining marks, lone surrogates, line separators


def plain(text: str) -> str:
    """One line without anything that a terminal or a reader could be misled by."""
    return "".join(" " if c in "\n\r\t" else "\ufffd" if category(c) in _HIDDEN else c for c in text)
