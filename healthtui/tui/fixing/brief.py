"""The fix brief: a check as Markdown, made to be handed to a coding agent or pasted into an issue.

It names places and quotes the guidance; the code itself is where it is, as it is now.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from healthtui.guidance.link import GuidanceLink
from healthtui.guidance.page import Page
from healthtui.scorecard.model import CheckResult, EvidenceEntry, Scorecard
from healthtui.tui.text import WORDS, place, printable, whole

_AT_MOST = 40  # places; a longer list is no brief


def fix_brief(check: CheckResult, page: Page | None, card: Scorecard) -> str:
    """One check, standing alone."""
    parts = [f"# {printable(check.title)}", f"{_stands(check, card)}\n\n{printable(check.summary)}"]
    if check.evidence:
        parts.append("## Places\n\n" + "\n".join(_places(check)))
    if check.guidance is not None:
        parts.append(f"## The guideline\n\n{_quoted(check.guidance)}")
    if page is not None:
        parts.append(f"## Do\n\n{page.sections['Do'].strip()}")
    parts.append("## Done when\n\n" + "\n\n".join(_done(check, page)))
    return "\n\n".join(parts) + "\n"


def fix_briefs(checks: Iterable[CheckResult], page_of: Callable[[CheckResult], Page | None], card: Scorecard) -> str:
    """Several checks, in their order, one after the other."""
    return "\n---\n\n".join(fix_brief(check, page_of(check), card) for check in checks)


def _stands(check: CheckResult, card: Scorecard) -> str:
    """``security.cors` fails · high risk · mending it adds 2.6 points: 82 to 84 · acme-api (main)``"""
    said = [f"`{check.id}` {WORDS[check.outcome]}", f"{check.risk} risk"]
    if check.points and card.score is not None:
        after = whole(min(100.0, card.score + check.points))
        said.append(f"mending it adds {check.points:.1f} points: {whole(card.score)} to {after}")
    branch = f" ({printable(card.repository.branch)})" if card.repository.branch else ""
    package = "" if check.package == "." else f", package `{_literal(check.package)}`"
    return " · ".join([*said, f"{printable(card.repository.name)}{branch}{package}"])


def _places(check: CheckResult) -> list[str]:
    lines = [f"- `{_literal(place_of(entry))}` {printable(entry.message)}" for entry in check.evidence[:_AT_MOST]]
    hidden = len(check.evidence) - _AT_MOST
    return [*lines, f"- and {hidden} more"] if hidden > 0 else lines


def place_of(entry: EvidenceEntry) -> str:
    """`path:line:column`; of an old commit as git names it: `4f1c2ab:path:line`."""
    where = place(entry.path, entry.line, entry.column)
    return f"{entry.commit[:12]}:{where}" if entry.commit else where


def _quoted(link: GuidanceLink) -> str:
    where = f"{printable(link.persona)}, {printable(link.section)}, line {link.line}"
    return f"> {printable(link.text)}\n\n{where}; guide `{_literal(link.guide)}`"


def _done(check: CheckResult, page: Page | None) -> list[str]:
    said = [page.sections["Counts as done"].strip()] if page is not None else []
    if check.command:
        said.append(f"The evidence is made by:\n\n```sh\n{printable(check.command)}\n```")
    package = "" if check.package == "." else f' of package "{printable(check.package)}"'
    now = f'`"verdict": "pass"` for `"id": "{check.id}"`{package} (now `"{check.outcome}"`)'
    return [*said, f"`healthtui report --format json`, run in the root of the repository, says {now}."]


def _literal(text: str) -> str:
    return printable(text).replace("`", "")
