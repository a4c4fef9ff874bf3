"""From a save to the new scorecard, in a copy of a repository, while another process edits it.

    python benchmarks/save_latency.py REPOSITORY [--saves 150] [--slow 5]

Half of the saves write in place, half write a new file and rename it; they change bodies, add imports, touch the most
imported files, and make new files. Prints the latency from the end of a save to the scorecard, or to the word that
nothing changed (the goal is a 95th percentile of 50 ms), and how many queries ran again.
"""

from __future__ import annotations

import argparse
import multiprocessing
import queue
import random
import shutil
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing.connection import Connection
from pathlib import Path
from statistics import quantiles
from typing import NamedTuple

from healthtui.derive.inputs import paths_with
from healthtui.derive.repository.graph import imports_of
from healthtui.derive.repository.packages import request_path_files
from healthtui.facts.source import Outline
from healthtui.live.session import LiveSession
from healthtui.live.status import Phase, Status

SEED = 7
_PAUSE = 0.02  # seconds between an answer and the next save


class Save(NamedTuple):
    kind: str
    path: str
    text: str
    is_renamed: bool


class Measured(NamedTuple):
    save: Save
    seconds: float
    runs: int
    is_new_card: bool


def perform(saves: Connection, root: str) -> None:
    """The other process: saves what it is told, and answers with the time at the end of the save."""
    while (save := saves.recv()) is not None:
        target = Path(root, save.path)
        if save.is_renamed:
            draft = target.with_name(f"{target.name}.tmp")
            draft.write_text(save.text)
            ended = time.time()
            draft.replace(target)
        else:
            with target.open("w") as file:
                file.write(save.text)
                ended = time.time()
        saves.send(ended)


def planned(session: LiveSession, root: Path, count: int) -> Iterator[Save]:
    """Saves of the files that requests run through (of all where there is no server), each of a random kind."""
    dice = random.Random(SEED)
    db = session._bench.db
    files = [path for package in session._bench.packages() for path in request_path_files(db, package.path)]
    files = files or list(paths_with(db, Outline))  # no server here
    used = Counter(target for path in files for target in imports_of(db, path))
    hubs = [path for path, _ in used.most_common(5) if path.endswith((".ts", ".js"))]
    for number in range(count):
        kind = dice.choice(("body", "body", "import", "hub", "new"))
        path = dice.choice(hubs if kind == "hub" and hubs else files)
        text = (root / path).read_text(errors="replace")
        if kind == "new":
            path = str(Path(path).with_name(f"added{number}.ts"))
            text = f"export function added{number}(value: string) {{\n  return value.length + {number};\n}}\n"
        elif kind == "import":
            text = f"import fs{number} from 'node:fs';\n{text}"
        else:
            text = f"{text}\nfunction touched{number}() {{\n  return {number};\n}}\n"
        yield Save(kind, path, text, dice.random() < 0.5)


class Heard:
    """What a session says, with the time at which it did."""

    def __init__(self) -> None:
        self._said: queue.SimpleQueue[tuple[float, bool]] = queue.SimpleQueue()
        self._cards = 0

    def on_card(self, *_: object) -> None:
        self._cards += 1

    def on_status(self, status: Status) -> None:
        if status.phase is Phase.LIVE:
            self._said.put((time.time(), self._cards > 0))
            self._cards = 0

    def next(self, timeout: float) -> tuple[float, bool]:
        return self._said.get(timeout=timeout)

    def drain(self) -> None:
        while not self._said.empty():
            self._said.get()


@contextmanager
def copied(repository: Path) -> Iterator[Path]:
    """A copy that may be written to, with its own git folder."""
    with tempfile.TemporaryDirectory(prefix="healthtui-latency-") as folder:
        root = Path(folder, repository.name)
        shutil.copytree(repository, root, symlinks=True, ignore=shutil.ignore_patterns("node_modules"))
        yield root


def measure(root: Path, count: int) -> list[Measured]:
    """Latencies of so many saves."""
    heard = Heard()
    session = LiveSession(root)
    session.start(heard.on_card, heard.on_status)
    heard.next(600)
    time.sleep(3)  # the watcher's first sweep
    ours, theirs = multiprocessing.Pipe()
    editor = multiprocessing.get_context("spawn").Process(target=perform, args=(theirs, str(root)), daemon=True)
    editor.start()
    found = []
    for save in planned(session, root, count):
        heard.drain()
        runs = session._bench.db.runs
        ours.send(save)
        ended = ours.recv()
        said, is_new_card = heard.next(30)
        found.append(Measured(save, said - ended, session._bench.db.runs - runs, is_new_card))
        time.sleep(_PAUSE)
    ours.send(None)
    session.stop()
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("repository", type=Path)
    parser.add_argument("--saves", type=int, default=150)
    parser.add_argument("--slow", type=int, default=5, help="how many of the slowest to list")
    arguments = parser.parse_args()
    with copied(arguments.repository.resolve()) as root:
        found = measure(root, arguments.saves)
    spread = quantiles([one.seconds * 1000 for one in found], n=20)
    slowest = sorted(found, key=lambda one: -one.seconds)
    print(f"{len(found)} saves, {sum(one.is_new_card for one in found)} new scorecards")
    print(f"p50 {spread[9]:.1f} ms · p95 {spread[18]:.1f} ms (goal: at most 50) · max {slowest[0].seconds * 1000:.1f} ms")
    print(f"queries run again: {sum(one.runs for one in found) / len(found):.0f} a save")
    for one in slowest[: arguments.slow]:
        print(f"  {one.seconds * 1000:7.1f} ms  {one.runs:5} queries  {one.save.kind:6} {one.save.path}")


if __name__ == "__main__":
    main()
