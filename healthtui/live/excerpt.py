"""A few lines of a file, to be shown beside a finding: without the secrets that are known to be in them."""

from __future__ import annotations

import re

from healthtui.derive.inputs import paths_with
from healthtui.engine.workbench import Workbench
from healthtui.facts.outputs import SecretScan
from healthtui.readers.secrets import masked
from healthtui.scorecard.model import Scorecard
from healthtui.tree.base import Tree, TreeError

_QUOTED = re.compile(r"""(["'`])(?:\\.|(?!\1).)+\1""")


class Excerpts:
    """Reads the tree from any thread; what is known of secrets is told by the one that judges."""

    def __init__(self, tree: Tree) -> None:
        self.tree = tree
        self._scanned: frozenset[str] = frozenset()
        self._named: frozenset[tuple[str, int]] = frozenset()

    def know(self, bench: Workbench, card: Scorecard) -> None:
        """Takes in where secrets are: files in which the scan found some, and the lines that the scorecard names."""
        self._scanned = frozenset(paths_with(bench.db, SecretScan))
        found = (entry for check in card.checks if check.id == "security.secrets" for entry in check.places)
        self._named = frozenset((entry.path, entry.line) for entry in found)

    def around(self, path: str, line: int, around: int) -> list[tuple[int, str]]:
        """The lines about `line`, each with its number; empty when the file is gone or no text."""
        try:
            data = self.tree.read(path)
        except (OSError, TreeError):
            return []
        if b"\0" in data:
            return []
        if path in self._scanned:
            data = masked(path, data)
        lines = data.decode("utf-8", "replace").splitlines()
        first, last = max(1, line - around), min(len(lines), line + around)
        return [(number, self._shown(path, number, lines[number - 1])) for number in range(first, last + 1)]

    def _shown(self, path: str, number: int, text: str) -> str:
        return _QUOTED.sub(r"\1…\1", text) if (path, number) in self._named else text
