"""The sample backend."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from healthtui.cli.demo import copy_sample
from tests.cli.conftest import Run

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("demo") / "acme-api"
    copy_sample(folder)
    return folder


def _git(folder: Path, *arguments: str) -> str:
    return subprocess.run(["git", *arguments], cwd=folder, capture_output=True, text=True, check=True).stdout


def test_it_is_a_repository_with_a_clean_commit(sample: Path) -> None:
    assert _git(sample, "status", "--porcelain") == ""
    assert _git(sample, "rev-list", "--count", "HEAD") == "1\n"
    assert _git(sample, "branch", "--show-current") == "main\n"
    assert {".gitignore", ".env.example", "package-lock.json", "src/app.ts"} <= set(_git(sample, "ls-files").split())
    assert (sample / "coverage" / "lcov.info").is_file()
    assert not list(sample.rglob("dot_*"))


def test_its_coverage_speaks_of_its_own_lines(sample: Path) -> None:
    files = re.findall(r"SF:(.+)\n((?:DA:.+\n)+)", (sample / "coverage" / "lcov.info").read_text())
    assert files
    for path, lines in files:
        length = len((sample / path).read_text().splitlines())
        assert all(int(line) <= length for line in re.findall(r"DA:(\d+),", lines))
        assert (sample / "coverage" / "lcov.info").stat().st_mtime_ns >= (sample / path).stat().st_mtime_ns


def test_its_lockfile_holds_what_its_manifest_asks_for(sample: Path) -> None:
    lock = json.loads((sample / "package-lock.json").read_text())["packages"]
    manifest = json.loads((sample / "package.json").read_text())
    assert lock[""]["dependencies"] == manifest["dependencies"]
    assert all(f"node_modules/{name}" in lock for name in manifest["dependencies"] | manifest["devDependencies"])
    assert not any("resolved" in package for package in lock.values())


def test_its_imports_lead_somewhere(sample: Path) -> None:
    for source in sample.rglob("*.ts"):
        for target in re.findall(r"from '(\.[^']*)'", source.read_text()):
            base = (source.parent / target).resolve()
            assert base.with_name(base.name + ".ts").is_file() or (base / "index.ts").is_file(), (source, target)


def test_all_of_it_is_in_the_wheel(tmp_path: Path) -> None:
    project = tmp_path / "project"
    shutil.copytree(ROOT / "healthtui", project / "healthtui", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(ROOT / "checks", project / "checks", ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", ".gitignore"):
        shutil.copy(ROOT / name, project / name)
    (project / "README.md").write_text("# HealthTUI\n")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)],
        cwd=project,
        check=True,
        capture_output=True,
    )
    (wheel,) = tmp_path.glob("*.whl")
    packed = {name for name in zipfile.ZipFile(wheel).namelist() if name.startswith("healthtui/demo/")}
    here = {path.relative_to(ROOT).as_posix() for path in (ROOT / "healthtui" / "demo").rglob("*") if path.is_file()}
    assert packed == here
    assert "healthtui/report/report.schema.json" in zipfile.ZipFile(wheel).namelist()


def test_it_can_be_kept_and_is_never_written_over(tmp_path: Path, healthtui: Run) -> None:
    folder = tmp_path / "shop"
    assert "of 100 · grade" in healthtui("demo", str(folder), "--report").stdout
    assert (folder / "TOUR.md").is_file()
    again = healthtui("demo", str(folder), "--report")
    assert again.returncode == 2
    assert "is there already" in again.stderr
