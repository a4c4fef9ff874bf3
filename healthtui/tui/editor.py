"""Opening a place in the editor at hand: where we run tells which one."""

from __future__ import annotations

import shlex
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePath

_SIDEBAR = 80  # below this width an editor in the same pane is no help


@dataclass(frozen=True, slots=True)
class Launch:
    """`commands` run one after the other, without a shell; `takes_terminal` when the screen must step aside."""

    commands: tuple[tuple[str, ...], ...]
    takes_terminal: bool = False


def launch(file: str, line: int, column: int, env: Mapping[str, str], width: int) -> Launch | None:
    """How to open an absolute path; None when no editor is known. Lines and columns count from 1."""
    line, column = max(line, 1), max(column, 1)
    spot = f"{file}:{line}:{column}"
    if server := env.get("NVIM"):
        remote = ("nvim", "--server", server)
        return Launch(((*remote, "--remote", file), (*remote, "--remote-expr", f"cursor({line}, {column})")))
    if env.get("TERM_PROGRAM") == "vscode":
        return Launch((("cursor" if "CURSOR_TRACE_ID" in env else "code", "-g", spot),))
    if "ZED_TERM" in env:
        return Launch((("zed", spot),))
    if env.get("TERMINAL_EMULATOR") == "JetBrains-JediTerm":
        return Launch((("idea", "--line", str(line), file),))
    editor = shlex.split(env.get("VISUAL") or env.get("EDITOR") or "")
    if not editor:
        return None
    command = (*editor, *_arguments(PurePath(editor[0]).stem, file, line, column))
    if "TMUX" in env and width < _SIDEBAR:
        return Launch((("tmux", "split-window", "-t", "{left-of}", *command),))
    return Launch((command,), takes_terminal=True)


def _arguments(editor: str, file: str, line: int, column: int) -> tuple[str, ...]:
    spot = f"{file}:{line}:{column}"
    match editor:
        case "vi" | "vim" | "nvim" | "nano" | "micro" | "kak":
            return f"+{line}", file
        case "emacs" | "emacsclient":
            return f"+{line}:{column}", file
        case "code" | "cursor" | "codium":
            return "-g", spot
        case "zed" | "subl" | "hx":
            return (spot,)
        case _:
            return (file,)
