"""What a reader is: a pure function of one file's name and bytes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from healthtui.facts.base import Fact


class ReadError(Exception):
    """The file is not what it should be; the reason is fit to be shown and names no path (the caller knows it)."""

    def __init__(self, reason: str, line: int = 0) -> None:
        super().__init__(reason)
        self.reason, self.line = reason, line


@dataclass(frozen=True, slots=True)
class Reader:
    """One file format. `claims` decides by the path from the root; `read` sees only the file's own name, so that its
    facts can be cached by content. `read` raises `ReadError`, and nothing else, on any bytes at all.
    Raise `version` whenever the facts of equal bytes change."""

    name: str
    version: int
    kinds: tuple[type[Fact], ...]
    claims: Callable[[str], bool]
    read: Callable[[str, bytes], tuple[Fact, ...]]
    reads_ignored: bool = False  # also reads reports that git ignores
    in_threads: bool = False  # releases the interpreter while it reads: runs in a thread, not in a worker process
    max_size: int = 8 << 20  # bytes; a larger file is skipped and said to be
