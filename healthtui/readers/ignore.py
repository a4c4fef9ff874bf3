"""`.gitignore`: its rules with their lines."""

from __future__ import annotations

from posixpath import basename

from healthtui.facts.project import IgnoreRule
from healthtui.readers.base import Reader
from healthtui.readers.text import decode


def _read(_name: str, data: bytes) -> tuple[IgnoreRule, ...]:
    lines = enumerate(decode(data, errors="replace").split("\n"), 1)
    rules = ((_pattern(line), number) for number, line in lines if not line.startswith("#"))
    return tuple(IgnoreRule(pattern, number) for pattern, number in rules if pattern)


def _pattern(line: str) -> str:
    """Git drops trailing spaces, unless a backslash keeps one."""
    stripped = line.rstrip("\r").rstrip(" ")
    return stripped + " " if stripped.endswith("\\") and stripped != line.rstrip("\r") else stripped


IGNORE = Reader(
    name="ignore",
    version=1,
    kinds=(IgnoreRule,),
    claims=lambda path: basename(path) == ".gitignore",
    read=_read,
    max_size=1 << 20,
)
