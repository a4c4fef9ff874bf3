"""The checks by id, and how they answer a persona."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import click

from healthtui.cli import options
from healthtui.cli.output import say

if TYPE_CHECKING:
    from healthtui.engine.check import Check
    from healthtui.guidance.persona import Persona


@click.command("checks")
@options.persona
@click.option("--markdown", is_flag=True, help="A table in Markdown, with why each is asked.")
def command(persona: Path | None, markdown: bool) -> None:
    """Lists every check: id, risk, title.

    With --persona also the line of the file that each answers, and the guidelines that are not checked by machine.
    """
    from healthtui.engine.check import risk_name
    from healthtui.engine.loader import load_checks
    from healthtui.guidance.page import load_page
    from healthtui.guidance.persona import load_persona
    from healthtui.report.text import plain

    if markdown:
        say(_table(load_checks()))
        return
    guidance = load_persona(persona) if persona is not None else None
    for check in load_checks():
        say(f"{check.id:<34} {risk_name(check.risk):<8} {load_page(check.id).title}{_answers(guidance, check.id)}")
    if guidance is not None:
        say(f"\nGuidelines of {plain(guidance.name)} that are not checked by machine:")
        for guideline in guidance.unanswered():
            say(f"  line {guideline.line:<5} {plain(guideline.section)}: {plain(guideline.text)}")


def _answers(guidance: Persona | None, check: str) -> str:
    from healthtui.report.text import plain

    link = guidance.link(check) if guidance is not None else None
    return f"  ← line {link.line}, {plain(link.section)}" if link is not None else ""


def _table(checks: tuple[Check, ...]) -> str:
    """A chapter for each section; every check leads to its page."""
    from healthtui.engine.check import risk_name
    from healthtui.guidance.page import load_page

    lines = ["# The checks", "", f"{len(checks)} checks in {len({check.section for check in checks})} sections."]
    for section in dict.fromkeys(check.section for check in checks):
        lines += ["", f"## {section.capitalize()}", "", "| check | risk | why |", "|---|---|---|"]
        for check in (check for check in checks if check.section == section):
            page = load_page(check.id)
            file = f"../checks/{check.id.replace('-', '_').replace('.', '/')}.md"
            lines.append(f"| [{page.title}]({file})<br>`{check.id}` | {risk_name(check.risk)} | {_first(page.sections['Why'])} |")
    return "\n".join(lines)


def _first(text: str) -> str:
    """The first sentence of a text, in one line."""
    return re.split(r"(?<=[.!?])\s+(?=[A-Z])", " ".join(text.split()))[0].replace("|", "\\|")
