"""Small repositories of real files, and workbenches over them."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from healthtui.engine.workbench import Workbench
from healthtui.live.scan import open_bench

MANIFEST = '{"name": "acme", "dependencies": {"express": "5", "cors": "2", "jsonwebtoken": "9"}}'
APP = """import express from 'express';
import cors from 'cors';
import { router } from './routes/users';

const app = express();
app.use(cors());
app.use('/users', router);
export default app;
"""
USERS = """import { Router } from 'express';
import { list } from '../services/users';

export const router = Router();
router.get('/', list);
router.post('/', (req, res) => res.json(req.body));
"""
SERVICE = """export async function list(req, res) {
  res.json([]);
}
"""
ACME = {
    "package.json": MANIFEST,
    ".gitignore": "node_modules/\ncoverage/\n",
    "src/app.ts": APP,
    "src/routes/users.ts": USERS,
    "src/services/users.ts": SERVICE,
}


@pytest.fixture(autouse=True)
def no_git_settings_of_this_machine(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in [name for name in os.environ if name.startswith("GIT_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "no-config"))


def run_git(folder: Path, *arguments: str) -> None:
    identity = ("-c", "user.name=A", "-c", "user.email=a@example.test")
    subprocess.run(["git", *identity, *arguments], cwd=folder, capture_output=True, check=False)


def write_files(root: Path, files: dict[str, str]) -> None:
    for path, text in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text)


@pytest.fixture
def acme(tmp_path: Path) -> Path:
    """A committed Express application."""
    root = tmp_path / "acme"
    write_files(root, ACME)
    run_git(root, "init", "-q", "-b", "main")
    run_git(root, "add", "-A")
    run_git(root, "commit", "-qm", "all")
    return root


@pytest.fixture
def loaded() -> Callable[[Path], Workbench]:
    def load(root: Path) -> Workbench:
        bench = open_bench(root, cached=False)
        bench.load()
        bench.results()
        return bench

    return load


@pytest.fixture
def commit() -> Callable[[Path, dict[str, str]], str]:
    """Writes files and commits all; the commit's id."""

    def commit_files(root: Path, files: dict[str, str]) -> str:
        write_files(root, files)
        run_git(root, "add", "-A")
        run_git(root, "commit", "-qm", "more")
        return subprocess.run(["git", "rev-parse", "HEAD"], cwd=root, capture_output=True, text=True, check=True).stdout.strip()

    return commit_files
