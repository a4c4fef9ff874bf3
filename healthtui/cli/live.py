"""The live card of a folder; where no screen can be shown, its report."""

from __future__ import annotations

import difflib
from pathlib import Path

import click

from healthtui.cli import options
from healthtui.cli.output import console, is_screen, note_no_backend
from healthtui.cli.scanning import scanned


class _WithoutName(click.Context):
    """The command that runs where none is named is not named either."""

    @property
    def command_path(self) -> str:
        return self.parent.command_path if self.parent is not None else super().command_path


class _Default(click.Command):
    context_class = _WithoutName


@click.command("live", cls=_Default, hidden=True)
@click.argument("path", default=".", metavar="[PATH]")
@options.persona
@click.option("--theme", default="auto", metavar="NAME", help="A colour theme; by default one that fits the background.")
def command(path: str, persona: Path | None, theme: str) -> int:
    """The live card of a folder."""
    folder = Path(path)
    if not folder.is_dir():
        raise click.ClickException(_no_folder(path))
    return show(folder, persona, theme)


def show(folder: Path, persona: Path | None = None, theme: str = "auto") -> int:
    """Shows the card until the user leaves it, or prints the report."""
    return _open(folder, persona, theme) if is_screen() else print_card(folder, persona)


def print_card(folder: Path, persona: Path | None = None) -> int:
    """Prints the report of a folder."""
    from healthtui.report.terminal import print_report

    card = scanned(folder, persona=persona)
    print_report(card, console())
    if not card.packages:
        note_no_backend()
    return 0


def _open(folder: Path, persona: Path | None, theme: str) -> int:
    from healthtui.live.late import LateSession
    from healthtui.tui import run
    from healthtui.tui.look.settings import root_of
    from healthtui.tui.look.theme import ThemeError

    try:
        return run(LateSession(folder, persona), theme, root_of(folder))
    except ThemeError as error:
        raise click.ClickException(str(error)) from error


def _no_folder(path: str) -> str:
    from healthtui.cli.commands import NAMES

    near = difflib.get_close_matches(path, NAMES, 1)
    return f"there is no folder {path!r}, and no such command." + (f" Did you mean {near[0]}?" if near else "")
