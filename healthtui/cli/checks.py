"""The checks by id."""

from __future__ import annotations

import click

from healthtui.cli.output import say


@click.command("checks")
def command() -> None:
    """Lists every check: id, risk, title."""
    from healthtui.engine.check import RISK_NAMES
    from healthtui.engine.loader import load_checks
    from healthtui.guidance.page import load_page

    for check in load_checks():
        say(f"{check.id:<34} {RISK_NAMES[check.risk]:<8} {load_page(check.id).title}")
