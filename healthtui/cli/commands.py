"""The commands by name, each in a module of its own that is imported when it is called."""

from __future__ import annotations

from importlib import import_module

import click

from healthtui import __version__

NAMES = ("report", "watch", "explain", "checks", "routes", "audit", "demo", "init", "doctor")
_DEFAULT = "live"
_OWN_OPTIONS = ("--help", "-h", "--version")


class _Commands(click.Group):
    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - the signature is click's
        return list(NAMES)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        if cmd_name not in (*NAMES, _DEFAULT):
            return None
        command: click.Command = import_module(f"healthtui.cli.{cmd_name}").command
        return command


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]}, options_metavar="[PATH] |")
@click.version_option(__version__, prog_name="healthtui", message="%(prog)s %(version)s")
def healthtui() -> None:
    """How healthy is this Node.js backend, right now, and what should I mend next?

    `healthtui [PATH]` opens the live card of a folder, by default of this one; it takes --persona FILE and
    --theme NAME. Where no screen can be shown it prints the report. A folder named like a command is written ./name.

    Exit codes: 0 fine, 1 a gate failed, 2 wrong use or not a Node.js repository, 3 an error of ours.
    """


def with_default_command(arguments: list[str]) -> list[str]:
    """Without the name of a command it is the live card."""
    if arguments and arguments[0] in (*NAMES, _DEFAULT, *_OWN_OPTIONS):
        return arguments
    return [_DEFAULT, *arguments]
