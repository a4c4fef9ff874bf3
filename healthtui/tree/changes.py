"""Whether a working tree differs from its commit, found without the git commands that run filters and drivers."""

from __future__ import annotations

import os
import struct
from pathlib import Path
from stat import S_ISLNK
from typing import NamedTuple

from healthtui.tree.base import TreeError, content_id
from healthtui.tree.disk import Disk
from healthtui.tree.git import Git, GitError, Plumbing, open_repo, records

_HASHED_FILES = 20_000
_SUBMODULE = b"160000"
Stamp = tuple[tuple[int, int], int]  # (modified: s, ns), size modulo 2^32


class Indexed(NamedTuple):
    mode: bytes
    blob: str
    is_on_disk: bool  # not left out by a sparse checkout
    is_merged: bool


def has_changes(git: Git, disk: Disk) -> bool:
    """Whether anything is untracked, staged, or changed on disk. Raises `GitError`.

    A file whose stamp is not the index's is hashed; one that a filter rewrites (line ends, LFS) then counts as changed.
    """
    if git.run(Plumbing.UNTRACKED):
        return True
    index = _index(git)
    if {path: (entry.mode, entry.blob) for path, entry in index.items()} != _committed(git):
        return True
    here = {path: entry for path, entry in index.items() if entry.is_on_disk and entry.mode != _SUBMODULE}
    if not all(entry.is_merged for entry in here.values()):
        return True
    written = _written(git)
    stamps = {path: _stamp(disk, path) for path in here}
    # Modified as late as the index was written, a file may have changed again under the same stamp: git's "racy" entries.
    recent = [path for path, stamp in stamps.items() if stamp is None or stamp[0] >= written]
    if _differ(disk, recent, here):
        return True
    clean = _clean_stamps(git)
    settled = stamps.keys() - recent
    return _differ(disk, [path for path in settled if stamps[path] != clean.get(path)], here)


def _differ(disk: Disk, paths: list[str], index: dict[str, Indexed]) -> bool:
    return len(paths) > _HASHED_FILES or any(_blob_of(disk, path) != index[path].blob for path in paths)


def _index(git: Git) -> dict[str, Indexed]:
    """Each record: `tag mode blob stage TAB path`; the tag is `S` where a sparse checkout leaves the file out."""
    index = {}
    for record in records(git.run(Plumbing.INDEX)):
        fields, _, path = record.partition(b"\t")
        tag, mode, blob, stage = fields.split(b" ")
        index[os.fsdecode(path)] = Indexed(mode, blob.decode(), tag != b"S", stage == b"0")
    return index


def _committed(git: Git) -> dict[str, tuple[bytes, str]]:
    try:
        listed = records(git.run(Plumbing.TREE, "HEAD"))
    except GitError:  # no commit yet
        return {}
    committed = {}
    for record in listed:
        fields, _, path = record.partition(b"\t")
        mode, _, blob = fields.split(b" ")
        committed[os.fsdecode(path)] = (mode, blob.decode())
    return committed


def _clean_stamps(git: Git) -> dict[str, Stamp]:
    """The stamps that the index holds, by path from git's folder; none where GitPython cannot read its format."""
    try:
        with open_repo(git.folder) as repo:
            entries = list(repo.index.entries.values())
            top = Path(repo.working_tree_dir or git.folder).resolve()
    except (OSError, ValueError, AssertionError, struct.error, GitError):
        return {}
    relative = git.folder.relative_to(top).as_posix()
    prefix = "" if relative == "." else relative + "/"
    return {
        os.fspath(entry.path).removeprefix(prefix): (entry.mtime, entry.size)
        for entry in entries
        if os.fspath(entry.path).startswith(prefix)
    }


def _written(git: Git) -> tuple[int, int]:
    """When the index was written; long ago when there is none."""
    try:
        return divmod(Path(git.run_line(Plumbing.INDEX_FILE)).stat().st_mtime_ns, 1_000_000_000)
    except OSError:
        return 0, 0


def _stamp(disk: Disk, path: str) -> Stamp | None:
    try:
        status = os.lstat(disk.full(path))
    except (OSError, ValueError):
        return None
    return divmod(status.st_mtime_ns, 1_000_000_000), status.st_size & 0xFFFFFFFF


def _blob_of(disk: Disk, path: str) -> str:
    """The blob id of what lies there, "" when nothing does."""
    full = disk.full(path)
    try:
        if S_ISLNK(os.lstat(full).st_mode):
            return content_id(os.fsencode(Path(full).readlink()))
        return content_id(disk.read(path))
    except (OSError, ValueError, TreeError):
        return ""
