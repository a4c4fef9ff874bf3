"""`healthtui init`: a commented file, never over one that is there."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess

Run = Callable[..., CompletedProcess[str]]


def test_it_writes_a_commented_file_once(healthtui: Run, tmp_path: Path) -> None:
    assert healthtui("init", str(tmp_path)).returncode == 0
    assert tomllib.loads((tmp_path / "healthtui.toml").read_text()) == {"weights": {}, "thresholds": {}}
    again = healthtui("init", str(tmp_path))
    assert again.returncode == 2 and "is there already" in again.stderr


def test_it_prints_the_schema_for_editors(healthtui: Run) -> None:
    assert json.loads(healthtui("init", "--schema").stdout)["title"] == "healthtui.toml"


def test_your_own_file_lies_in_your_own_folder(healthtui: Run, tmp_path: Path) -> None:
    assert healthtui("init", "--user", env={"XDG_CONFIG_HOME": str(tmp_path)}).returncode == 0
    assert "# theme =" in (tmp_path / "healthtui" / "config.toml").read_text()
