"""Exit codes, streams, and what is imported."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import click
import pytest

from healthtui.cli import run

Run = Callable[..., subprocess.CompletedProcess[str]]


def test_help_names_every_command_and_the_exit_codes(healthtui: Run) -> None:
    done = healthtui("--help")
    assert (done.returncode, done.stderr) == (0, "")
    for name in ("report", "watch", "explain", "checks", "routes", "audit", "demo", "doctor", "3 an error of ours"):
        assert name in done.stdout


def test_version(healthtui: Run) -> None:
    assert healthtui("--version").stdout.startswith("healthtui ")


@pytest.mark.parametrize(
    "arguments",
    [
        ("no/such/folder",),
        ("--no-such-option",),
        ("report", "no/such/folder"),
        ("report", "--format", "pdf"),
        ("report", "--fail-on", "everything"),
        ("report", "--min-score", "101"),
        ("explain",),
        ("explain", "security.nothing"),
    ],
)
def test_wrong_use_is_2_and_said_on_stderr(healthtui: Run, arguments: tuple[str, ...]) -> None:
    done = healthtui(*arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr
    assert "Traceback" not in done.stderr


def test_the_command_that_runs_without_a_name_is_not_named(healthtui: Run) -> None:
    for arguments in (("--bogus",), (".", "one", "too", "many")):
        said = healthtui(*arguments).stderr
        assert said.startswith("Usage: healthtui [OPTIONS] [PATH]\nTry 'healthtui --help' for help.\n")
        assert "live" not in said
    assert healthtui("report", "--bogus").stderr.startswith("Usage: healthtui report [OPTIONS] [PATH]\n")


def test_a_mistyped_command_is_guessed(healthtui: Run) -> None:
    assert "Did you mean report?" in healthtui("reprot").stderr
    assert "Did you mean security.cors" in healthtui("explain", "security.cor").stderr


def test_explain(healthtui: Run) -> None:
    done = healthtui("explain", "security.cors")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("# CORS origins\n")
    assert "## Counts as done" in done.stdout
    assert "grade" in healthtui("explain", "score").stdout


def test_doctor_says_what_is_there(healthtui: Run) -> None:
    done = healthtui("doctor", env={"COLUMNS": "200"})
    assert done.returncode == 0
    for name in ("git", "node", "npm", "secret engine", "terminal", "cache folder"):
        assert name in done.stdout


def test_doctor_says_what_bounds_the_cache(healthtui: Run, tmp_path: Path) -> None:
    folder, env = tmp_path / "healthtui", {"COLUMNS": "300", "XDG_CACHE_HOME": str(tmp_path)}
    folder.mkdir()
    limit = "once a day it is cut to 500 MB, and to 30 days; safe to delete"
    assert f"✓ fine    cache folder  {folder}, 0.0 MB; {limit}" in healthtui("doctor", env=env).stdout
    with (folder / "facts-0.db").open("wb") as file:
        file.truncate(600_000_000)
    assert f"▲ look at cache folder  {folder}, 600.0 MB; {limit}" in healthtui("doctor", env=env).stdout


def test_doctor_lists_every_setting_that_is_not_followed(healthtui: Run, tmp_path: Path) -> None:
    own, repository = tmp_path / "config" / "healthtui", tmp_path / "acme"
    own.mkdir(parents=True)
    (repository / ".healthtui" / "themes").mkdir(parents=True)
    (repository / "package.json").write_text("{}")
    (own / "config.toml").write_text('glyphs = "emoji"\neditor = "vi {lin} {file}"\n[keys]\nfnd = "x"\n')
    (repository / "healthtui.toml").write_text(
        'persona = "docs/persona.md"\neditor = "rm"\ntheme = "pulze"\n[weights]\n"security.cor" = 3\n'
    )
    (repository / ".healthtui" / "themes" / "team.toml").write_text('primary = "bluish"')
    said = healthtui("doctor", str(repository), env={"COLUMNS": "400", "XDG_CONFIG_HOME": str(tmp_path / "config")}).stdout
    assert f"{own}/config.toml and {repository}/healthtui.toml; theme auto, signs auto" in said
    for problem in (
        f"{own}/config.toml: glyphs: Invalid enum value 'emoji'",
        f"{own}/config.toml: keys.fnd: no action has this id",
        f"{own}/config.toml: editor: {{lin}} is none of {{file}}, {{line}}, {{column}}; did you mean {{line}}?",
        "healthtui.toml: persona: docs/persona.md: No such file or directory",
        "healthtui.toml: editor: is followed in the user's own file alone",
        "healthtui.toml: theme: there is no theme 'pulze'; did you mean pulse?",
        "healthtui.toml: weights.security.cor: no check has this id",
        ".healthtui/themes/team.toml: primary: 'bluish' is no colour",
    ):
        assert said.count(problem) == 1


@pytest.mark.parametrize("command", ["explain score", "doctor"])
def test_a_reader_that_leaves_early_is_no_error(command: str) -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "healthtui.cli", *command.split()],
        cwd=Path.cwd(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None and process.stderr is not None
    process.stdout.close()
    assert process.stderr.read() == ""
    process.stderr.close()
    assert process.wait() == 0


def test_an_error_of_ours_is_3_in_one_line(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    def broken(*_: object, **__: object) -> None:
        raise ValueError("a\nb\x1b[31m")

    monkeypatch.delenv("HEALTHTUI_DEBUG", raising=False)
    monkeypatch.setattr(click.Group, "main", broken)
    assert run(["checks"]) == 3
    said = capsys.readouterr().err
    assert said.count("\n") == 1
    assert "ValueError: a b\ufffd[31m (HEALTHTUI_DEBUG=1 shows where)" in said
    monkeypatch.setenv("HEALTHTUI_DEBUG", "1")
    assert run(["checks"]) == 3
    assert "Traceback" in capsys.readouterr().err


@pytest.mark.parametrize("arguments", [["--help"], ["report", "--help"], ["explain", "score"]])
def test_small_commands_import_little(arguments: list[str]) -> None:
    code = f"import sys; from healthtui.cli import run; run({arguments!r}); print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = set(done.stdout.split())
    assert loaded.isdisjoint({"textual", "git", "tree_sitter", "watchdog", "kingfisher_sdk"})
