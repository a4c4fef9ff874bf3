"""What is said of each file of a package, asked batch by batch: after a save a large package is not asked again file by file."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

from healthtui.derive.database import Database, query
from healthtui.derive.repository.packages import request_path_files

T = TypeVar("T")
Read = Callable[[Database, str], Iterable[T]]  # a function of the module level, query or not

_BATCH = 64  # files


def in_each_file(db: Database, package: str, read: Read[T]) -> Iterator[T]:
    """What is read of each file of request-path code, in their order."""
    for start in range(0, len(request_path_files(db, package)), _BATCH):
        yield from _in_batch(db, package, start, read)


@query
def _in_batch(db: Database, package: str, start: int, read: Read[T]) -> tuple[T, ...]:
    return tuple(one for path in request_path_files(db, package)[start : start + _BATCH] for one in read(db, path))
