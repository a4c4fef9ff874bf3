"""A report of a repository whose files are all in the cache: a process of its own, imports included.

    python benchmarks/warm_start.py REPOSITORY [--rounds 3]

The cache is filled first, in a folder of its own. Prints the medians of the seconds that pass and of the seconds of
processor time (which other programs disturb less); the goal is 1.5 s.
"""

from __future__ import annotations

import argparse
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median


def report(repository: Path, cache: str) -> tuple[float, float]:
    """Seconds that passed, and seconds of processor time, of one report."""
    before, start = _children_seconds(), time.perf_counter()
    command = [sys.executable, "-m", "healthtui.cli", "report", str(repository)]
    done = subprocess.run(command, env=os.environ | {"XDG_CACHE_HOME": cache}, stdout=subprocess.PIPE, check=False)
    if not done.stdout:
        sys.exit("the report failed")
    return time.perf_counter() - start, _children_seconds() - before


def _children_seconds() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("repository", type=Path)
    parser.add_argument("--rounds", type=int, default=3)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as cache:
        report(arguments.repository, cache)
        rounds = [report(arguments.repository, cache) for _ in range(arguments.rounds)]
    passed, used = (median(times) for times in zip(*rounds, strict=True))
    print(f"warm start {passed:.2f} s · processor {used:.2f} s (goal: at most 1.5)")


if __name__ == "__main__":
    main()
