"""The commands that scan, on the sample backend."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from importlib.resources import files
from pathlib import Path
from threading import Timer
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from healthtui.cli.demo import copy_sample

Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(scope="module")
def acme(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("report") / "acme-api"
    copy_sample(folder)
    return folder


def _json(done: subprocess.CompletedProcess[str]) -> Any:
    assert (done.returncode, done.stderr) == (0, "")
    return json.loads(done.stdout)


def test_json_keeps_to_the_schema_and_the_repository_stays_untouched(healthtui: Run, acme: Path) -> None:
    report = _json(healthtui("report", str(acme), "--format", "json"))
    Draft202012Validator(json.loads((files("healthtui.report") / "report.schema.json").read_text())).validate(report)
    assert report["repository"]["name"] == "acme-api"
    assert [package["frameworks"] for package in report["packages"]] == [["express"]]
    status = subprocess.run(["git", "status", "--porcelain"], cwd=acme, capture_output=True, text=True, check=True)
    assert status.stdout == ""


def test_the_committed_state_is_scored_as_the_folder_is(healthtui: Run, acme: Path) -> None:
    folder, commit = (
        {check["id"]: check for check in _json(healthtui("report", str(acme), "--format", "json", *more))["checks"]}
        for more in ((), ("--at", "HEAD"))
    )
    # The points are shares of what is known, and a report of coverage is in the folder alone.
    cors, committed = ({**checks["security.cors"], "points": None} for checks in (folder, commit))
    assert cors == committed


def test_without_a_screen_the_card_is_the_report(healthtui: Run, acme: Path) -> None:
    done = healthtui(cwd=acme)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("acme-api · main · ")
    assert "CORS origins" in done.stdout
    assert "\x1b" not in done.stdout


def test_a_dumb_terminal_gets_the_report(on_terminal: Callable[..., tuple[str, str]], acme: Path) -> None:
    shown, _ = on_terminal(str(acme), env={"TERM": "dumb"})
    assert shown.startswith("acme-api · main")
    assert "\x1b" not in shown


def test_markdown_and_output(healthtui: Run, acme: Path, tmp_path: Path) -> None:
    target = tmp_path / "report.md"
    done = healthtui("report", str(acme), "--format", "markdown", "--output", str(target))
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert target.read_text().startswith("# Health of acme-api\n")
    assert healthtui("report", str(acme), "--output", str(tmp_path / "no" / "such")).returncode == 2


def test_gates_exit_with_1_after_the_report(healthtui: Run, acme: Path) -> None:
    done = healthtui("report", str(acme), "--min-score", "100")
    assert done.returncode == 1
    assert "gate failed: --min-score 100" in done.stderr
    assert done.stdout.startswith("acme-api")
    assert healthtui("report", str(acme), "--min-score", "0").returncode == 0


@pytest.mark.parametrize("arguments", [(), ("--at", "no-such-revision"), ("--persona", ".gitignore")])
def test_what_cannot_be_scanned_is_2(healthtui: Run, acme: Path, tmp_path: Path, arguments: tuple[str, ...]) -> None:
    folder = acme if arguments else tmp_path
    done = healthtui("report", str(folder), *arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("healthtui: ")
    assert done.stderr.count("\n") == 1


def test_routes(healthtui: Run, acme: Path) -> None:
    routes = {(route["method"], route["path"]): route for route in _json(healthtui("routes", str(acme), "--format", "json"))}
    assert routes["POST", "/api/v1/auth/login"]["validated"]
    assert not routes["GET", "/api/v1/products/export"]["authenticated"]


LONG = "/api/v1/organisations/:organisationId/members/:memberId/permissions/refresh-tokens"
FILE = "src/organisations/members/permissions/refresh-tokens.js"


@pytest.fixture
def long_route(tmp_path: Path) -> Path:
    (tmp_path / FILE).parent.mkdir(parents=True)
    (tmp_path / "package.json").write_text('{"name": "shop", "dependencies": {"express": "5"}}')
    (tmp_path / FILE).write_text(f"const app = require('express')();\napp.get('{LONG}', (req, res) => res.json([]));\n")
    return tmp_path


@pytest.mark.parametrize("columns", ["36", "100"])
def test_routes_that_a_program_reads_are_whole_and_one_on_a_line(healthtui: Run, long_route: Path, columns: str) -> None:
    heading, *routes = healthtui("routes", str(long_route), env={"COLUMNS": columns}).stdout.splitlines()
    assert heading.split() == ["Method", "Path", "Auth", "Input", "Limit", "Test", "Place"]
    assert [route.split() for route in routes] == [["GET", LONG, "no", "–", "no", "no", f"{FILE}:2"]]
    assert routes[0].endswith(f"{FILE}:2")


@pytest.mark.parametrize("columns", [36, 100])
def test_routes_on_a_terminal_are_cut_at_their_beginning(
    on_terminal: Callable[..., tuple[str, str]], long_route: Path, columns: int
) -> None:
    shown, _ = on_terminal("routes", str(long_route), env={"COLUMNS": str(columns), "NO_COLOR": "1", "TERM": "dumb"})
    assert max(map(len, shown.splitlines())) <= columns
    words = shown.split()
    assert any(word.startswith("…") and LONG.endswith(word[1:]) for word in words)
    assert any(word.startswith("…") and f"{FILE}:2".endswith(word[1:]) for word in words)
    assert "auth no " in shown or columns == 100


def test_a_catch_all_that_answers_404_is_listed_without_marks(healthtui: Run, tmp_path: Path) -> None:
    (tmp_path / "package.json").write_text('{"name": "shop", "dependencies": {"express": "5"}}')
    answer = "app.all('/*rest', (req, res) => res.status(404).json({ error: 'No such page' }));"
    (tmp_path / "app.js").write_text(
        f"const app = require('express')();\napp.get('/orders', (req, res) => res.json([]));\n{answer}\n"
    )
    rows = [line.split()[:6] for line in healthtui("routes", str(tmp_path), env={"COLUMNS": "120"}).stdout.splitlines()[1:]]
    assert rows == [["GET", "/orders", "no", "–", "no", "no"], ["ALL", "/*rest", "–", "–", "–", "–"]]


def test_checks_are_listed_with_risk_and_title(healthtui: Run) -> None:
    lines = [line.split(maxsplit=2) for line in healthtui("checks").stdout.splitlines()]
    assert ["security.cors", "high", "CORS origins"] in lines


def test_the_demo_prints_its_report(healthtui: Run) -> None:
    done = healthtui("demo", "--report")
    assert done.returncode == 0
    assert done.stdout.startswith("acme-api · main")
    assert not Path(done.stderr.split(" is in ")[1].split(" until ")[0]).exists()


def test_a_report_never_imports_the_screen(acme: Path, shared_cache: Path) -> None:
    code = f"import sys; from healthtui.cli import run; run(['report', {str(acme)!r}]); print(*sys.modules)"
    environment = os.environ | {"XDG_CACHE_HOME": str(shared_cache)}
    done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True)
    assert "textual" not in done.stdout.splitlines()[-1].split()


def test_watch_prints_a_line_for_every_settled_change(tmp_path: Path, shared_cache: Path) -> None:
    folder = tmp_path / "acme-api"
    copy_sample(folder)
    process = subprocess.Popen(
        [sys.executable, "-m", "healthtui.cli", "watch", str(folder)],
        env=os.environ | {"XDG_CACHE_HOME": str(shared_cache)},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    patience = Timer(60, process.kill)
    patience.start()
    try:
        assert process.stdout is not None
        first = json.loads(process.stdout.readline())
        assert first["event"] == "scorecard"
        assert {"security.cors", "security.secrets"} <= set(first["changed"])
        leak = "export const smtpPassword = '" + "h7Kq93xZ" + "p2LmW8vT" + "';\n"
        (folder / "src" / "config" / "mail.ts").write_text(leak)
        second = json.loads(process.stdout.readline())
        assert "security.secrets" in second["changed"]
        assert second["paths"] == ["src/config/mail.ts"]
        assert second["seconds"] < 5
    finally:
        patience.cancel()
        process.kill()
        process.communicate()
