"""The history of a commit, read from git's objects: which versions of files each commit brought, and their bytes."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from types import TracebackType

from healthtui.tree.base import TreeError
from healthtui.tree.git import Git, Plumbing, records
from healthtui.tree.working import find_repository, readable_folder

Version = tuple[str, str]  # path from the root of the tree, blob id
_REGULAR = ("100644", "100755", "100664")
_AT_ONCE = 100  # ids asked before an answer is read: 4 KB, far below what a pipe holds
_PIECE = 1 << 20


def open_history(root: Path, commit: str) -> History:
    """The history of a commit, below the folder that is a tree's root. Close it when done. Raises `TreeError`."""
    git, top = find_repository(readable_folder(root))
    prefix = root.resolve().relative_to(top).as_posix()
    return History(git, commit, "" if prefix == "." else f"{prefix}/")


class History:
    def __init__(self, git: Git, commit: str, prefix: str) -> None:
        self._git, self._commit, self._prefix = git, commit, prefix
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> History:
        return self

    def __exit__(self, _kind: type[BaseException] | None, _error: BaseException | None, _at: TracebackType | None) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.communicate()
            self._process = None

    def commits(self) -> list[str]:
        """All commits that are reachable, the commit itself first. Raises `TreeError`."""
        return self._git.run(Plumbing.COMMITS, self._commit).decode().split()

    def is_cut(self) -> bool:
        """Whether the repository holds only the last part of its history."""
        return self._git.run_line(Plumbing.IS_SHALLOW) == "true"

    def versions(self, commits: Sequence[str]) -> dict[str, list[Version]]:
        """What each commit brought: files that are new or other than in every parent. Raises `TreeError`."""
        found: dict[str, list[Version]] = {commit: [] for commit in commits}
        output = records(self._git.run(Plumbing.CHANGES, given="".join(f"{one}\n" for one in commits).encode()))
        commit, fields = "", iter(output)
        for record in fields:
            if not record.startswith(b":"):
                commit = record.decode()
                continue
            version = self._version(record.decode(), next(fields, b""))
            if version is not None and commit in found:
                found[commit].append(version)
        return found

    def _version(self, record: str, name: bytes) -> Version | None:
        """Of a record `:mode mode id id status`, of a merge `::mode mode mode id id id status`; the last are the new ones."""
        words = record.lstrip(":").split()
        parents = record.count(":")
        mode, blob = words[parents], words[2 * parents + 1]
        if mode not in _REGULAR or not blob.strip("0"):
            return None
        try:
            path = name.decode()
        except UnicodeDecodeError:
            return None
        return (path.removeprefix(self._prefix), blob) if path.startswith(self._prefix) else None

    def contents(self, blobs: Sequence[str], largest: int) -> Iterator[bytes | None]:
        """The bytes of each blob, in order; empty for one above `largest` bytes, None where the object is not there.
        Raises `TreeError`."""
        rest = iter(blobs)
        while batch := list(islice(rest, _AT_ONCE)):
            try:
                yield from self._ask(batch, largest)
            except (OSError, ValueError):
                raise TreeError("git does not give the contents of the history") from None

    def _ask(self, blobs: list[str], largest: int) -> Iterator[bytes | None]:
        """Each answer: `id type size LF content LF`, or `id missing LF`. Raises `ValueError` when it is anything else."""
        if self._process is None:
            self._process = self._git.start(Plumbing.BLOBS)
        to_git, from_git = self._process.stdin, self._process.stdout
        if to_git is None or from_git is None:
            raise ValueError
        to_git.write("".join(f"{blob}\n" for blob in blobs).encode())
        to_git.flush()
        for _ in blobs:
            header = from_git.readline().split()
            if header[1:] == [b"missing"]:
                yield None
                continue
            left = int(header[2]) + 1
            if left <= largest + 1:
                yield from_git.read(left)[:-1]
                continue
            while left:
                left -= len(from_git.read(min(left, _PIECE)) or _cut_off())
            yield b""


def _cut_off() -> bytes:
    raise ValueError
