"""What a check asks, why, and how to get there; and how the score is made."""

from __future__ import annotations

import re
from functools import cache
from importlib import import_module
from importlib.resources import files

from healthtui.engine.check import Check, risk_name
from healthtui.guidance.page import PageError, load_page
from healthtui.guidance.persona import Persona


def explain(check_id: str, persona: Persona) -> str:
    """Markdown: the title, where the persona says it, the risk, and the page. Raises `PageError` for an unknown id."""
    page = load_page(check_id)
    about = [f"`{check_id}`{_risk(check_id)}"]
    if link := persona.link(check_id):
        where = f"{_literal(link.persona)}, *{_literal(link.section)}*, line {link.line} · guide {link.guide}"
        about.append(f"> {_literal(link.text)}\n>\n> {where}")
    else:
        about.append(f"The persona {_literal(persona.name)} does not speak of it.")
    parts = [f"## {heading}\n\n{body}" for heading, body in page.sections.items()]
    return "\n\n".join([f"# {page.title}", *about, *parts]) + "\n"


@cache
def explain_score() -> str:
    """Markdown: how the score, its range and its grade come about."""
    return (files(__package__) / "score.md").read_text(encoding="utf-8")


def _literal(text: str) -> str:
    """Words of a persona, which may hold anything, as words of Markdown."""
    return re.sub(r"([\\`*_\[\]<>#|&~!])", r"\\\1", text)


def _risk(check_id: str) -> str:
    section, name = check_id.replace("-", "_").split(".")
    try:
        module = import_module(f"healthtui.checks.{section}.{name}")
    except ModuleNotFoundError as error:
        raise PageError(f"{check_id} has a page and no check") from error
    (found,) = (value for value in vars(module).values() if isinstance(value, Check) and value.id == check_id)
    return f" · {risk_name(found.risk)} risk (weight {found.risk:g})"
