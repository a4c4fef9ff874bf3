"""Git's ignore rules for one path at a time: nested `.gitignore` files, the repository's excludes, the user's."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from pathspec.patterns.gitignore import GitIgnorePatternError
from pathspec.patterns.gitignore.spec import GitIgnoreSpecPattern

from healthtui.tree.base import TreeError
from healthtui.tree.disk import Disk

# The matcher backtracks: beyond these a hostile ignore file could hold it up for minutes.
_STARS = 3  # in one name of a pattern, and `**` in one pattern
_DEPTH = 100
_BYTES = 64 * 1024
_EVERYTHING = (".", "(?P<ps_d>/)")  # pathspec's short forms of `*` and `*/`
Stamp = tuple[int, int, int] | None


class Rule(NamedTuple):
    """One pattern. pathspec's expressions also match whatever lies below a match; git matches the path itself."""

    expression: re.Pattern[str]
    ignores: bool  # else it begins with `!`
    is_open: bool  # ends with `**`: whatever lies below is meant, and not the folder itself
    is_for_folders: bool

    def matches(self, path: str) -> bool:
        if self.is_for_folders and not path.endswith("/"):
            return False
        if self.expression.pattern in _EVERYTHING:
            return True
        if self.is_open:
            return self.expression.search(path, 0, len(path) - 1) is not None
        return self.expression.fullmatch(path) is not None


Rules = list[Rule]


class IgnoreRules:
    """Ignored: by the last matching pattern of the deepest file that has one; everything in an ignored folder is."""

    def __init__(self, root: Path, shared_files: Iterable[Path] = ()) -> None:
        """`root`: where `.gitignore` files begin to count. `shared_files`: for the whole tree, the strongest first."""
        self._disk = Disk(root)
        self._shared = [(0, _rules_in(_bytes_of(path))) for path in shared_files]
        self._files: dict[str, tuple[Stamp, Rules]] = {}
        self._folders: dict[str, bool] = {}

    def is_ignored(self, path: str, known: set[str] | None = None) -> bool:
        """Whether the rules, as they stand on disk now, ignore the path; a folder's path ends with `/`."""
        parts = path.rstrip("/").split("/")
        if len(parts) > _DEPTH:
            return False
        known = set() if known is None else known
        levels = [(0, self._rules_of("", known))]
        folder = ""
        for part in parts[:-1]:
            folder += part + "/"
            if self._is_ignored_folder(folder, levels):
                return True
            levels.append((len(folder), self._rules_of(folder, known)))
        if path.endswith("/"):
            return self._is_ignored_folder(path, levels)
        return self._decide(path, levels)

    def _is_ignored_folder(self, folder: str, levels: list[tuple[int, Rules]]) -> bool:
        ignored = self._folders.get(folder)
        if ignored is None:
            ignored = self._folders[folder] = self._decide(folder, levels)
        return ignored

    def _decide(self, path: str, levels: list[tuple[int, Rules]]) -> bool:
        for start, rules in (*reversed(levels), *self._shared):
            below = path[start:]
            for rule in rules:
                if rule.matches(below):
                    return rule.ignores
        return False

    def _rules_of(self, folder: str, known: set[str]) -> Rules:
        """The rules of a folder's own `.gitignore`, read again when it changed."""
        path = folder + ".gitignore"
        entry = self._disk.entry(path, known)
        stamp = entry.stamp if entry is not None else None
        held = self._files.get(path)
        if held is not None and held[0] == stamp:
            return held[1]
        if held is not None or stamp is not None:
            self._folders.clear()
        rules = _rules_in(self._content(path)) if entry is not None and entry.size <= _BYTES else []
        self._files[path] = (stamp, rules)
        return rules

    def _content(self, path: str) -> bytes:
        try:
            return self._disk.read(path)
        except (TreeError, FileNotFoundError):
            return b""


def _bytes_of(path: Path) -> bytes:
    try:
        return path.read_bytes() if path.is_file() and path.stat().st_size <= _BYTES else b""
    except OSError:
        return b""


def _rules_in(content: bytes) -> Rules:
    """The rules of an ignore file, the last line first, which is the one that decides."""
    lines = content.removeprefix(b"\xef\xbb\xbf").decode("utf-8", "surrogateescape").split("\n")
    return [rule for line in reversed(lines) if (rule := rule_of(line.removesuffix("\r"))) is not None]


def rule_of(line: str) -> Rule | None:
    """A line as git reads it: one that is no pattern matches nothing."""
    names = re.sub(r"\*+", "*", line).split("/")
    if any(name.count("*") > _STARS for name in names) or line.split("/").count("**") > _STARS:
        return None
    try:
        expression, ignores = GitIgnoreSpecPattern.pattern_to_regex(line)
        if expression is None or ignores is None:
            return None
        body = line.rstrip().removeprefix("!")
        return Rule(re.compile(expression), ignores, body.rstrip("/").endswith("**"), body.endswith("/"))
    except (GitIgnorePatternError, re.error):
        return None
