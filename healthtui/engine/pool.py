"""Reads many files in worker processes: parsing holds the interpreter's lock, so threads would not help."""

from __future__ import annotations

import gc
import os
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from itertools import chain

from healthtui.derive.store import FileFacts
from healthtui.engine.reading import read_file, readers_for
from healthtui.engine.workers import context, end_workers, warm_up
from healthtui.readers import READERS
from healthtui.tree.base import Entry, Tree

FEW = 64  # up to so many files are read at once in this process
_CHUNK_BYTES, _CHUNK_FILES = 400_000, 100
_BY_THREADS = tuple(reader for reader in READERS if reader.in_threads)
_BY_PROCESSES = tuple(reader for reader in READERS if not reader.in_threads)
_tree: Tree | None = None

Read = tuple[Entry, FileFacts | None]
OnProgress = Callable[[int, int], None]  # (files read, of all); what it raises ends the reading


def silent(_done: int, _total: int) -> None:
    """Tells nobody."""


def read_all(
    entries: list[Entry],
    tree: Tree,
    reopen: Callable[[], Tree],
    on_progress: OnProgress = silent,
    is_reached: Callable[[str], bool] = lambda _: True,
) -> Iterator[Read]:
    """Reads files, in any order. `reopen` opens the same tree in another process, and can be pickled; `is_reached` tells
    by the path whether source is to be read whole."""
    if len(entries) <= FEW:
        for entry in entries:
            yield entry, read_file(entry, tree.read, readers_for(entry, is_reached=is_reached(entry.path)))
        return
    yield from _ReadInParallel(tree, reopen, is_reached).read(entries, on_progress)


class _ReadInParallel:
    def __init__(self, tree: Tree, reopen: Callable[[], Tree], is_reached: Callable[[str], bool]) -> None:
        self.tree, self.reopen, self.is_reached = tree, reopen, is_reached

    def read(self, entries: list[Entry], on_progress: OnProgress) -> Iterator[Read]:
        by_threads = [(entry, found) for entry in entries if (found := readers_for(entry, _BY_THREADS))]
        by_processes = [entry for entry in entries if readers_for(entry, _BY_PROCESSES)]
        parts: dict[str, list[FileFacts | None]] = {entry.path: [] for entry in entries}
        done, total = 0, len(by_threads) + len(by_processes)
        with ThreadPoolExecutor(1) as threads, processes(self.reopen) as workers:
            try:
                in_threads = [(entry, threads.submit(read_file, entry, self.tree.read, found)) for entry, found in by_threads]
                in_processes = self._from_processes(workers, by_processes)
                for entry, facts in chain(in_processes, ((entry, future.result()) for entry, future in in_threads)):
                    parts[entry.path].append(facts)
                    done += 1
                    on_progress(done * len(entries) // total, len(entries))
            except BaseException:  # the reading was ended: nobody waits for what is under way
                _abandon(threads, workers)
                raise
        yield from ((entry, self._whole(entry, parts[entry.path])) for entry in entries)

    def _whole(self, entry: Entry, parts: list[FileFacts | None]) -> FileFacts | None:
        """The facts of both halves; read anew where they cannot be told to be of the same bytes."""
        match parts:
            case [whole]:
                return whole
            case [FileFacts() as one, FileFacts() as other] if one.content_id == other.content_id:
                if one.kinds.keys().isdisjoint(other.kinds):
                    return FileFacts(one.content_id, one.kinds | other.kinds)
        return read_file(entry, self.tree.read, readers_for(entry, is_reached=self.is_reached(entry.path)))

    def _from_processes(self, workers: Executor, entries: list[Entry]) -> Iterator[Read]:
        """Where the workers die or cannot begin, the files are read here: slowly rather than not at all."""
        futures: dict[Future[list[FileFacts | None]], list[Entry]] = {}
        left: list[Entry] = []
        for is_reached in (True, False):
            for chunk in chunks([entry for entry in entries if self.is_reached(entry.path) is is_reached]):
                try:
                    futures[workers.submit(_read_chunk, chunk, is_reached)] = chunk
                except (BrokenProcessPool, OSError):  # the second where a worker died while the next one was begun
                    left += chunk
        for future in as_completed(futures):
            try:
                yield from zip(futures[future], future.result(), strict=True)
            except BrokenProcessPool:
                left += futures[future]
        yield from ((entry, _read_half(entry, self.tree, self.is_reached(entry.path))) for entry in left)


def _abandon(threads: Executor, workers: Executor) -> None:
    threads.shutdown(wait=False, cancel_futures=True)
    workers.shutdown(wait=False, cancel_futures=True)
    end_workers()


def processes(reopen: Callable[[], Tree]) -> ProcessPoolExecutor:
    """Worker processes, each with the tree opened."""
    warm_up()
    return ProcessPoolExecutor(max(2, min(os.cpu_count() or 2, 8)), context(), _start, (reopen,))


def _start(reopen: Callable[[], Tree]) -> None:
    global _tree
    _tree = reopen()
    gc.disable()  # facts hold no cycles, and a worker lives for one scan


def _read_chunk(entries: list[Entry], is_reached: bool) -> list[FileFacts | None]:
    assert _tree is not None
    return [_read_half(entry, _tree, is_reached) for entry in entries]


def _read_half(entry: Entry, tree: Tree, is_reached: bool) -> FileFacts | None:
    return read_file(entry, tree.read, readers_for(entry, _BY_PROCESSES, is_reached=is_reached))


def chunks(entries: list[Entry]) -> Iterator[list[Entry]]:
    """The largest first, so that no worker is left alone with one at the end."""
    chunk: list[Entry] = []
    size = 0
    for entry in sorted(entries, key=lambda one: -one.size):
        chunk.append(entry)
        size += entry.size
        if size >= _CHUNK_BYTES or len(chunk) >= _CHUNK_FILES:
            yield chunk
            chunk, size = [], 0
    if chunk:
        yield chunk
