"""The command behind an unknown: it is asked for, watched, and stopped."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path
from shlex import quote

import pytest
from msgspec.structs import replace

from healthtui.scorecard.model import Scorecard
from healthtui.tui.fixing.command import Command, command_of
from healthtui.tui.fixing.running import Running, plain
from screenshots.acme import AcmeSource, acme
from tests.tui.shown import Open, Shown

COVERAGE = acme().checks[-1]


def _says(folder: Path, script: str) -> Scorecard:
    """A card of a repository in `folder`, whose coverage is made by a Python script."""
    card = acme()
    checks = (*card.checks[:-1], replace(COVERAGE, command=f"{quote(sys.executable)} -c {quote(script)}"))
    return replace(card, repository=replace(card.repository, root=str(folder)), checks=checks)


def _running(folder: Path, script: str, output: str = "") -> Running:
    return Running(Command("x", (sys.executable, "-c", script), folder, "", output), lambda _: None)


def _wait(running: Running) -> Running:
    running._thread.join(10)
    assert running.code is not None
    return running


async def _until(shown: Shown, text: str) -> None:
    for _ in range(400):
        if text in shown.frame:
            return
        await shown.pilot.pause(0.05)
    raise AssertionError(shown.frame)


async def test_u_asks_before_it_runs(opened: Open, tmp_path: Path) -> None:
    source = AcmeSource(_says(tmp_path, "open('ran', 'w')"))
    async with opened(source=source) as shown:
        await shown.press("G", "u")
        await _until(shown, "It runs the repository's own")
        await shown.press("y")
        assert shown.app.clipboard.endswith("""-c 'open('"'"'ran'"'"', '"'"'w'"'"')'""")
        await shown.press("escape")
        assert not (tmp_path / "ran").exists()
        await shown.press("u", "enter")
        await _until(shown, "ended with 0")
        assert (tmp_path / "ran").exists()
        assert source.asked == ["look again"], "the card reads what it made"


async def test_what_it_says_is_shown_until_it_is_stopped(opened: Open, tmp_path: Path) -> None:
    source = AcmeSource(_says(tmp_path, "import time; print('\\x1b[31mtest', 6 * 7, '\\x1b[0m', flush=True); time.sleep(60)"))
    async with opened(source=source) as shown:
        await shown.press("G", "r")
        await _until(shown, "↵ Run")
        await shown.pilot.press("enter")
        await _until(shown, "test 42")
        assert "running, " in shown.frame
        assert "Stop" in shown.frame
        await shown.pilot.press("enter")
        await _until(shown, "stopped after")


async def test_it_goes_on_while_closed_and_its_end_is_told(opened: Open, tmp_path: Path) -> None:
    source = AcmeSource(_says(tmp_path, "import time; time.sleep(2)"))
    async with opened(source=source) as shown:
        await shown.press("G", "u")
        await _until(shown, "↵ Run")
        await shown.pilot.press("enter", "escape", "g", "u")
        await _until(shown, "running")
        await shown.pilot.press("escape")
        await _until(shown, "ended with 0 after")


async def test_leaving_the_card_stops_it(opened: Open, tmp_path: Path) -> None:
    async with opened(source=AcmeSource(_says(tmp_path, "import time; time.sleep(60)"))) as shown:
        await shown.press("G", "u")
        await shown.pilot.press("enter")
        running = shown.app.board.running
        assert running is not None
    assert running.code is not None
    assert running.is_stopped


async def test_leaving_asks_once_while_it_runs(opened: Open, tmp_path: Path) -> None:
    async with opened(source=AcmeSource(_says(tmp_path, "import time; time.sleep(60)"))) as shown:
        await shown.press("G", "u")
        await shown.pilot.press("enter", "escape", "q")
        running = shown.app.board.running
        assert running is not None
        assert running.code is None
        assert shown.said.endswith("runs: q again stops it and quits")
        await shown.pilot.press("q")
    assert running.is_stopped


async def test_a_command_that_is_not_there_is_said(opened: Open, tmp_path: Path) -> None:
    card = _says(tmp_path, "")
    missing = replace(card, checks=(*card.checks[:-1], replace(COVERAGE, command="no-such-tool --coverage")))
    async with opened(source=AcmeSource(missing)) as shown:
        await shown.press("G", "u", "enter")
        assert "no-such-tool is not there" in shown.frame


async def test_everything_in_it_is_clickable(opened: Open, tmp_path: Path) -> None:
    async with opened(source=AcmeSource(_says(tmp_path, "print('done')"))) as shown:
        await shown.press("G", "u")
        lines = shown.frame.splitlines()
        row = next(index for index, line in enumerate(lines) if "↵ Run" in line)
        await shown.pilot.click(offset=(lines[row].index("Run"), row))
        await _until(shown, "ended with 0")


async def test_without_a_command_it_is_said(opened: Open) -> None:
    async with opened() as shown:
        await shown.press("u")
        assert "Nothing is missing that a command" in shown.frame


def test_the_whole_group_is_stopped(tmp_path: Path) -> None:
    script = "import subprocess, sys; p = subprocess.Popen(['sleep', '60']); print(p.pid, flush=True); p.wait()"
    running = _running(tmp_path, script)
    while not running.lines:
        time.sleep(0.02)
    running.stop()
    _wait(running)
    _assert_gone(int(running.lines[0]))


def test_what_does_not_listen_is_ended(tmp_path: Path) -> None:
    script = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('deaf', flush=True); time.sleep(60)"
    running = _running(tmp_path, script)
    while not running.lines:
        time.sleep(0.02)
    started = time.monotonic()
    running.close()
    assert running.code == -9
    assert time.monotonic() - started < 3


def test_a_process_left_behind_is_not_waited_for(tmp_path: Path) -> None:
    running = _wait(_running(tmp_path, "import subprocess; print(subprocess.Popen(['sleep', '60']).pid)"))
    assert running.seconds < 5
    _assert_gone(int(running.lines[0]))


def _assert_gone(pid: int) -> None:
    for _ in range(50):
        try:
            state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] if Path("/proc").exists() else "R"
            os.kill(pid, 0)
        except (ProcessLookupError, FileNotFoundError):
            return
        if state == "Z":
            return
        time.sleep(0.05)
    raise AssertionError(f"{pid} is still there")


def test_much_output_is_bounded(tmp_path: Path) -> None:
    script = "import sys; [print('x' * 1000, i) for i in range(20000)]; sys.stdout.write('y' * 5_000_000)"
    running = _wait(_running(tmp_path, script))
    assert len(running.lines) <= 200
    assert max(map(len, running.lines)) <= 500


def test_output_may_go_to_a_file_of_the_repository(tmp_path: Path) -> None:
    running = _wait(_running(tmp_path, "import sys; print('{}'); print('said', file=sys.stderr)", "k6.json"))
    assert (tmp_path / "k6.json").read_text() == "{}\n"
    assert list(running.lines) == ["said"]


@pytest.mark.parametrize(
    ("line", "text"),
    [
        (b"\x1b[1;32mPASS\x1b[0m a.test.ts", "PASS a.test.ts"),
        (b"\x1b]0;owned\x07ok", "ok"),
        (b"\x1b]8;;http://x\x1b\\link\x1b]8;;\x1b\\", "link"),
        (b"\x1b[2K\x1b[1Gdone", "done"),
        (b"a\tb\x00\xff", "a   b␀�"),
    ],
)
def test_escapes_are_taken_out(line: bytes, text: str) -> None:
    assert plain(line) == text


def test_no_environment_of_ours_asks_or_colours(tmp_path: Path) -> None:
    running = _wait(_running(tmp_path, "import os; print(os.environ['npm_config_yes'], os.environ['NO_COLOR'])"))
    assert list(running.lines) == ["false 1"]


def test_an_audit_is_run_and_kept_as_ours(tmp_path: Path) -> None:
    check = next(check for check in acme().checks if check.id == "security.audit")
    service = replace(check, package="services/api")
    (tmp_path / "services/api").mkdir(parents=True)
    plain_command = command_of(service, tmp_path)
    assert plain_command is not None
    assert (plain_command.words, plain_command.output) == (("npm", "audit", "--json"), "audit.json")
    (tmp_path / "yarn.lock").touch()
    found = command_of(service, tmp_path)
    assert found is not None
    assert found.words[1:] == ("-m", "healthtui.cli", "audit", str(tmp_path))
    assert not found.folder.is_relative_to(tmp_path), "Python imports from the folder in which it starts"


def test_a_package_runs_its_own(tmp_path: Path) -> None:
    found = command_of(replace(COVERAGE, package="services/api"), tmp_path)
    assert found is not None
    assert (found.words, found.folder) == (("npx", "jest", "--coverage"), tmp_path / "services/api")
