"""Whatever happens on disk, a consumer that follows the batches ends with what a fresh scan sees."""

from __future__ import annotations

import os
import shutil
import tempfile
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from hypothesis import given, settings
from hypothesis import strategies as st

from healthtui.tree.watch import Batch, Watcher

State = dict[str, bytes]  # path → content, or where a link leads


def is_pruned(path: str, name: str) -> bool:
    return name == "node_modules"


def scan(root: Path, top: str = "") -> State:
    state: State = {}
    for folder, subfolders, files in os.walk(root / top):
        links = [name for name in subfolders if Path(folder, name).is_symlink()]
        subfolders[:] = [name for name in subfolders if name not in links and not is_pruned("", name)]
        for name in files + links:
            path = Path(folder, name)
            with suppress(OSError):
                state[path.relative_to(root).as_posix()] = content(path)
    return state


def content(path: Path) -> bytes:
    return os.fsencode(path.readlink()) if path.is_symlink() else path.read_bytes()


def is_inside(root: Path, path: str) -> bool:
    folders = [root / folder for folder in Path(path).parents if folder.name]
    return all(folder.is_dir() and not folder.is_symlink() and folder.name != "node_modules" for folder in folders)


class Mirror:
    """Reads again what the batches name."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.lock = threading.Lock()
        self.state = scan(root)

    def follow(self, batch: Batch) -> None:
        with self.lock:
            for top in batch.resync:
                kept = {path: data for path, data in self.state.items() if not f"{path}/".startswith(f"{top}/")}
                self.state = kept | (scan(self.root, top) if is_inside(self.root, f"{top}/_") else {})
            for path in batch.paths:
                self.state.pop(path, None)
                if is_inside(self.root, path):
                    with suppress(OSError):
                        self.state[path] = content(self.root / path)


class Operation(NamedTuple):
    run: Callable[[Path, Path], object]
    first: str
    second: str


def remove(path: Path, _: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink()


def write(path: Path, other: Path) -> None:
    path.write_text(str(other))


def write_deep(path: Path, other: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(str(other))


OPERATIONS = [
    write,
    write_deep,
    remove,
    lambda path, other: path.mkdir(),
    lambda path, other: path.replace(other),
    lambda path, other: path.symlink_to(other),
]
paths = st.lists(st.sampled_from(["a", "b", "node_modules"]), min_size=1, max_size=3).map("/".join)
places = st.one_of(paths.map("repo/{}".format), st.sampled_from(["outside", "repo/a", "repo/b"]))
operations = st.lists(st.builds(Operation, st.sampled_from(OPERATIONS), places, places), min_size=10, max_size=30)


def assert_follows(mirror: Mirror, rounds: list[list[Operation]]) -> None:
    """Each round finds the watches as the one before left them."""
    for steps in rounds:
        for step in steps:
            with suppress(OSError):
                step.run(mirror.root.parent / step.first, mirror.root.parent / step.second)
        expected = scan(mirror.root)
        deadline = time.monotonic() + 5
        while mirror.state != expected and time.monotonic() < deadline:
            time.sleep(0.002)
        assert mirror.state == expected


@settings(max_examples=20, deadline=None)
@given(st.lists(operations, min_size=2, max_size=5))
def test_the_mirror_equals_a_fresh_scan(rounds: list[list[Operation]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder).resolve() / "repo"
        for folders in ("a/a/a", "a/b/b", "b/a/b", "node_modules/a"):
            (root / folders).mkdir(parents=True)
        mirror = Mirror(root)
        watcher = Watcher(root, is_pruned, mirror.follow)
        watcher.start()
        try:
            assert_follows(mirror, rounds)
        finally:
            watcher.stop()
