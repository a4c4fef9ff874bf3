"""What commands say while they scan, and before: of a folder that is far too large, of settings, of progress."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

Run = Callable[..., subprocess.CompletedProcess[str]]
OnTerminal = Callable[..., tuple[str, str]]
APP = "const app = require('express')();\napp.get('/orders', (req, res) => res.json([]));\n"


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    folder = tmp_path / "shop"
    folder.mkdir()
    (folder / "package.json").write_text('{"name": "shop", "dependencies": {"express": "5"}}')
    (folder / "app.js").write_text(APP)
    return folder


@pytest.mark.parametrize("command", [["report"], ["routes"], ["watch"], []])
def test_a_folder_that_no_backend_is_as_large_as_is_refused_by_every_command(
    shop: Path, shared_cache: Path, command: list[str]
) -> None:
    (shop / "1").mkdir()
    lower = "import sys; import healthtui.tree.walk as walk; walk.MOST_NAMES = 2; from healthtui.cli import run"
    done = subprocess.run(
        [sys.executable, "-c", f"{lower}; sys.exit(run({[*command, str(shop)]!r}))"],
        env=os.environ | {"XDG_CACHE_HOME": str(shared_cache)},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == (
        f"healthtui: {shop} holds more than 2 files and folders and is in no git repository:"
        " name the folder of your backend, or run git init in it\n"
    )


@pytest.mark.parametrize("gate", [("--fail-on", "critical"), ("--min-score", "0")])
def test_no_gate_is_judged_by_settings_that_are_not_the_teams(healthtui: Run, shop: Path, gate: tuple[str, str]) -> None:
    for broken, reason in (
        ("[ui\nfoo=", "healthtui.toml cannot be read at line 1, column 4: expected ']'"),
        ("[thresholds]\na.b = 3", "healthtui.toml: thresholds.a.b: Expected a table"),
        ("[[waivers]]\ncheck = 'security.cors'", "healthtui.toml: waivers.security.cors: Object missing"),
    ):
        (shop / "healthtui.toml").write_text(broken)
        done = healthtui("report", str(shop), *gate)
        assert (done.returncode, done.stdout) == (2, "")
        assert done.stderr.startswith(f"healthtui: {reason}")
        assert "no gate is judged" in done.stderr


@pytest.mark.parametrize("command", [("report",), ("report", "--format", "json"), ("routes",), ()])
def test_a_file_of_settings_in_error_is_said_on_stderr(healthtui: Run, shop: Path, command: tuple[str, ...]) -> None:
    (shop / "healthtui.toml").write_text("persona = ")
    done = healthtui(*command, str(shop))
    assert done.returncode == 0 and done.stdout
    assert done.stderr == "healthtui: healthtui.toml cannot be read at its end: invalid value\n"


def test_a_gate_goes_on_where_a_name_is_not_known(healthtui: Run, shop: Path) -> None:
    (shop / "healthtui.toml").write_text('foo = 1\nglyphs = 3\n[weights]\n"security.cor" = 3')
    done = healthtui("report", str(shop), "--min-score", "0")
    assert done.returncode == 0
    for said in ("foo: is no setting", "glyphs: ", "weights.security.cor: no check has this id"):
        assert f"healthtui: healthtui.toml: {said}" in done.stderr


def test_watch_says_once_what_is_wrong_with_the_settings(shop: Path, shared_cache: Path) -> None:
    (shop / "healthtui.toml").write_text("foo = 1")
    process = subprocess.Popen(
        [sys.executable, "-m", "healthtui.cli", "watch", str(shop)],
        env=os.environ | {"XDG_CACHE_HOME": str(shared_cache)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stdout is not None and process.stderr is not None
        assert process.stdout.readline()
        assert process.stderr.readline() == "healthtui: healthtui.toml: foo: is no setting\n"
        (shop / "healthtui.toml").write_text("foo = 1\nbar = ")
        assert process.stdout.readline()
        assert process.stderr.readline() == "healthtui: healthtui.toml cannot be read at its end: invalid value\n"
    finally:
        process.kill()
        process.communicate()


def test_a_long_scan_shows_how_far_it_is_on_a_terminal_alone(healthtui: Run, on_terminal: OnTerminal, shop: Path) -> None:
    write_routes(shop, 100, "orders")
    shown, output = on_terminal("report", str(shop), piped=True)
    assert " of 102 files" in shown and "reading the history" in shown
    assert shown.endswith("\r\x1b[K") and "\n" not in shown
    assert output.startswith("shop\n") and "\x1b" not in output
    write_routes(shop, 100, "invoices")
    assert healthtui("report", str(shop)).stderr == ""


def test_a_report_leaves_no_more_in_the_cache_than_doctor_says(healthtui: Run, shop: Path, tmp_path: Path) -> None:
    folder = tmp_path / "cache" / "healthtui"
    folder.mkdir(parents=True)
    with (folder / "facts-0.db").open("wb") as file:
        file.truncate(600_000_000)
    assert healthtui("report", str(shop), env={"XDG_CACHE_HOME": str(tmp_path / "cache")}).returncode == 0
    assert not (folder / "facts-0.db").exists()
    assert [file for file in folder.glob("facts-*.db") if file.stat().st_size]


def write_routes(folder: Path, count: int, name: str) -> None:
    for number in range(count):
        (folder / f"{number}.js").write_text(APP.replace("orders", f"{name}{number}"))


@pytest.mark.parametrize("ascii_is_asked", ["environment", "repository", "user"])
def test_signs_of_ascii_are_asked_for_as_on_the_screen(healthtui: Run, shop: Path, tmp_path: Path, ascii_is_asked: str) -> None:
    (shop / "package.json").write_text('{"name": "Müller", "dependencies": {"express": "5"}}')
    env = {"XDG_CONFIG_HOME": str(tmp_path / "config")}
    assert not healthtui("report", str(shop), env=env).stdout.isascii()
    if ascii_is_asked == "environment":
        env["HEALTHTUI_ASCII"] = "1"
    elif ascii_is_asked == "repository":
        (shop / "healthtui.toml").write_text('glyphs = "ascii"')
    else:
        (tmp_path / "config/healthtui").mkdir(parents=True)
        (tmp_path / "config/healthtui/config.toml").write_text('glyphs = "ascii"')
    for command in ("report", "routes", "doctor"):
        done = healthtui(command, str(shop), env=env)
        assert done.returncode == 0 and done.stdout and done.stdout.isascii()
    assert "Muller" in healthtui("report", str(shop), env=env).stdout
