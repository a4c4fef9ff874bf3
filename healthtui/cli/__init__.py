"""The command line. What a command needs is imported when it runs, so that `report` never waits for the screen."""

from __future__ import annotations

import os
import sys
import traceback

import click

from healthtui.cli.commands import healthtui, with_default_command
from healthtui.cli.output import complain

FINE, GATE_FAILED, WRONG_USE, OUR_ERROR, INTERRUPTED = 0, 1, 2, 3, 130


def main() -> None:
    sys.exit(run(sys.argv[1:]))


def run(arguments: list[str]) -> int:
    """Runs a command and gives its exit code. Output goes to stdout, all else to stderr."""
    try:
        code = healthtui.main(with_default_command(arguments), prog_name="healthtui", standalone_mode=False)
        return code if isinstance(code, int) else FINE
    except click.UsageError as error:
        error.show()
        return WRONG_USE
    except click.ClickException as error:
        complain(error.format_message())
        return WRONG_USE
    except click.Abort:
        return INTERRUPTED
    except Exception as error:  # noqa: BLE001 - the last resort: one line, never a traceback unasked
        return _explained(error)


def _explained(error: Exception) -> int:
    from healthtui.guidance.persona import PersonaError
    from healthtui.tree.base import TreeError

    if os.environ.get("HEALTHTUI_DEBUG") == "1":
        traceback.print_exception(error)
    if isinstance(error, (TreeError, PersonaError)):
        complain(str(error))
        return WRONG_USE
    complain(f"an error of ours, {type(error).__name__}: {error} (HEALTHTUI_DEBUG=1 shows where)")
    return OUR_ERROR
