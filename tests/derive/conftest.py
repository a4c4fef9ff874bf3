"""Repositories of file texts, read by the real readers."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping

import pytest

from healthtui.engine.reading import read_file, readers_for
from healthtui.engine.workbench import Workbench
from tests.literate import MemoryTree

Bench = Callable[[Mapping[str, str]], Workbench]


@pytest.fixture
def bench() -> Bench:
    """Files (path → text) to a workbench that has read them; a manifest is added where there is none."""

    def read(files: Mapping[str, str]) -> Workbench:
        tree = MemoryTree({"package.json": json.dumps({"name": "case"})} | dict(files))
        found = Workbench(tree, lambda: tree, None)
        for entry in tree.entries():
            facts = read_file(entry, tree.read, readers_for(entry))
            assert facts is not None
            found.store.put(entry.path, facts, 0)
        found.store.settle()
        return found

    return read
