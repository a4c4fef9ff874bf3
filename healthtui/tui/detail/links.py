"""The links of a page: to other checks by their ids, and to the web."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from textual.content import Content

from healthtui.guidance.page import Page, page_ids
from healthtui.guidance.subjects import guides, subjects
from healthtui.scorecard.model import CheckResult
from healthtui.tui.card.score import COLOURS
from healthtui.tui.text import glyphs, printable

SCHEME = "check:"
_FENCE = re.compile(r"(^```.*?^```[^\n]*$)", re.MULTILINE | re.DOTALL)
# A link as it stands, or a check's id, in code or bare.
_LINK_OR_ID = re.compile(r"\[[^\]\n]*\]\([^)\n]*\)|(?P<tick>`?)\b(?P<id>[a-z]+\.[a-z][a-z0-9-]+)\b(?P=tick)")
_TITLED = re.compile(r"\[(?P<title>[^\]\n]+)\]\((?P<address>https?://[^)\s]+)\)")
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
    others = _others_in_guide(check_id, checks)
    links = [f"{glyphs().marks[one.outcome]} [{_literal(one.title)}]({SCHEME}{one.id})" for one in others]
    if not links:
        return ""
    return f"## ALSO IN {guides()[subjects()[check_id].guide].upper()}\n\n" + f" {glyphs().dot} ".join(links)


def _others_in_guide(check_id: str, checks: Iterable[CheckResult]) -> list[CheckResult]:
    guide = subjects()[check_id].guide if check_id in subjects() else ""
    known = _by_id(checks)
    return [known[name] for name, one in subjects().items() if one.guide == guide and name in known and name != check_id]


def _by_id(checks: Iterable[CheckResult]) -> Mapping[str, CheckResult]:
    """Those that have a page; of several packages the first."""
    return {check.id: check for check in reversed(tuple(checks)) if check.id in page_ids()}


def _literal(title: str) -> str:
    """A title as words of Markdown."""
    return re.sub(r"([\\`*_\[\]<>#|&~!])", r"\\\1", printable(title))


def address_of(check: CheckResult, page: Page | None) -> str:
    """The web address at which more is said: the guideline's own, else the first that the page names; or ""."""
    read = page.sections.get("Read", "") if page else ""
    return next(iter([*_addresses_of(check), *_addresses(read)]), "")


def _addresses_of(check: CheckResult) -> list[str]:
    """Those of its guideline."""
    return _addresses(check.guidance.text) if check.guidance else []


def _addresses(text: str) -> list[str]:
    return [found.rstrip(".,;:!?") for found in _WEB.findall(text)]


def leads(check: CheckResult, page: Page | None, checks: Iterable[CheckResult]) -> dict[str, Content]:
    """Every link of a check, as it is to be read: its own page's first, then those of its guideline, then its guide's."""
    text = "\n".join(page.sections.values()) if page else ""
    others = _others_in_guide(check.id, checks)
    by_id = _by_id(checks)
    named = [by_id[found["id"]] for found in _LINK_OR_ID.finditer(text) if found["id"] in by_id]
    web = {found["address"]: printable(found["title"]) for found in _TITLED.finditer(text)}
    web |= {address: printable(address) for address in _addresses_of(check)}
    shown = {address: Content.assemble(title, ("  web", "$muted")) for address, title in web.items()}
    return shown | {f"{SCHEME}{one.id}": _marked(one) for one in [*named, *others] if one.id != check.id}


def _marked(check: CheckResult) -> Content:
    return Content.assemble((f"{glyphs().marks[check.outcome]} ", COLOURS[check.outcome]), printable(check.title))
