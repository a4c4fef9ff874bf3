"""A real project: made by NestJS's own command line, tested by its own Jest, judged by the command line."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.skipif(not shutil.which("npx"), reason="Node.js is not on this machine")


def run(*command: str, cwd: Path) -> None:
    environment = os.environ | {"CI": "true", "npm_config_fund": "false", "npm_config_audit": "false"}
    done = subprocess.run(command, cwd=cwd, env=environment, capture_output=True, text=True, timeout=600, check=False)
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project that `nest new` makes, committed, then tested with coverage."""
    folder = tmp_path_factory.mktemp("real")
    run("npx", "--yes", "@nestjs/cli@11", "new", "app", "--package-manager", "npm", "--skip-git", cwd=folder)
    app = folder / "app"
    (app / ".gitignore").write_text("node_modules\n/dist\n/coverage\n.env\n")
    run("git", "init", "-q", cwd=app)
    run("git", "add", "-A", cwd=app)
    run("git", "-c", "user.name=t", "-c", "user.email=t@t", "commit", "-qm", "made", cwd=app)
    run("npx", "jest", "--coverage", "--json", "--outputFile=jest-results.json", cwd=app)
    return app


@pytest.fixture(scope="module")
def report(project: Path) -> dict[str, Any]:
    command = [sys.executable, "-m", "healthtui.cli", "report", str(project), "--format", "json"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def verdict(report: dict[str, Any], check: str) -> dict[str, Any]:
    found: dict[str, Any] = next(one for one in report["checks"] if one["id"] == check)
    return found


def test_the_framework_and_its_route_are_seen(report: dict[str, Any]) -> None:
    assert report["packages"][0]["frameworks"] == ["nestjs"]
    assert [(one["method"], one["path"], one["file"]) for one in report["routes"]] == [("GET", "/", "src/app.controller.ts")]


def test_the_results_of_its_jest_are_read(report: dict[str, Any]) -> None:
    assert verdict(report, "testing.results")["verdict"] == "pass"


def test_the_coverage_of_its_jest_is_read_and_fresh(report: dict[str, Any]) -> None:
    assert verdict(report, "testing.coverage")["verdict"] == "pass"


def test_what_it_lacks_is_said(report: dict[str, Any]) -> None:
    assert verdict(report, "security.headers")["verdict"] == "fail"
    assert verdict(report, "security.cors")["verdict"] == "n/a"


def test_a_covered_file_that_changes_makes_the_coverage_stale(project: Path, report: dict[str, Any]) -> None:
    service = project / "src" / "app.service.ts"
    before = service.read_text()
    service.write_text(before + "\nexport const added = () => 1;\n")
    command = [sys.executable, "-m", "healthtui.cli", "report", str(project), "--format", "json"]
    after = json.loads(subprocess.run(command, capture_output=True, text=True, timeout=120, check=False).stdout)
    service.write_text(before)
    stale = verdict(after, "testing.coverage")
    assert (stale["verdict"], stale["reason_code"]) == ("unknown", "stale")
