"""The report, and the gates of a pipeline."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from healthtui.cli import options
from healthtui.cli.gates import GATES, failures
from healthtui.cli.output import complain, console, note_no_backend, say
from healthtui.cli.scanning import scanned

if TYPE_CHECKING:
    from healthtui.scorecard.model import Scorecard


@click.command("report")
@options.folder
@click.option("--format", "format_", type=click.Choice(["terminal", "markdown", "json"]), default="terminal", show_default=True)
@click.option("--output", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE", help="A file instead of stdout.")
@options.revision
@options.persona
@click.option("--fail-on", type=click.Choice(GATES), metavar="VERDICT|RISK", help=f"One of {', '.join(GATES)}: see above.")
@click.option("--min-score", type=click.FloatRange(0, 100), metavar="N", help="Exit with 1 below this score.")
def command(
    path: Path,
    format_: str,
    output: Path | None,
    at: str | None,
    persona: Path | None,
    fail_on: str | None,
    min_score: float | None,
) -> int:
    """Prints the report of a folder or a revision.

    --fail-on exits with 1: at fail when a check fails; at warn when one warns or fails; at unknown when one is not
    known as well; at a risk (critical, high, medium, low) when a check of that risk or a higher one fails.
    """
    card = scanned(path, at, persona, is_gated=fail_on is not None or min_score is not None)
    try:
        _write(card, format_, output)
    except OSError as error:
        raise click.ClickException(f"{output} cannot be written: {error.strerror}") from error
    failed = failures(card, fail_on, min_score)
    for failure in failed:
        complain(f"gate failed: {failure}")
    if not card.packages:
        note_no_backend()
    return 1 if failed else 0


def _write(card: Scorecard, format_: str, output: Path | None) -> None:
    if format_ == "terminal":
        _print(card, output)
        return
    if format_ == "json":
        from healthtui.report.json import json_text

        text = json_text(card, datetime.now(UTC))
    else:
        from healthtui.report.markdown import to_markdown

        text = to_markdown(card)
    if output is None:
        say(text.removesuffix("\n"))
    else:
        output.write_text(text, encoding="utf-8")


def _print(card: Scorecard, output: Path | None) -> None:
    from rich.console import Console

    from healthtui.report.terminal import print_report

    if output is None:
        print_report(card, console())
        return
    with output.open("w", encoding="utf-8") as file:
        print_report(card, Console(file=file, highlight=False))
