"""The links of a page: to other checks by their ids, and to the web."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from healthtui.guidance.page import Page, page_ids
from healthtui.guidance.subjects import guides, subjects
from healthtui.scorecard.model import CheckResult
from healthtui.tui.text import glyphs, printable

SCHEME = "check:"
_FENCE = re.compile(r"(^```.*?^```[^\n]*$)", re.MULTILINE | re.DOTALL)
# A link as it stands, or a check's id, in code or bare.
_LINK_OR_ID = re.compile(r"\[[^\]\n]*\]\([^)\n]*\)|(?P<tick>`?)\b(?P<id>[a-z]+\.[a-z][a-z0-9-]+)\b(?P=tick)")
_WEB = re.compile(r"https?://[^\s)>\]\"'`]+")


def linked(text: str) -> str:
    """Markdown in which each id of a check leads to it; code blocks stay as they are."""
    parts = _FENCE.split(text)
    return "".join(part if index % 2 else _LINK_OR_ID.sub(_link, part) for index, part in enumerate(parts))


def _link(found: re.Match[str]) -> str:
    name = found["id"]
    return f"[{name}]({SCHEME}{name})" if name in page_ids() else found[0]


def also_in_guide(check_id: str, checks: Iterable[CheckResult]) -> str:
    """Markdown: the other checks of the guide to which a check belongs, with how they stand; "" where there are none."""
    if check_id not in subjects():
        return ""
    guide = subjects()[check_id].guide
    known: Mapping[str, CheckResult] = {check.id: check for check in reversed(tuple(checks))}
    others = [known[name] for name, one in subjects().items() if one.guide == guide and name in known and name != check_id]
    links = [f"{glyphs().marks[one.outcome]} [{_literal(one.title)}]({SCHEME}{one.id})" for one in others if one.id in page_ids()]
    return f"## ALSO IN {guides()[guide].upper()}\n\n" + f" {glyphs().dot} ".join(links) if links else ""


def _literal(title: str) -> str:
    """A title as words of Markdown."""
    return re.sub(r"([\\`*_\[\]<>#|&~!])", r"\\\1", printable(title))


def address_of(check: CheckResult, page: Page | None) -> str:
    """The web address at which more is said: the guideline's own, else the first that the page names; or ""."""
    said = check.guidance.text if check.guidance else ""
    read = page.sections.get("Read", "") if page else ""
    found = _WEB.search(said) or _WEB.search(read)
    return found[0].rstrip(".,;:!?") if found else ""
