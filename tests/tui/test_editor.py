"""Opening a place in an editor."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from msgspec.structs import replace
from textual.drivers.headless_driver import HeadlessDriver

from healthtui.config import Config
from healthtui.scorecard.model import EvidenceEntry
from healthtui.tui.fixing.editor import EditorError, Launch, Spot, launch, open_beside
from screenshots.acme import AcmeSource, acme
from tests.tui.shown import Open

SPOT = Spot("/srv/a b.ts", 18, 3)
LINE = "/srv/a b.ts:18:3"


@pytest.mark.parametrize(
    ("env", "command"),
    [
        ({}, ()),
        ({"EDITOR": "vim"}, ("vim", "+18", "/srv/a b.ts")),
        ({"VISUAL": "emacs -nw", "EDITOR": "vim"}, ("emacs", "-nw", "+18:3", "/srv/a b.ts")),
        ({"EDITOR": "/usr/bin/hx"}, ("/usr/bin/hx", LINE)),
        ({"EDITOR": "my-editor"}, ("my-editor", "/srv/a b.ts")),
        ({"TERM_PROGRAM": "vscode", "EDITOR": "vim"}, ("code", "-g", LINE)),
        ({"TERM_PROGRAM": "vscode", "CURSOR_TRACE_ID": "1"}, ("cursor", "-g", LINE)),
        ({"ZED_TERM": "true"}, ("zed", LINE)),
        ({"TERMINAL_EMULATOR": "JetBrains-JediTerm", "PATH": ""}, ("idea", "--line", "18", "/srv/a b.ts")),
        ({"NVIM": "/tmp/s"}, ("nvim", "--server", "/tmp/s", "--remote", "/srv/a b.ts")),
        ({"TMUX": "/tmp/t", "EDITOR": "vim"}, ("vim", "+18", "/srv/a b.ts")),
    ],
)
def test_the_surroundings_tell_which(env: dict[str, str], command: tuple[str, ...], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    found = launch(SPOT, env, width=120)
    assert (found.commands[0] if found else ()) == command


@pytest.mark.parametrize(
    ("editor", "command", "takes_terminal"),
    [
        ("code -g {file}:{line}:{column}", ("code", "-g", LINE), False),
        ("subl", ("subl", LINE), False),
        ("nvim", ("nvim", "+18", "/srv/a b.ts"), True),
        ("kak '{file}' +{line}:{column}", ("kak", "/srv/a b.ts", "+18:3"), True),
        ("sh -c 'x {unknown}' {file}", ("sh", "-c", "x {unknown}", "/srv/a b.ts"), True),
    ],
)
def test_the_setting_wins_and_is_no_shell(editor: str, command: tuple[str, ...], takes_terminal: bool) -> None:
    assert launch(SPOT, {"TERM_PROGRAM": "vscode"}, 120, editor) == Launch((command,), takes_terminal)


def test_a_name_is_put_in_once() -> None:
    found = launch(Spot("/srv/{line}; $(x).ts", 2), {}, 120, "code {file}:{line}")
    assert found is not None
    assert found.commands == (("code", "/srv/{line}; $(x).ts:2"),)


def test_a_setting_that_cannot_be_read_is_said() -> None:
    with pytest.raises(EditorError, match="editor cannot be read: No closing quotation"):
        launch(SPOT, {}, 120, "code '{file}")


def test_a_window_of_its_own_leaves_the_terminal_to_the_card() -> None:
    found = launch(SPOT, {"EDITOR": "code --wait"}, 120)
    assert found is not None
    assert not found.takes_terminal


def test_what_an_editor_says_last_is_the_reason() -> None:
    said = "import sys; sys.stderr.write('one\\nno server\\n'); sys.exit(3)"
    with pytest.raises(EditorError, match="no server"):
        open_beside(Launch(((sys.executable, "-c", said),)))
    with pytest.raises(EditorError, match=r"^no-such-editor: No such file"):
        open_beside(Launch((("no-such-editor",),)))


async def test_o_opens_the_chosen_place(opened: Open, tmp_path: Path) -> None:
    written = tmp_path / "written"
    editor = tmp_path / "code"
    editor.write_text(f"#!/bin/sh\necho \"$@\" > '{written}'\n")
    editor.chmod(0o755)
    async with opened(config=Config(editor=f"{editor} -g {{file}}:{{line}}:{{column}}")) as shown:
        await shown.press("o")
        assert written.read_text() == "-g /srv/acme-api/src/app.ts:18:1\n"


@pytest.mark.parametrize("editor", ["nonexisting-editor {file}", "/no/such/code {file}", "{unrunnable} {file}"])
async def test_an_editor_that_is_not_there_is_said_and_the_place_is_copied(editor: str, opened: Open, tmp_path: Path) -> None:
    unrunnable = tmp_path / "vim"
    unrunnable.write_text("#!/bin/sh\n")
    editor = editor.replace("{unrunnable}", str(unrunnable))
    async with opened(config=Config(editor=editor)) as shown:
        await shown.press("o")
        assert shown.said == f"{editor.split()[0]} was not found; the place is copied instead"
        assert shown.app.clipboard == "src/app.ts:18:1"


async def test_an_editor_in_a_pane_of_tmux_is_looked_for_too(opened: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TMUX", "/tmp/none")
    async with opened(config=Config(editor="nonexisting-editor {file}")) as shown:
        await shown.press("o")
        assert shown.said.startswith("nonexisting-editor was not found")


@pytest.mark.parametrize(
    ("script", "said"), [("#!/bin/sh\nexit 3\n", "ended with 3"), ("#!/no/such/shell\n", "No such file or directory")]
)
async def test_the_screen_comes_back_from_an_editor_that_fails(
    script: str, said: str, opened: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    left: list[str] = []
    monkeypatch.setattr(HeadlessDriver, "can_suspend", True)
    monkeypatch.setattr(HeadlessDriver, "suspend_application_mode", lambda _: left.append("left"))
    monkeypatch.setattr(HeadlessDriver, "resume_application_mode", lambda _: left.append("back"))
    editor = tmp_path / "vim"
    editor.write_text(script)
    editor.chmod(0o755)
    async with opened(config=Config(editor=str(editor))) as shown:
        await shown.press("o")
        assert left == ["left", "back"]
        assert shown.said.endswith(said)


async def test_without_an_editor_the_place_is_copied(opened: Open) -> None:
    async with opened() as shown:
        await shown.press("o")
        assert shown.app.clipboard == "src/app.ts:18:1"
        assert "No $EDITOR is set" in shown.frame


async def test_where_the_terminal_cannot_be_left_the_place_is_copied(opened: Open) -> None:
    async with opened(config=Config(editor=sys.executable)) as shown:
        await shown.press("o")
        assert shown.app.clipboard == "src/app.ts:18:1"


async def test_a_place_of_an_old_commit_is_copied_as_git_names_it(opened: Open) -> None:
    card = acme()
    place = EvidenceEntry("src/old.ts", 4, 1, "a key", commit="4f1c2ab0000000000000")
    checks = tuple(replace(check, evidence=(place,)) if check.id == "security.cors" else check for check in card.checks)
    async with opened(source=AcmeSource(replace(card, checks=checks))) as shown:
        await shown.press("n", "o")
        assert shown.app.clipboard == "git show 4f1c2ab00000:src/old.ts"
        await shown.press("Y")
        assert shown.app.clipboard == "4f1c2ab00000:src/old.ts:4:1"
