"""A tree, its facts and its verdicts, kept together: what a scan makes and a session goes on changing."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from healthtui.derive.database import Database
from healthtui.derive.packages import scored_packages
from healthtui.derive.store import FactStore, FileFacts
from healthtui.engine.cache import Cache
from healthtui.engine.judge import judge
from healthtui.engine.kept_audits import load_kept_audits
from healthtui.engine.loader import load_checks
from healthtui.engine.pool import read_all
from healthtui.engine.reading import KINDS
from healthtui.engine.remembered import recall, remember
from healthtui.engine.result import RawResult
from healthtui.facts.backend import Package
from healthtui.tree.base import Entry, Tree


class Workbench:
    """Reads what changed, and judges what that touches."""

    def __init__(self, tree: Tree, reopen: Callable[[], Tree], cache: Cache | None) -> None:
        self.tree = tree
        self.db = Database()
        self.store = FactStore(self.db, KINDS)
        self.checks = load_checks()  # also declares the derivations
        self._reopen = reopen
        self._cache = cache
        self._stamps: dict[str, tuple[int, int, int]] = {}

    def load(self) -> None:
        """Reads every file of the tree, from the cache where it has not changed."""
        entries = list(self.tree.entries())
        known = self._cached(entries)
        for entry in entries:
            if facts := known.get(entry.path):
                self.store.put(entry.path, facts, entry.stamp[0])
        self._read([entry for entry in entries if entry.path not in known])
        self._stamps = {entry.path: entry.stamp for entry in entries}
        self.store.settle()
        recall(self.db, self._cache)

    def relist(self) -> bool:
        """Lists the tree again and reads what is new or may have changed. True when a fact changed."""
        entries = list(self.tree.entries())
        before, self._stamps = self._stamps, {entry.path: entry.stamp for entry in entries}
        changed = self._read([entry for entry in entries if before.get(entry.path) != entry.stamp])
        gone = self.store.contents.keys() - self._stamps.keys()
        changed |= any([self.store.remove(path) for path in gone])
        self.store.settle()
        return changed

    def _cached(self, entries: list[Entry]) -> dict[str, FileFacts]:
        if self._cache is None:
            return {}
        in_commit = [entry for entry in entries if entry.content_id and entry.stamp[0] == 0]
        return self._cache.by_content(in_commit) if in_commit else self._cache.known(entries)

    def _read(self, entries: list[Entry]) -> bool:
        read: list[tuple[Entry, FileFacts]] = []
        changed = False
        for entry, facts in read_all(entries, self.tree, self._reopen):
            if facts is None:
                changed |= self.store.remove(entry.path)
                continue
            changed |= self.store.put(entry.path, facts, entry.stamp[0])
            read.append((entry, facts))
        if self._cache is not None:
            self._cache.store(read)
        return changed

    def update(self, paths: Iterable[str]) -> bool:
        """Reads some paths again; those that are gone are removed. True when a fact changed."""
        entries, changed = [], False
        for path in paths:
            entry = self.tree.entry(path)
            if entry is None:
                self._stamps.pop(path, None)
                changed |= self.store.remove(path)
            else:
                self._stamps[path] = entry.stamp
                entries.append(entry)
        changed |= self._read(entries)
        self.store.settle()
        return changed

    def packages(self) -> tuple[Package, ...]:
        """The packages that are judged."""
        return scored_packages(self.db)

    def results(self) -> tuple[RawResult, ...]:
        """The verdict of every check over every such package."""
        packages = self.packages()
        load_kept_audits(self.db)
        found = judge(self.db, self.checks, packages)
        remember(self.db, tuple(package.path for package in packages), self._cache)
        return found
