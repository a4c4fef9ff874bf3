"""The page of a check: why, how, and what counts as done; and the guides that are made of them."""

from __future__ import annotations

import difflib
import sys
from pathlib import Path

import click

from healthtui.cli import options
from healthtui.cli.output import console, say


@click.command("explain")
@click.argument("topic", metavar="ID|GUIDE|score")
@options.persona
def command(topic: str, persona: Path | None) -> None:
    """Explains a check, or how the score is made.

    A guide is a whole subject, made of the pages of its checks: backend-patterns, api-best-practices,
    security-guidelines, database-optimization, testing-backend.
    """
    from healthtui.guidance.explain import explain, explain_score
    from healthtui.guidance.guides import guide
    from healthtui.guidance.page import page_ids
    from healthtui.guidance.persona import load_persona
    from healthtui.guidance.subjects import guides

    if topic == "score":
        _show(explain_score())
    elif topic in guides():
        _show(guide(topic))
    elif topic in page_ids():
        _show(explain(topic, load_persona(persona)))
    else:
        raise click.ClickException(_unknown(topic, (*page_ids(), *guides())))


def _show(markdown: str) -> None:
    if not sys.stdout.isatty():
        say(markdown.rstrip())
        return
    from rich.markdown import Markdown

    console().print(Markdown(markdown))


def _unknown(topic: str, ids: tuple[str, ...]) -> str:
    near = difflib.get_close_matches(topic, ids, 3) or [check for check in ids if topic in check][:3]
    hint = f" Did you mean {' or '.join(near)}?" if near else ""
    return f"there is no check {topic!r}.{hint} `healthtui checks` lists them."
