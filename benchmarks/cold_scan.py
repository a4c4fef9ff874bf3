"""A cold scan beside what tree-sitter takes to parse the same files alone, with the same processes, in one run.

    python benchmarks/cold_scan.py REPOSITORY [--rounds 3]

The rounds alternate, so that both see the same machine. Prints the medians in seconds, their ratio (the goal is 3), and
the peak memory of all processes together (the goal is 400 MB).
"""

from __future__ import annotations

import argparse
import threading
import time
from functools import partial
from pathlib import Path
from statistics import median

import psutil

from healthtui.engine import pool
from healthtui.engine.reading import readers_for
from healthtui.live.scan import open_bench
from healthtui.readers.base import ReadError
from healthtui.readers.source import SOURCE
from healthtui.readers.source.grammar import parse
from healthtui.tree.base import Entry
from healthtui.tree.working import open_working_tree


def parse_chunk(entries: list[Entry], root: str) -> None:
    """Parses files and drops the trees."""
    for entry in entries:
        data = (Path(root) / entry.path).read_bytes()
        try:
            parse(Path(entry.path).name, data)
        except ReadError:
            continue


def parse_alone(entries: list[Entry], root: Path) -> float:
    """Seconds to parse the files in a pool of its own, its start included."""
    start = time.perf_counter()
    with pool.processes(partial(open_working_tree, root)) as workers:
        for future in [workers.submit(parse_chunk, chunk, str(root)) for chunk in pool.chunks(entries)]:
            future.result()
    return time.perf_counter() - start


def scan_cold(root: Path) -> float:
    """Seconds from nothing to every verdict, without the cache."""
    start = time.perf_counter()
    bench = open_bench(root, cached=False)
    bench.load()
    bench.results()
    return time.perf_counter() - start


class MemoryPeak:
    """The peak of the memory of this process and its children, by proportional share, sampled."""

    def __init__(self) -> None:
        self.bytes = 0
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._sample, daemon=True)

    def __enter__(self) -> MemoryPeak:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._thread.join()

    def _sample(self) -> None:
        me = psutil.Process()
        while not self._stop.wait(0.2):
            total = 0
            for process in (me, *me.children(recursive=True)):
                try:
                    total += process.memory_full_info().pss
                except psutil.Error:
                    continue
            self.bytes = max(self.bytes, total)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("repository", type=Path)
    parser.add_argument("--rounds", type=int, default=3)
    arguments = parser.parse_args()
    root = arguments.repository.resolve()
    entries = [one for one in open_working_tree(root).entries() if SOURCE in readers_for(one) and one.size <= SOURCE.max_size]
    alone, cold = [], []
    with MemoryPeak() as peak:
        for _ in range(arguments.rounds):
            alone.append(parse_alone(entries, root))
            cold.append(scan_cold(root))
    ratio = median(b / a for a, b in zip(alone, cold, strict=True))
    print(f"{len(entries)} source files")
    print(f"parse alone {median(alone):.2f} s · cold scan {median(cold):.2f} s · ratio {ratio:.2f} (goal: at most 3)")
    print(f"peak memory {peak.bytes / 1e6:.0f} MB (goal: at most 400)")


if __name__ == "__main__":
    main()
