"""Repositories of file texts, read by the real readers."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping

import pytest

from healthtui.engine.workbench import Workbench
from tests.literate import bench_of

Bench = Callable[[Mapping[str, str]], Workbench]


@pytest.fixture
def bench() -> Bench:
    """Files (path → text) to a workbench that has read them; without a manifest among them an empty one is added."""
    return lambda files: bench_of({"package.json": json.dumps({"name": "case"})} | dict(files))
