"""The guidance that matters here: of the code in a page only what is for the frameworks in use."""

from __future__ import annotations

import re

from msgspec.structs import replace

from healthtui.guidance.page import Page, PageError
from healthtui.scorecard.model import CheckResult, Scorecard
from healthtui.tui.source import CardSource

# A fence whose first line names its framework: pages show each framework where they differ.
_FENCE = re.compile(r"^```\w*\n// (Express|Fastify|NestJS)\b.*?^```\n*", re.MULTILINE | re.DOTALL)


def page_of(source: CardSource, check: CheckResult, card: Scorecard) -> Page | None:
    """None where the check has no page."""
    try:
        page = source.page(check.id)
    except PageError:
        return None
    used = {framework for package in card.packages if package.path == check.package for framework in package.frameworks}
    return replace(page, sections={heading: _for(used, text) for heading, text in page.sections.items()})


def _for(used: set[str], text: str) -> str:
    """All of it where no framework of the page is in use."""
    if not any(found[1].lower() in used for found in _FENCE.finditer(text)):
        return text
    return _FENCE.sub(lambda found: found[0] if found[1].lower() in used else "", text)
