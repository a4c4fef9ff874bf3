"""Opening a place in the editor at hand: the one that the user set, else where we run tells which one."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePath

_SIDEBAR = 80  # below this width an editor in the same pane is no help
_PATIENCE = 3.0  # seconds; what has not failed by then has opened
_JETBRAINS = ("webstorm", "idea", "phpstorm", "pycharm", "rider", "goland")
# what opens a window, or a pane, of its own; whatever else is run takes the terminal
_OF_THEIR_OWN = {"code", "code-insiders", "codium", "cursor", "windsurf", "zed", "zeditor", "subl", "mate", "gvim", "open"}
_OF_THEIR_OWN |= {"xdg-open", "tmux", "zellij", "wezterm", "kitty", "kitten", *_JETBRAINS}


class EditorError(Exception):
    """The editor cannot be opened; the message is one line, fit to be shown."""


@dataclass(frozen=True, slots=True)
class Spot:
    """An absolute path; lines and columns count from 1."""

    file: str
    line: int = 1
    column: int = 1

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"


@dataclass(frozen=True, slots=True)
class Launch:
    """`commands` run one after the other, without a shell; `takes_terminal` when the screen must step aside. `within` is the
    editor where another program is asked to run it."""

    commands: tuple[tuple[str, ...], ...]
    takes_terminal: bool = False
    within: str = ""

    @property
    def is_there(self) -> bool:
        return all(shutil.which(program) for program in (self.commands[0][0], self.program))

    @property
    def program(self) -> str:
        return self.within or self.commands[0][0]


def launch(spot: Spot, env: Mapping[str, str], width: int, editor: str = "") -> Launch | None:
    """How to open a place; None when no editor is known. Raises `EditorError` where `editor`, the setting, cannot be read."""
    if editor:
        return _as_set(editor, spot, env, width)
    if found := _around(spot, env):
        return found
    words = _words(env.get("VISUAL") or env.get("EDITOR") or "", "$EDITOR")
    return _placed((*words, *_arguments(words[0], spot)), env, width) if words else None


def _as_set(editor: str, spot: Spot, env: Mapping[str, str], width: int) -> Launch | None:
    """A template; a command without `{file}` is called as `$EDITOR` is."""
    words = _words(editor, "editor")
    values = {"file": spot.file, "line": str(spot.line), "column": str(spot.column)}
    if "{file}" not in editor:
        words += _arguments(words[0], spot) if words else ()
    return _placed(tuple(re.sub(r"\{(file|line|column)\}", lambda found: values[found[1]], word) for word in words), env, width)


def _words(command: str, name: str) -> tuple[str, ...]:
    try:
        return tuple(shlex.split(command))
    except ValueError as error:
        raise EditorError(f"{name} cannot be read: {error}") from error


def _around(spot: Spot, env: Mapping[str, str]) -> Launch | None:
    """The editor in whose terminal we run."""
    if server := env.get("NVIM"):
        remote = ("nvim", "--server", server)
        cursor = f"cursor({spot.line}, {spot.column})"
        return Launch(((*remote, "--remote", spot.file), (*remote, "--remote-expr", cursor)))
    if env.get("TERM_PROGRAM") == "vscode":
        return Launch((("cursor" if "CURSOR_TRACE_ID" in env else "code", "-g", str(spot)),))
    if "ZED_TERM" in env:
        return Launch((("zed", str(spot)),))
    if env.get("TERMINAL_EMULATOR") == "JetBrains-JediTerm":
        program = next(filter(shutil.which, _JETBRAINS), "idea")
        return Launch(((program, *_arguments(program, spot)),))
    return None


def _placed(command: tuple[str, ...], env: Mapping[str, str], width: int) -> Launch | None:
    """Where it appears: a window of its own, a pane of tmux beside the sidebar, or the terminal that we leave to it."""
    if not command:
        return None
    if PurePath(command[0]).stem in _OF_THEIR_OWN:
        return Launch((command,))
    if "TMUX" in env and width < _SIDEBAR:
        return Launch((("tmux", "split-window", *_beside(env), *command),), within=command[0])
    return Launch((command,), takes_terminal=True)


def _beside(env: Mapping[str, str]) -> tuple[str, ...]:
    """Into the pane on the left, where there is one, else on the right; above the card where it stands alone."""
    pane = env.get("TMUX_PANE", "")
    asked = ("tmux", "display-message", "-p", "-t", pane, "#{pane_at_left} #{pane_at_right}")
    try:
        done = subprocess.run(asked, capture_output=True, text=True, timeout=1, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return ()
    at_left, _, at_right = done.stdout.strip().partition(" ")
    if at_left == "0":
        return "-t", "{left-of}"
    return ("-t", "{right-of}") if at_right == "0" else ("-b", "-t", pane)


def _arguments(editor: str, spot: Spot) -> tuple[str, ...]:
    match PurePath(editor).stem:
        case "vi" | "vim" | "nvim" | "gvim" | "nano" | "micro" | "kak":
            return f"+{spot.line}", spot.file
        case "emacs" | "emacsclient":
            return f"+{spot.line}:{spot.column}", spot.file
        case "code" | "code-insiders" | "codium" | "cursor" | "windsurf":
            return "-g", str(spot)
        case "zed" | "zeditor" | "subl" | "hx" | "helix":
            return (str(spot),)
        case name if name in _JETBRAINS:
            return "--line", str(spot.line), spot.file
        case _:
            return (spot.file,)


def open_here(found: Launch) -> str:
    """Runs what takes the terminal, which is left to it. Says why it failed and raises nothing: the terminal comes back."""
    program, *_ = command = found.commands[0]
    try:
        code = subprocess.run(command, check=False).returncode
    except OSError as error:
        return f"{program}: {error.strerror}"
    return f"{program} ended with {code}" if code else ""


def open_beside(found: Launch) -> None:
    """Runs what needs no terminal. Raises `EditorError` with the last thing that it said."""
    for command in found.commands:
        with tempfile.TemporaryFile() as said:
            try:
                process = subprocess.Popen(
                    command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=said, start_new_session=True
                )
                code = process.wait(_PATIENCE)
            except subprocess.TimeoutExpired:
                return
            except OSError as error:
                raise EditorError(f"{command[0]}: {error.strerror}") from error
            if code:
                said.seek(0)
                lines = said.read(4096).decode("utf-8", "replace").split("\n")
                last = next((line for line in reversed(lines) if line.strip()), f"ended with {code}")
                raise EditorError(f"{command[0]}: {last.strip()}")
