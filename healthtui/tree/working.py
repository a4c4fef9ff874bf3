"""The working tree: what is tracked, what is untracked but not ignored, and reports known by name."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from healthtui.tree.base import Entry, Repository, TreeError
from healthtui.tree.changes import has_changes
from healthtui.tree.disk import Disk
from healthtui.tree.git import Git, GitError, NoRepositoryError, Plumbing, open_git, records
from healthtui.tree.ignore import IgnoreRules
from healthtui.tree.packages import package_name
from healthtui.tree.reports import REPORT_FOLDERS, package_of_report, report_paths
from healthtui.tree.walk import MOST_NAMES, PRUNED_NAMES, is_text, is_too_large, names


def open_working_tree(path: Path) -> WorkingTree:
    """The tree around a folder: the folder itself when it holds a package or a repository, else the nearest above.

    Raises `TreeError` when there is no such folder, it cannot be read, or it is no repository and far too large for a backend.
    """
    folder = readable_folder(path)
    try:
        git, top = find_repository(folder)
        root = root_of(folder, top)
        git = Git(root, git.executable, git.environment)
        tracked, _ = _texts(records(git.run(Plumbing.TRACKED)))
        if tracked or root == top or git.run(Plumbing.UNTRACKED):
            return WorkingTree(root, git, top, frozenset(tracked))
    except NoRepositoryError:
        tree, advice = WorkingTree(folder), "is in no git repository: name the folder of your backend, or run git init in it"
    except GitError as error:
        tree, advice = WorkingTree(folder, note=f"{error}; files are listed without git"), f"is listed without git: {error}"
    else:
        tree = WorkingTree(root, note=f"the repository {top} ignores this folder; files are listed without git")
        advice = f"is ignored by the repository {top}: name the folder of your backend"
    if tree.is_too_large():
        raise TreeError(f"{tree.root} holds more than {MOST_NAMES:,} files and folders and {advice}")
    return tree


def find_repository(folder: Path) -> tuple[Git, Path]:
    """Git in the folder, and the top of the working tree around it. Raises `GitError`."""
    git = open_git(folder)
    top = Path(os.fsdecode(git.run(Plumbing.TOPLEVEL).removesuffix(b"\n"))).resolve()
    # `core.worktree` lets a repository claim any folder of this machine as its own.
    if not folder.is_relative_to(top) or not os.path.lexists(top / ".git"):
        raise GitError(f"the repository claims files elsewhere ({top})")
    return git, top


def root_of(folder: Path, top: Path) -> Path:
    """The nearest folder, up to the top of the repository, that holds a `package.json`; else the top."""
    for candidate in (folder, *folder.parents):
        if candidate == top or (candidate / "package.json").is_file():
            return candidate
    return top


class WorkingTree:
    """The `Tree` of a folder on disk. `tracked` holds until the next listing. `note`: why it is listed without git."""

    def __init__(
        self,
        root: Path,
        git: Git | None = None,
        top: Path | None = None,
        tracked: frozenset[str] = frozenset(),
        note: str = "",
    ) -> None:
        self.root = root
        self._disk = Disk(root)
        self._git = git
        self._top = top or root
        self._notes = (note,) if note else ()
        self._unreadable_names = 0
        self._tracked = tracked
        self._cached_rules: tuple[IgnoreRules, str] | None = None

    def repository(self) -> Repository:
        """Raises `TreeError` when git fails."""
        commit = branch = ""
        is_dirty = False
        if self._git is not None:
            commit = self._git.run_line(Plumbing.RESOLVE, "HEAD^{commit}")
            branch = self._git.run_line(Plumbing.BRANCH)
            is_dirty = has_changes(self._git, self._disk)
        is_git = self._git is not None
        return Repository(self._name(), str(self.root), commit, branch, is_dirty, is_git, self._all_notes())

    def entries(self) -> Iterable[Entry]:
        if not self.root.is_dir():
            raise TreeError(f"no such folder: {self.root}")
        self._cached_rules = None  # git's excludes may be others by now
        known: set[str] = set()
        packages = {""}
        seen = set()
        for entry in self._listed(known):
            folder, _, name = entry.path.rpartition("/")
            if name == "package.json":
                packages.add(folder)
            seen.add(entry.path)
            yield entry
        for path in report_paths(self._disk, packages):
            if path not in seen and is_text(path):
                report = self._disk.entry(path, known, is_ignored=True)
                if report is not None:
                    yield report

    def entry(self, path: str) -> Entry | None:
        if not is_text(path):
            return None
        is_tracked = path in self._tracked
        entry = self._disk.entry(path, set(), is_tracked)
        if entry is None or is_tracked or not self._is_ignored(path):
            return entry
        package = package_of_report(path)
        if package is None or (package and self.entry(f"{package}/package.json") is None):
            return None
        return self._disk.entry(path, set(), is_ignored=True)

    def read(self, path: str) -> bytes:
        return self._disk.read(path)

    def is_pruned(self, folder: str, name: str) -> bool:
        """Whether nothing in the folder of that path and name can be in the tree. For watchers, from any thread."""
        if name in REPORT_FOLDERS or not self._is_ignored(folder + "/"):
            return False
        return not any(path.startswith(folder + "/") for path in self._tracked)

    def _listed(self, known: set[str]) -> Iterator[Entry]:
        if self._git is None:
            yield from self._walked(known)
            return
        tracked, odd_tracked = _texts(records(self._git.run(Plumbing.TRACKED)))
        untracked, odd_untracked = _texts(records(self._git.run(Plumbing.UNTRACKED)))
        self._tracked = frozenset(tracked)
        self._unreadable_names = odd_tracked + odd_untracked
        for paths, is_tracked in ((tracked, True), (untracked, False)):
            for path in paths:
                entry = self._disk.entry(path, known, is_tracked)
                if entry is not None:
                    yield entry

    def is_too_large(self) -> bool:
        """Whether a folder holds more than a listing without git goes through; told without looking farther."""
        return is_too_large(self._disk, self._rules()[0])

    def _walked(self, known: set[str]) -> Iterator[Entry]:
        rules, _ = self._rules()
        self._unreadable_names = 0
        for path, is_folder in names(self._disk, rules, known):
            if not is_text(path):
                self._unreadable_names += 1
            elif not is_folder and not rules.is_ignored(path, known):
                entry = self._disk.entry(path, known)
                if entry is not None:
                    yield entry

    def _is_ignored(self, path: str) -> bool:
        if self._git is None and not PRUNED_NAMES.isdisjoint(path.split("/")[:-1]):
            return True
        rules, prefix = self._rules()
        return _is_dependency(path) or rules.is_ignored(prefix + path)

    def _rules(self) -> tuple[IgnoreRules, str]:
        if self._cached_rules is None:
            self._cached_rules = (IgnoreRules(self.root), "") if self._git is None else _rules(self._git, self._top)
        return self._cached_rules

    def _name(self) -> str:
        try:
            return package_name(self.read("package.json")) or self.root.name
        except (FileNotFoundError, TreeError):
            return self.root.name

    def _all_notes(self) -> tuple[str, ...]:
        count = self._unreadable_names
        return (
            (*self._notes, f"left out, as their names are not UTF-8: {count} file{'s' * (count > 1)}") if count else self._notes
        )


def readable_folder(path: Path) -> Path:
    try:
        folder = path.expanduser().resolve()
        if not folder.exists():
            raise TreeError(f"no such folder: {path}")
        if not folder.is_dir():
            raise TreeError(f"not a folder: {path}")
        with os.scandir(folder):
            return folder
    except (OSError, ValueError, RuntimeError) as error:
        raise TreeError(f"cannot be read: {path}: {getattr(error, 'strerror', None) or error}") from None


def _rules(git: Git, top: Path) -> tuple[IgnoreRules, str]:
    """The rules that git follows, and the prefix that its folder has below the top of the repository."""
    own = git.run_line(Plumbing.EXCLUDES_SETTING)
    configured = Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config") / "git" / "ignore"
    shared = (Path(git.run_line(Plumbing.EXCLUDE_FILE)), Path(own) if own else configured)
    relative = git.folder.relative_to(top).as_posix()
    return IgnoreRules(top, shared), "" if relative == "." else relative + "/"


def _is_dependency(path: str) -> bool:
    """Untracked packages of others are no part of a repository, whatever its ignore files forgot."""
    return "node_modules" in path.split("/")[:-1]


def _texts(names: Iterable[bytes]) -> tuple[list[str], int]:
    """The names that are text, without repeats, and how many are not."""
    texts = [text for name in names if is_text(text := os.fsdecode(name))]
    return list(dict.fromkeys(texts)), len(list(names)) - len(texts)
