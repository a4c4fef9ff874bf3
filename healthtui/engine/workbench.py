"""A tree, its facts and its verdicts, kept together: what a scan makes and a session goes on changing."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from posixpath import basename

import msgspec

from healthtui.derive.database import Database
from healthtui.derive.inputs import facts_in, paths_with
from healthtui.derive.repository.folders import package_folders
from healthtui.derive.repository.packages import scored_packages
from healthtui.derive.repository.reach import is_reached, reached_folders
from healthtui.derive.store import FactStore, FileFacts
from healthtui.engine.cache import Cache
from healthtui.engine.judge import judge
from healthtui.engine.kept_audits import load_kept_audits
from healthtui.engine.loader import load_checks
from healthtui.engine.pool import OnProgress, read_all, silent
from healthtui.engine.reading import KINDS, UNREADABLE, read_file, readers_for
from healthtui.engine.remembered import recall, remember
from healthtui.engine.result import RawResult
from healthtui.facts.base import Unreadable
from healthtui.facts.derived import Package
from healthtui.facts.history import ScannedHistory
from healthtui.facts.source import Module, Outline
from healthtui.readers.manifest import MANIFEST
from healthtui.tree.base import Entry, Repository, Tree

_RACY = 2_000_000_000  # ns: a file modified so shortly before it was read may be modified again under the same stamp
_RULES = (".gitignore", ".git/HEAD")  # what else git goes by comes as `.git/HEAD`


class Workbench:
    """Reads what changed, and judges what that touches."""

    def __init__(self, tree: Tree, reopen: Callable[[], Tree], cache: Cache | None = None) -> None:
        self.tree = tree
        self.db = Database()
        self.store = FactStore(self.db, KINDS)
        self.checks = load_checks()  # also declares the derivations
        self._reopen = reopen
        self.cache = cache
        self.is_excluded: Callable[[str], bool] = lambda _path: False  # by the repository's settings
        self.held: dict[str, int] = {}  # half-written files, judged as they were before → the line of the mistake, or 0
        self.history: ScannedHistory | None = None  # how far that of the commit is known; None outside git
        self._settled: dict[str, Entry] = {}  # as last read, where an equal entry means an equal file
        self._repository: Repository | None = None
        self._has_package = False  # as of the last listing
        self._reach: tuple[frozenset[str], frozenset[str]] | None = None  # by which source was read whole or not

    def load(self, on_progress: OnProgress = silent, *, from_cache: bool = True) -> None:
        """Reads every file of the tree, or takes it from the cache where it has not changed. Raises `TreeError`."""
        before = _now()
        self._repository = None
        entries = self._entries()
        known = self._cached(entries) if from_cache else {}
        self._read_manifests(entries, known, before)
        for entry in entries:
            if facts := self._fitting(entry, known.get(entry.path)):
                self._take(entry, facts, before)
            else:
                known.pop(entry.path, None)
        self._read([entry for entry in entries if entry.path not in known], before, on_progress)
        self.store.settle()
        self._reach = package_folders(self.db), reached_folders(self.db)
        recall(self.db, self.cache)

    def update(self, paths: Iterable[str], *, holds: bool = False) -> None:
        """Reads some paths again; those that are gone are removed. With `holds`, what was whole and cannot be read any more
        stays as it was until it is whole, or the tree is listed again: it is being written."""
        before = _now()
        entries = []
        for path in paths:
            entry = self._entry(path) if self._has_package else None
            if entry is None:
                self._drop(path)
            else:
                entries.append(entry)
        self._read(entries, before, holds=holds)
        self.store.settle()
        self._follow_reach(before)

    def needs_listing(self, paths: Iterable[str]) -> bool:
        """Whether a change of these paths may change which other files belong to the tree."""
        return any(path.endswith(_RULES) or self._is_other_package(path) for path in paths)

    def relist(self, touched: Iterable[str] = ()) -> None:
        """Lists the tree again and reads what was touched, is new, or may have changed. Raises `TreeError`."""
        before = _now()
        self._repository = None
        again = set(touched)
        entries = self._entries()
        for path in self.store.contents.keys() - {entry.path for entry in entries}:
            self._drop(path)
        self._read([one for one in entries if one.path in again or self._settled.get(one.path) != one], before)
        self.store.settle()
        self._follow_reach(before)

    def _entries(self) -> list[Entry]:
        """All that is to be read: nothing where there is no package, as none of it would be judged."""
        entries = [entry for entry in self.tree.entries() if not self.is_excluded(entry.path)]
        self._has_package = any(basename(entry.path) == "package.json" for entry in entries)
        return entries if self._has_package else []

    def _entry(self, path: str) -> Entry | None:
        return None if self.is_excluded(path) else self.tree.entry(path)

    @property
    def repository(self) -> Repository:
        """As of the last listing: asking git takes far longer than reading a save, so `is_dirty` lags until git's own
        state changes. Raises `TreeError`."""
        if self._repository is None:
            self._repository = self.tree.repository()
        return self._repository

    def packages(self) -> tuple[Package, ...]:
        """The packages that are judged."""
        return scored_packages(self.db)

    def results(self) -> tuple[RawResult, ...]:
        """The verdict of every check over every such package."""
        packages = self.packages()
        load_kept_audits(self.db)
        self._tell_history()
        found = judge(self.db, self.checks, packages)
        remember(self.db, tuple(package.path for package in packages), self.cache)
        return found

    def _tell_history(self) -> None:
        """Brings the history to the derivations, without what the settings exclude."""
        known = self.history
        if known is not None:
            kept = tuple(one for one in known.versions if not self.is_excluded(one[1].path))
            self.db.set("history", msgspec.structs.replace(known, versions=kept))

    def _read_manifests(self, entries: list[Entry], known: dict[str, FileFacts], before: int) -> None:
        """Manifests come first, as far as they tell which source is read whole: all else of them is read with the rest."""
        manifests = [entry for entry in entries if MANIFEST.claims(entry.path)]
        for entry in manifests:
            facts = known.get(entry.path) or read_file(entry, self.tree.read, readers_for(entry, (MANIFEST,)))
            if facts is not None:
                self._take(entry, facts, before)
        self.store.settle()

    def _is_reached(self, path: str) -> bool:
        return is_reached(self.db, path)

    def _fitting(self, entry: Entry, facts: FileFacts | None) -> FileFacts | None:
        """Kept facts, as far as they were read of the file, and no farther than they would be read now."""
        if facts is None or "Outline" not in facts.kinds or self._is_reached(entry.path) is ("Module" in facts.kinds):
            return facts
        if self._is_reached(entry.path):
            return None
        return FileFacts(facts.content_id, {name: packed for name, packed in facts.kinds.items() if name != "Module"})

    def _follow_reach(self, before: int) -> None:
        """After manifests changed, source that is reached now and was not, or the other way about, is read again."""
        reach = package_folders(self.db), reached_folders(self.db)
        if reach == self._reach:
            return
        self._reach = reach
        other = [path for path in paths_with(self.db, Outline) if self._is_reached(path) is (self.db.get((Module, path)) is None)]
        entries = [entry for path in other if (entry := self._entry(path)) is not None]
        if entries:
            self._read(entries, before)
            self.store.settle()

    def _is_other_package(self, path: str) -> bool:
        """Reports that git ignores are looked for beside each manifest."""
        return basename(path) == "package.json" and (self._entry(path) is None) == (path in self.store.contents)

    def _cached(self, entries: list[Entry]) -> dict[str, FileFacts]:
        if self.cache is None:
            return {}
        in_commit = [entry for entry in entries if entry.content_id]
        return self.cache.by_content(in_commit) if in_commit else self.cache.known(entries)

    def _read(self, entries: list[Entry], before: int, on_progress: OnProgress = silent, *, holds: bool = False) -> None:
        """Reads files as they are now; `before` (ns) is when their stamps were looked up."""
        read: list[tuple[Entry, FileFacts]] = []
        for entry, facts in read_all(entries, self.tree, self._reopen, on_progress, self._is_reached):
            if facts is None:
                self._drop(entry.path)
                continue
            if holds and self._is_held(entry.path, facts):
                continue
            self._take(entry, facts, before)
            if facts.content_id != UNREADABLE:
                read.append((entry, facts))
        if self.cache is not None:
            self.cache.store(read, before - _RACY)

    def _is_held(self, path: str, facts: FileFacts) -> bool:
        mistake = self.store.mistake_in(facts)
        if mistake is None or path not in self.store.contents or facts_in(self.db, Unreadable, path):
            return False
        self.held[path] = mistake.line
        self._settled.pop(path, None)
        return True

    def _take(self, entry: Entry, facts: FileFacts, before: int) -> None:
        self.held.pop(entry.path, None)
        self.store.put(entry.path, facts, entry.stamp[0])
        self._settled.pop(entry.path, None)
        if entry.stamp[0] < before - _RACY and facts.content_id != UNREADABLE:
            self._settled[entry.path] = entry

    def _drop(self, path: str) -> None:
        self.held.pop(path, None)
        self._settled.pop(path, None)
        self.store.remove(path)


def _now() -> int:
    return time.time_ns()
