"""The page of a check: why, how, and what counts as done."""

from __future__ import annotations

import difflib
import sys
from importlib.resources import files

import click

from healthtui.cli.output import console, say


@click.command("explain")
@click.argument("topic", metavar="ID|score")
def command(topic: str) -> None:
    """Explains a check, or how the score comes about."""
    if topic == "score":
        _show((files("healthtui.scorecard") / "score.md").read_text(encoding="utf-8"))
        return
    from healthtui.engine.check import RISK_NAMES
    from healthtui.engine.loader import load_checks
    from healthtui.guidance.page import load_page

    risks = {check.id: RISK_NAMES[check.risk] for check in load_checks()}
    if topic not in risks:
        raise click.UsageError(_unknown(topic, list(risks)))
    page = load_page(topic)
    sections = "".join(f"\n## {heading}\n\n{body.strip()}\n" for heading, body in page.sections.items())
    _show(f"# {page.title}\n\n`{topic}`, {risks[topic]} risk\n{sections}")


def _show(markdown: str) -> None:
    if not sys.stdout.isatty():
        say(markdown.rstrip())
        return
    from rich.markdown import Markdown

    console().print(Markdown(markdown))


def _unknown(topic: str, ids: list[str]) -> str:
    near = difflib.get_close_matches(topic, ids, 3) or [id for id in ids if topic in id][:3]
    hint = f" Did you mean {' or '.join(near)}?" if near else ""
    return f"There is no check {topic!r}.{hint} `healthtui checks` lists them."
