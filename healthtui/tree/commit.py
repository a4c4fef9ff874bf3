"""The tree of one commit, read from git's objects and never checked out."""

from __future__ import annotations

import subprocess
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from threading import Lock

from healthtui.tree.base import Entry, Repository, TreeError
from healthtui.tree.disk import LARGEST
from healthtui.tree.git import Git, GitError, NoRepositoryError, Plumbing, open_git, records
from healthtui.tree.packages import package_name
from healthtui.tree.working import find_repository, readable_folder, root_of

_REGULAR = (b"100644", b"100755", b"100664")
_AT_ONCE = 100  # ids asked before an answer is read: 4 KB, far below what a pipe holds


def open_commit_tree(path: Path, rev: str) -> CommitTree:
    """The tree of a revision, below the same folder as the working tree's. Raises `TreeError`: no such revision."""
    folder = readable_folder(path)
    try:
        git, top = find_repository(folder)
        root = root_of(folder, top)
    except NoRepositoryError:
        raise TreeError(f"not in a git repository: {path}") from None
    except GitError:  # a bare repository has no working tree, and commits all the same
        git, root = open_git(folder), folder
        git.run(Plumbing.INDEX_FILE)  # says what else there is against this repository
    git = Git(root, git.executable, git.environment)
    try:
        commit = git.run(Plumbing.RESOLVE, f"{rev}^{{commit}}").decode().strip()
    except (GitError, ValueError):
        raise TreeError(f"unknown revision: {rev!r}") from None
    return CommitTree(git, commit, rev)


class CommitTree:
    """The `Tree` of a commit. Close it when done: it keeps a git process. Threads may share it."""

    def __init__(self, git: Git, commit: str, rev: str) -> None:
        self.commit = commit
        self._git = git
        self._rev = rev
        self._entries: dict[str, Entry] | None = None
        self._process: subprocess.Popen[bytes] | None = None
        self._lock = Lock()

    def __enter__(self) -> CommitTree:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        with self._lock:
            process, self._process = self._process, None
        if process is not None:
            process.kill()
            process.communicate()

    def repository(self) -> Repository:
        """`branch` is the revision by the name under which it was asked for."""
        try:
            name = package_name(self.read("package.json"))
        except (FileNotFoundError, TreeError):
            name = ""
        root = self._git.folder
        branch = "" if self.commit.startswith(self._rev) else self._rev
        return Repository(name or root.name, str(root), self.commit, branch, False, True)

    def entries(self) -> Iterable[Entry]:
        return self._by_path().values()

    def entry(self, path: str) -> Entry | None:
        return self._by_path().get(path)

    def read(self, path: str) -> bytes:
        return next(data for _, data in self.read_many((path,)))

    def read_many(self, paths: Iterable[str]) -> Iterator[tuple[str, bytes]]:
        """Paths with their bytes, in order; many in one go are faster. Raises as `read` does."""
        rest = iter(paths)
        while batch := [self._readable(path) for path in islice(rest, _AT_ONCE)]:
            yield from zip((entry.path for entry in batch), self._contents(batch), strict=True)

    def _readable(self, path: str) -> Entry:
        entry = self.entry(path)
        if entry is None:
            raise FileNotFoundError(path)
        if entry.size > LARGEST:
            raise TreeError(f"{path}: larger than {LARGEST >> 20} MB")
        return entry

    def _contents(self, entries: list[Entry]) -> list[bytes]:
        with self._lock:
            if self._process is None:
                self._process = self._git.start(Plumbing.BLOBS)
            try:
                return _ask(self._process, entries)
            except (OSError, ValueError):
                self._process.kill()
                self._process.communicate()
                self._process = None
                raise TreeError(f"git does not give the contents of {entries[0].path}") from None

    def _by_path(self) -> dict[str, Entry]:
        if self._entries is None:
            listed = records(self._git.run(Plumbing.TREE_WITH_SIZES, self.commit))
            self._entries = {entry.path: entry for entry in map(_entry, listed) if entry is not None}
        return self._entries


def _entry(record: bytes) -> Entry | None:
    """A record `mode type id size TAB path`, or None for a link, a submodule, or a name that is not UTF-8."""
    fields, _, name = record.partition(b"\t")
    mode, _, blob, size = fields.split()
    if mode not in _REGULAR or not size.isdigit():
        return None
    try:
        path = name.decode()
    except UnicodeDecodeError:
        return None
    return Entry(path, int(size), (0, int(size), 0), blob.decode(), True, False)


def _ask(process: subprocess.Popen[bytes], entries: list[Entry]) -> list[bytes]:
    """Each answer: `id type size LF content LF`. Raises `ValueError` when one is missing or cut short."""
    if process.stdin is None or process.stdout is None:
        raise ValueError
    process.stdin.write("".join(f"{entry.content_id}\n" for entry in entries).encode())
    process.stdin.flush()
    contents = []
    for entry in entries:
        header = process.stdout.readline().split()
        if header[1:] != [b"blob", str(entry.size).encode()]:
            raise ValueError(header)
        content = process.stdout.read(entry.size + 1)
        if len(content) != entry.size + 1:
            raise ValueError(header)
        contents.append(content[:-1])
    return contents
