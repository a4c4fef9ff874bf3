"""Many files are read in parallel, and say what each says when it is read alone."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from healthtui.engine.pool import FEW, read_all
from healthtui.engine.reading import read_file, readers_for
from healthtui.tree.base import Tree
from healthtui.tree.working import open_working_tree

LEAK = "h7Kq93xZ" + "p2LmW8vT"


@pytest.fixture
def many(tmp_path: Path) -> Path:
    """A folder with more files than are read one by one: sources, one too large for a reader, one with a credential."""
    for number in range(FEW + 20):
        (tmp_path / f"file{number}.ts").write_text(f"export const value{number} = {number};\n")
    (tmp_path / "large.ts").write_text("export const a = 1;\n" * 40_000)
    (tmp_path / "mail.ts").write_text(f"export const smtpPassword = '{LEAK}';\n")
    (tmp_path / "package.json").write_text('{"name": "many"}')
    return tmp_path


def assert_equal_to_reading_alone(root: Path, reopen: Callable[[], Any]) -> None:
    tree: Tree = open_working_tree(root)
    entries = list(tree.entries())
    alone = {entry.path: read_file(entry, tree.read, readers_for(entry)) for entry in entries}
    assert {entry.path: facts for entry, facts in read_all(entries, tree, reopen)} == alone


def test_reading_in_parallel_is_reading(many: Path) -> None:
    assert_equal_to_reading_alone(many, partial(open_working_tree, many))


def test_files_are_read_although_the_workers_die(many: Path) -> None:
    assert_equal_to_reading_alone(many, partial(os._exit, 1))


def test_what_ends_the_reading_ends_it(many: Path) -> None:
    tree = open_working_tree(many)

    def stop(done: int, total: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        list(read_all(list(tree.entries()), tree, partial(open_working_tree, many), stop))


READS_ALL = """
import sys
from functools import partial
from pathlib import Path
from healthtui.engine.pool import read_all
from healthtui.tree.working import open_working_tree

root = Path(sys.argv[1])
tree = open_working_tree(root)
print(len(list(read_all(list(tree.entries()), tree, partial(open_working_tree, root)))))
"""
BEHIND_A_SCREEN = """
import sys

class Screen:
    def fileno(self):
        return -1

sys.stderr = Screen()
"""


def assert_read_by_a_process_of_its_own(root: Path, script: str, **environment: str) -> None:
    """Nothing else of that process has begun workers before."""
    path = os.pathsep.join(sys.path)
    said = subprocess.run(
        (sys.executable, "-c", script, str(root)),
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONPATH": path, **environment},
    )
    assert said.stdout.strip() == str(FEW + 23), said.stderr


def test_the_workers_begin_behind_a_screen(many: Path) -> None:
    """What Textual puts for stderr has no number to hand on."""
    assert_read_by_a_process_of_its_own(many, BEHIND_A_SCREEN + READS_ALL)


def test_files_are_read_where_no_worker_can_begin(many: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    """The name of the temporary folder is too long for the socket by which workers are begun."""
    deep = tmp_path_factory.mktemp("d" * 100)
    assert_read_by_a_process_of_its_own(many, READS_ALL, TMPDIR=str(deep))
