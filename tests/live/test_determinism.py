"""The same tree has the same report, whatever the order of a set happens to be."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from healthtui.cli.demo import copy_sample


def report(folder: Path, seed: int) -> dict[str, Any]:
    command = [sys.executable, "-m", "healthtui.cli", "report", str(folder), "--format", "json"]
    environment = os.environ | {"PYTHONHASHSEED": str(seed)}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=120, check=True)
    found: dict[str, Any] = json.loads(done.stdout)
    return found | {"generated_at": ""}


def test_the_report_does_not_depend_on_the_hash_seed(tmp_path: Path) -> None:
    copy_sample(tmp_path / "acme-api")
    assert report(tmp_path / "acme-api", 1) == report(tmp_path / "acme-api", 2)
