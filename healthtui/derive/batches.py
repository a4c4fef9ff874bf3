"""What is said of each file of a package, asked batch by batch: after a save a large package is not asked again file by file."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from itertools import groupby
from typing import TypeVar

from healthtui.derive.database import Database, query
from healthtui.derive.inputs import folders_up
from healthtui.derive.repository.packages import request_path_files

T = TypeVar("T")
Read = Callable[[Database, str], Iterable[T]]  # a function of the module level, query or not
Batch = tuple[str, int]  # a folder, and which of its runs in the order of the files

_BATCH = 64  # files


def in_each_file(db: Database, package: str, read: Read[T]) -> Iterator[T]:
    """What is read of each file of request-path code, in their order."""
    for batch in _batches(db, package):
        yield from _in_batch(db, package, batch, read)


@query
def _in_batch(db: Database, package: str, batch: Batch, read: Read[T]) -> tuple[T, ...]:
    return tuple(one for path in _files_of(db, package, batch) for one in read(db, path))


@query
def _files_of(db: Database, package: str, batch: Batch) -> tuple[str, ...]:
    return _batches(db, package).get(batch, ())


@query
def _batches(db: Database, package: str) -> dict[Batch, tuple[str, ...]]:
    """By the largest folders that are small enough, so that a new file is no change to the other batches."""
    files = request_path_files(db, package)
    counts = Counter(folder for path in files for folder in folders_up(path))
    found: dict[Batch, tuple[str, ...]] = {}
    runs = Counter[str]()
    for folder, run in groupby(files, lambda path: _folder_of(path, counts)):
        found[folder, runs[folder]] = tuple(run)
        runs[folder] += 1
    return found


def _folder_of(path: str, counts: Counter[str]) -> str:
    folders = tuple(folders_up(path))
    return next((folder for folder in reversed(folders) if counts[folder] <= _BATCH), folders[0])
