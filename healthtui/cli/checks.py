"""The checks by id, and how they answer a persona."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from healthtui.cli import options
from healthtui.cli.output import say

if TYPE_CHECKING:
    from healthtui.guidance.persona import Persona


@click.command("checks")
@options.persona
def command(persona: Path | None) -> None:
    """Lists every check: id, risk, title.

    With --persona also the line of the file that each answers, and the guidelines that no check answers yet.
    """
    from healthtui.engine.check import risk_name
    from healthtui.engine.loader import load_checks
    from healthtui.guidance.page import load_page
    from healthtui.guidance.persona import load_persona
    from healthtui.report.text import plain

    guidance = load_persona(persona) if persona is not None else None
    for check in load_checks():
        say(f"{check.id:<34} {risk_name(check.risk):<8} {load_page(check.id).title}{_answers(guidance, check.id)}")
    if guidance is not None:
        say(f"\nGuidelines of {plain(guidance.name)} that no check answers:")
        for guideline in guidance.unanswered():
            say(f"  line {guideline.line:<5} {plain(guideline.section)}: {plain(guideline.text)}")


def _answers(guidance: Persona | None, check: str) -> str:
    from healthtui.report.text import plain

    link = guidance.link(check) if guidance is not None else None
    return f"  ← line {link.line}, {plain(link.section)}" if link is not None else ""
