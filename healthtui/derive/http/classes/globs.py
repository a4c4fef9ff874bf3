"""Patterns of files from which classes are loaded. What is built of a source is loaded from it, whatever its ending."""

from __future__ import annotations

import re
from fnmatch import translate
from posixpath import dirname, normpath
from typing import NamedTuple

_ENDING = re.compile(r"\.(?:[cm]?[jt]s|\[[jt]{2}\]s|\*|\{[^{}]*\}|[@+?]?\([^()]*\))$")
_CHOICE = re.compile(r"\{([^{}/]*)\}|[@+?]?\(([^()/]*)\)")
_ANY_DEPTH = "**"
MAX_CHOICES = 64  # that one part of a path spells out
MAX_LENGTH = 500


class Glob(NamedTuple):
    parts: tuple[re.Pattern[str] | None, ...]  # of a path, without the ending of the file; None for any number of parts
    may_be_folder: bool  # it names no ending: what is loaded of a folder is its index


def glob_of(text: str) -> Glob | None:
    """A glob of the repository, or None where it is none, or leads out of it."""
    path = normpath(text) if 0 < len(text) <= MAX_LENGTH else ".."
    if path.startswith(".."):
        return None
    stem = _ENDING.sub("", path)
    parts = [_part(one) for one in stem.split("/")]
    if any(one == "" for one in parts):
        return None
    return Glob(tuple(re.compile(one) if one else None for one in parts), stem == path)


def loads(glob: Glob, path: str) -> bool:
    """Whether a source file is matched, or its folder."""
    stem = re.sub(r"\.\w+$", "", path)
    return _matches(glob, stem) or (glob.may_be_folder and _matches(glob, dirname(path)))


def _part(text: str) -> str | None:
    """One part of a path as an expression; None for any depth, "" where it spells out too much."""
    if text == _ANY_DEPTH:
        return None
    spelled, done = [text], list[str]()
    while spelled and len(spelled) + len(done) <= MAX_CHOICES:
        one = spelled.pop()
        choice = _CHOICE.search(one)
        if choice is None:
            done.append(one)
        else:
            options = re.split(r"[,|]", choice[1] if choice[1] is not None else choice[2])
            spelled += [one[: choice.start()] + option + one[choice.end() :] for option in options]
    return "" if spelled else "|".join(map(translate, done))


def _matches(glob: Glob, path: str) -> bool:
    parts, reached = path.split("/"), {0}
    for pattern in glob.parts:
        if pattern is None:
            reached = set(range(min(reached, default=len(parts) + 1), len(parts) + 1))
        else:
            reached = {at + 1 for at in reached if at < len(parts) and pattern.match(parts[at])}
    return len(parts) in reached
