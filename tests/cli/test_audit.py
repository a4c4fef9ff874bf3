"""`healthtui audit` runs the lockfile's package manager, away from the repository's own settings."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pytest

from healthtui.cli.managers import is_audit, problem

Run = Callable[..., subprocess.CompletedProcess[str]]
ANSWER = '{"auditReportVersion": 2, "vulnerabilities": {}}'
MANIFEST = {"name": "acme", "scripts": {"preinstall": "touch ../ran"}, "packageManager": "yarn@9", "dependencies": {"a": "1"}}


@pytest.fixture
def acme(tmp_path: Path) -> Path:
    folder = tmp_path / "acme"
    (folder / "packages" / "b").mkdir(parents=True)
    (folder / "node_modules" / "a").mkdir(parents=True)
    for place in (folder, folder / "packages" / "b", folder / "node_modules" / "a"):
        (place / "package.json").write_text(json.dumps(MANIFEST))
    (folder / ".npmrc").write_text("script-shell=./evil.sh\n")
    (folder / "package-lock.json").write_text("{}")
    return folder


@pytest.fixture
def with_program(tmp_path: Path) -> Callable[[str, str, int], dict[str, str]]:
    """(name, what it prints, its exit code) → an environment in which it is the only program but a shell's own."""

    def install(name: str, output: str, code: int) -> dict[str, str]:
        programs = tmp_path / "bin"
        programs.mkdir()
        (tmp_path / "answer").write_text(output)
        seen = tmp_path / "seen"
        script = f'#!/bin/sh\nexport PATH=/usr/bin:/bin\necho "$@" >{seen}\nfind . -type f >>{seen}\ncat package.json >>{seen}\n'
        (programs / name).write_text(f"{script}cat {tmp_path / 'answer'}\necho oops >&2\nexit {code}\n")
        (programs / name).chmod(0o755)
        return {"PATH": str(programs), "XDG_CACHE_HOME": str(tmp_path / "cache")}

    return install


Install = Callable[[str, str, int], dict[str, str]]


def test_the_output_is_kept_by_the_digest_of_the_lockfile(
    healthtui: Run, acme: Path, with_program: Install, tmp_path: Path
) -> None:
    done = healthtui("audit", str(acme), env=with_program("npm", ANSWER, 1))
    assert done.returncode == 0, done.stderr
    assert "running npm audit --json" in done.stderr
    kept = tmp_path / "cache" / "healthtui" / "audits" / f"{sha256(b'{}').hexdigest()}.json"
    assert kept.read_text() == ANSWER
    assert str(kept) in done.stdout


def test_nothing_of_the_repository_takes_part_but_its_dependencies(
    healthtui: Run, acme: Path, with_program: Install, tmp_path: Path
) -> None:
    before = sorted(acme.rglob("*"))
    healthtui("audit", str(acme), env=with_program("npm", ANSWER, 0))
    arguments, *files, manifest = (tmp_path / "seen").read_text().splitlines()
    assert "--ignore-scripts" in arguments
    assert sorted(files) == ["./package-lock.json", "./package.json", "./packages/b/package.json"]
    assert json.loads(manifest) == {"name": "acme", "dependencies": {"a": "1"}}
    assert sorted(acme.rglob("*")) == before


@pytest.mark.parametrize(
    ("lockfile", "content", "program", "arguments"),
    [
        ("yarn.lock", "# yarn lockfile v1\n", "yarn", "audit --json"),
        ("yarn.lock", "__metadata:\n  version: 8\n", "yarn", "npm audit --all --recursive --json"),
        ("pnpm-lock.yaml", "lockfileVersion: '9.0'\n", "pnpm", "audit --json"),
    ],
)
def test_the_manager_is_that_of_the_lockfile(
    healthtui: Run, acme: Path, with_program: Install, tmp_path: Path, lockfile: str, content: str, program: str, arguments: str
) -> None:
    (acme / "package-lock.json").unlink()
    (acme / lockfile).write_text(content)
    done = healthtui("audit", str(acme), env=with_program(program, '{"type":"auditSummary","data":{}}\n', 0))
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "seen").read_text().splitlines()[0] == arguments


def test_what_cannot_be_audited_is_said(healthtui: Run, acme: Path, with_program: Install, tmp_path: Path) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    assert "npm is not installed" in healthtui("audit", str(acme), env={"PATH": str(empty)}).stderr
    assert "no lockfile" in healthtui("audit", str(empty)).stderr
    done = healthtui("audit", str(acme), env=with_program("npm", '{"error": {"summary": "no network"}}', 1))
    assert done.returncode == 2
    assert "gave no audit: no network" in done.stderr
    assert not (tmp_path / "cache" / "healthtui" / "audits").exists()


def test_what_is_an_audit() -> None:
    assert is_audit(b'{"advisories": {}, "metadata": {}}')
    assert is_audit(b'{"value": "a", "children": {"ID": 1}}\n{"value": "b", "children": {}}\n')
    for output in (b"", b"[]", b"{}", b"\xff", b"[" * 100_000, b'{"error": {"code": "ENOLOCK"}, "vulnerabilities": 1}'):
        assert not is_audit(output)
    assert problem(b"", b"\n\x1b[31mno such host\x1b[0m\n") == "no such host"
    assert problem(b'{"message": "405", "error": {"summary": ""}}', b"npm warn 405") == "405"
    assert problem(b'{"type":"error","data":"offline"}', b"") == "offline"


def test_settings_that_would_run_code_are_off(tmp_path: Path) -> None:
    from healthtui.cli.managers import Manager

    environment = Manager("yarn", (), tmp_path).environment()
    assert environment["YARN_IGNORE_PATH"] == "1"
    assert environment["npm_config_ignore_scripts"] == "true"
    assert environment["PATH"] == os.environ["PATH"]
