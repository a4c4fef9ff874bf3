from __future__ import annotations

from pathlib import Path

import pytest

from tests.derive.outputs.dated import Project


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    (tmp_path / "shop").mkdir()
    return Project(tmp_path / "shop")
