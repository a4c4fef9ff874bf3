"""A line of JSON for every settled change, for programs that follow along."""

from __future__ import annotations

import json
from pathlib import Path
from queue import SimpleQueue
from typing import TYPE_CHECKING

import click

from healthtui.cli import options
from healthtui.cli.output import complain, say

if TYPE_CHECKING:
    from healthtui.config import Problem
    from healthtui.live.status import Change, Status
    from healthtui.scorecard.model import Scorecard


@click.command("watch")
@options.folder
@click.option("--format", "format_", type=click.Choice(["jsonl"]), default="jsonl", show_default=True)
@options.persona
def command(path: Path, format_: str, persona: Path | None) -> int:  # noqa: ARG001 - there is one format so far
    """Prints a line of JSON for every change.

    The first says how things stand; then one follows each settled change, until it is interrupted.
    """
    from healthtui.live.session import LiveSession
    from healthtui.live.status import Phase

    heard: SimpleQueue[tuple[Scorecard, Change] | Status] = SimpleQueue()
    session = LiveSession(path, persona)
    session.start(lambda card, update: heard.put((card, update)), heard.put)
    last: Scorecard | None = None
    said: tuple[Problem, ...] = ()
    try:
        while True:
            event = heard.get()
            said = _complained(session.settings.problems, said)
            if isinstance(event, tuple):
                if not say(line(last, *event)):
                    return 0
                last = event[0]
            elif event.phase is Phase.GONE:
                raise click.ClickException(event.note)
            elif event.note:
                complain(event.note)
    except KeyboardInterrupt:
        return 0
    finally:
        session.stop()


def _complained(problems: tuple[Problem, ...], said: tuple[Problem, ...]) -> tuple[Problem, ...]:
    """What of the settings is not followed, each once for as long as it stands."""
    for problem in problems:
        if problem not in said:
            complain(str(problem))
    return problems


def line(before: Scorecard | None, card: Scorecard, update: Change) -> str:
    """The event; `changed` holds the ids of checks, all of them in the first event."""
    from healthtui.scorecard.compare import compare

    changed = [check.id for check in card.checks] if before is None else [c.id for c in compare(before, card).checks]
    return json.dumps(
        {
            "event": "scorecard",
            "score": None if card.score is None else round(card.score, 4),
            "grade": card.grade,
            "changed": list(dict.fromkeys(changed)),
            "paths": list(update.paths),
            "seconds": round(update.seconds, 3),
        }
    )
